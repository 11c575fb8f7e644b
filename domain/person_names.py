"""Finds a person's name: where it was asked for, where it is labelled, or among other words of contact."""

import re
from typing import Final

from domain.prefectures import read_prefecture

_KANJI: Final = "[一-龥々〆ヶケ]"
_LETTER: Final = "[一-龥々〆ヶケぁ-んァ-ヴー]"
_NAME: Final = rf"(?:{_LETTER}{{1,7}}?(?:[ ・]{_LETTER}{{1,7}}?)?|[A-Za-z][A-Za-z'.-]+(?: [A-Za-z][A-Za-z'.-]+){{0,2}})"
_KANA: Final = r"(?:\s*\([^)]{1,20}\))?"
_SAID: Final = r"(?:と(?:申し|もうし|言い|いい)ます|って(?:言い|いい)ます|です|だよ|で(?:お願い|予約)|になります)(?!か)"
_LABELLED: Final = re.compile(
    rf"(?:お?名前|氏名|なまえ|フルネーム|名義)(?:は|:)\s*({_NAME}){_KANA}\s*(?:{_SAID}|$|(?=[\s、,。\n]))"
    rf"|(?<![^\s、,。\n])(?:私は|わたしは)?({_NAME}){_KANA}と(?:申し|もうし)ます"
)
_ANSWER: Final = re.compile(
    rf"(?:(?:はい|えっと|ええと|えーと|あの)[、,。 ]*)?(?:私は|わたしは|僕は)?"
    rf"({_NAME}){_KANA}\s*(?:様|さん)?\s*(?:{_SAID}.*)?[。!]*"
)
_PLAIN: Final = re.compile(
    rf"{_KANJI}{{1,4}} ?{_LETTER}{{1,5}}|[ァ-ヴー]{{2,7}} [ァ-ヴー]{{2,7}}|[ぁ-ん]{{2,7}} [ぁ-ん]{{2,7}}"
)
_OTHER_WORDS: Final = re.compile(
    r"[?]|何|ます|ました|ません|です|たい|ない|ください|下さい|教え|お願い|予約|希望|プラン|支払|払い|カード|振込|振り込|コンビニ|クレ|銀行"
    r"|曜|午前|午後|今週|来週|再来|明日|明後|今日|週末|平日|祝日|ライト|スタンダード|プレミアム|騒音|測定|電話|住所|名前|氏名|メール"
    r"|以上|連絡|確定|はい|いや|やめ|キャンセル|変更|わから|分から|なぜ|なんで|何で|どうして|必要|個人情報|嫌|匿名|番号|号室|階|様子|ちょっと|待っ"
    r"|よろしく|ありがと|すみません|夜中|深夜|早朝|夕方|午後|都合|建物|部屋|大丈夫|それ|これ|安い|真ん中|最初|全部|いつ"
)


def find_name(text: str, *, asked: bool, among: bool) -> tuple[str | None, str]:
    """Finds a name.

    Args:
        text: A normalized message, without address, telephone number and e-mail address.
        asked: Whether the message answers the question for it.
        among: Whether the message also told an address, a number: a bare name among them is one.

    Returns:
        The name and the text without it; None and the text where there is none.
    """
    for match in _LABELLED.finditer(text):
        name = match[1] or match[2]
        if name and not _OTHER_WORDS.search(name):
            return _tidy(name), f"{text[: match.start()]}、{text[match.end() :]}"
    if asked:
        parts = (part.strip("、, ") for part in re.split(r"[\n。]", text))
        answers = [
            answer for part in parts if (answer := _ANSWER.fullmatch(part)) and not _OTHER_WORDS.search(answer[1])
        ]
        if answers:  # 「中村です。中村健太です」: the fuller of two
            name = max((answer[1] for answer in answers), key=len)
            return _tidy(name), re.sub("|".join(re.escape(answer[0]) for answer in answers), "", text)
    if among:
        for piece in re.split(r"[\n、,。:]+", text):
            bare = re.sub(rf"{_KANA}(?:様|さん)?{_SAID}?$", "", piece.strip())
            if _PLAIN.fullmatch(bare) and len(bare) > 2 and not _OTHER_WORDS.search(bare) and not _is_place(bare):
                return _tidy(bare), text.replace(piece, "", 1)
    return None, text


def _is_place(text: str) -> bool:
    return read_prefecture(text) is not None or text[-1] in "都道府県市区町村駅"


def _tidy(name: str) -> str:
    """Japanese names are kept without the space between their parts."""
    return name.strip() if name.isascii() else name.replace(" ", "").replace("・", "")
