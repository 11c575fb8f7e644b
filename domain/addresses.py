"""Finds a Japanese address in a message: from the prefecture or town to the house, the building and the room."""

import re
from typing import Final

from domain.prefectures import PREFECTURES

_KANJI_NUMBER: Final = "[一二三四五六七八九十]"
_NUMBER: Final = rf"(?:\d+|{_KANJI_NUMBER}+(?=丁目|番|号|[-の]))"
_DASH: Final = "[-\u2010-\u2015\u2212\u30fc]"
_PLACE: Final = "[一-龥々〆ヶケノァ-ヴーぁ-ん]"
_HOUSE: Final = (
    rf"{_NUMBER}(?:\s?(?:丁目|番地の?|番|号(?!室)|{_DASH}|の)\s?(?:\d+|{_KANJI_NUMBER}+(?=番|号|$|\s|の))?)*"
)
_POSTAL: Final = re.compile(
    rf"(?:郵便番号(?:は|:)?\s*)?(?:〒\s?(\d{{3}}){_DASH}?(\d{{4}})|(?<![\d-])(\d{{3}}){_DASH}(\d{{4}})(?![\d-]))\s*"
)
_BUILDING: Final = r"(?!\d+[円回分名])[^\s、,。\n@:]{0,24}?"
_ROOM: Final = r"\d{1,4}\s?(?:号室|号|室|階|[FfＦ](?![a-z]))?"
_HOMES: Final = (
    "マンション|ハイツ|コーポ|荘|ビル|アパート|レジデンス|タワー|メゾン|パレス|ヴィラ|ハウス|コート|プラザ|団地|寮"
    "|ガーデン"
)
_PREFECTURE: Final = "|".join(PREFECTURES)
_TOWN: Final = rf"{_PLACE}{{1,9}}?[市区郡]"
_ADDRESS: Final = re.compile(
    rf"(?:ご?住所(?:は|が|:)?\s*|(?<![^\s、,。:\n])|(?={_PREFECTURE}))"
    rf"((?:{_PREFECTURE})?\s?{_TOWN}[^\d\n。、,@]{{0,24}}?\s?{_HOUSE})"
)
_REST: Final = re.compile(
    rf"(?:[ 　、,]*(?P<home>{_BUILDING}(?:{_HOMES})[^\s、,。\n@:\d]{{0,10}}(?:\s?{_ROOM})?|{_BUILDING}{_ROOM}))"
    r"(?![\d時月日円/:])"
)
_NO_HOME: Final = re.compile(
    r"曜|午前|午後|[朝昼夜夕]|今週|来週|明日|希望|プラン|予約|支払|(?:ライト|スタンダード|プレミアム)"
)
_ASIDE: Final = re.compile(r"^(?:ご?住所|場所)(?:は|が|:)?\s*|^(?:えっと|ええと|えーと)[、,]?\s*")
_OTHERS_HOME: Final = re.compile(rf"^[^\s\d、,]{{1,10}}の(?={_PREFECTURE})")
"""「実家の埼玉県…」: whose home it is stands before the address."""
_POLITE: Final = re.compile(
    r"(?:\s*(?:になります|となります|でお願い(?:いた)?します|です(?:[。よ]|$).*|だよ|に住んでいます|に来て(?:ください|下さい)))+[。!]*$"
)

_POLITE_START: Final = re.compile(r"^\s*(?:になります|でお願いします|です|だよ|に住んでいます)")


def find_address(text: str, *, asked: bool) -> tuple[str | None, str]:
    """Finds an address down to the house number.

    Args:
        text: A normalized message, without telephone numbers and e-mail addresses.
        asked: Whether this answers the question for it: what stands behind the house number is then part of it.

    Returns:
        The address and the text without it; None and the text where there is none.
    """
    postal = _POSTAL.search(text)
    without = text[: postal.start()] + text[postal.end() :] if postal else text
    found = _ADDRESS.search(without)
    if found is None:
        return None, text
    end = found.end()
    while (more := _REST.match(without, end)) and not _NO_HOME.search(more["home"]):
        end = more.end()
    if asked:
        line = re.compile(r"[^\n。]*").match(without, end)
        behind = _POLITE.sub("", line[0]) if line else ""
        end += len(behind) if not _NO_HOME.search(behind) else 0
    address = re.sub(r"[\s、,]+", " ", _ASIDE.sub("", without[found.start(1) : end])).strip()
    address = _OTHERS_HOME.sub("", address)
    if postal:
        digits = "".join(filter(None, postal.groups()))
        address = f"〒{digits[:3]}-{digits[3:]} {address}"
    return address, f"{without[: found.start()]}、{_POLITE_START.sub('', without[end:])}"


_PART: Final = re.compile(
    rf"(?:{_PREFECTURE})?\s?(?:{_PLACE}{{1,9}}[市区郡町村])?{_PLACE}{{0,12}}\s?(?:{_HOUSE})?(?:[\s、,]?{_BUILDING}(?:{_ROOM})?)?"
)


def is_part_of_address(text: str) -> bool:
    """Whether a text names a place without going down to the house number (「柏市です」「本町4-5」)."""
    plain = _POLITE.sub("", _ASIDE.sub("", text))
    if _NO_HOME.search(plain) or re.search(r"\d[時月日円]", plain):
        return False
    return _PART.fullmatch(plain) is not None and re.search(r"[市区郡町村]|\d", plain) is not None


def part_of_address(text: str) -> str:
    """A part of an address without the words around it."""
    return _POLITE.sub("", _ASIDE.sub("", text)).strip()
