"""How often the other side was talked to or written to. Managers and the police do not count (facts.md, Diagnosis)."""

import re
from typing import Final

from domain.dates.numerals import NUMBER, parse_number

_MANY: Final = 3
"""What 「何度も」 counts as."""

_SOME: Final = {"何": 2, "数": 3}
"""「何度か」 and 「数回」 as numbers."""

_COUNT: Final = re.compile(
    rf"(?:(?P<number>{NUMBER})\s*(?:(?:[、,~〜・-]|から)\s*{NUMBER}\s*)?(?:度|回|通|遍|ぺん|べん)(?!目|線|建"
    rf"|とも|以内|(?:(?<=一[度回])|(?<=1[度回]))も)|(?P<some>何(?=[度回]か)|数(?=[度回通]))[度回通])"
)
_SUM: Final = re.compile(rf"(?:全部で|合計|合わせて|あわせて|計)\s*(?P<number>{NUMBER})\s*(?:度|回|通)")
_OTHER_UNIT: Final = r"[時分日週年歳階人円号畳件]|[ヶヵかケカ]?月"
_PER: Final = re.compile(r"(?:週|月|日|年|一晩|毎晩|時間)に?(?:だいたい|約|平均)?$")
_TALK: Final = re.compile(
    r"話し?合|直談判|話(?:を|し(?!声)|に)|言(?!われ)|伝え|注意(?!され)|お願い|頼[みん]|手紙|交渉"
    r"|苦情(?!を言われ)|抗議|訪ね|訪問|投函|メモ|クレーム|申し入れ|ピンポン|インターホン"
)
_OTHER_EVENT: Final = re.compile(r"起こ|目が覚|鳴|あっ|聞こえ|引っ越|測定|計測|来た|警察")
_PASSIVE: Final = re.compile(r"[^。、]{0,4}(?:言われ|来|きた|受け|もら|入れられ|起こ|目が覚|鳴|聞こえ)")
_MANAGER: Final = re.compile(r"管理|大家|不動産|オーナー|警察|役所|市役所|区役所|交番|110番|仲介|御社|そちら")
_OTHER_SIDE: Final = re.compile(
    r"本人|相手|(?<!会社に)(?<!大家に)(?<!さんに)直接|自分|隣|となり|上の|階の|下の|住人|住民|ポスト|玄関|手紙|向こう"
)
_ADDRESSED: Final = re.compile(r"(?:本人|相手|(?:隣|上|下)(?:の階)?(?:の(?:人|方|部屋))?(?:さん)?)に(?:直接|も)?$")
"""「隣の方に直接4回」: to whom is enough."""

_OF_TALKS: Final = re.compile(
    r"話|言[いうえっわ]|相手|誰|怖|こわ|度$|何[度回]|[一二三四五六\d][度回]|無駄|挨拶|手紙|注意|面識|して(?:い)?(?:ない|ません|へん)|する気|わけ"
)
_NEVER_ONCE: Final = re.compile(r"(?:一|1|いち)[度回]も|(?:一|1)言も")
_DENIED: Final = (
    r"(?:(?:し|言っ|話し|伝え|渡し|会っ|出し|入れ|やっ|行っ|でき|言え|話せ)て(?:は|も)?(?:い|おり|まい)?(?:ない|ません|ねえ|へん|まへん)"
    r"|(?:こと|機会|直接|本人|相手|接点|手紙|話)(?:に|と)?(?:は|が|も)?(?:まだ|特に|一切|全く|全然)?(?:ない|ありません|なし|ゼロ)"
    r"|(?:一|1)[度回]も|何も|なんも|一切|皆無|言え(?:る|た)?わけ(?:が|は)?(?:ない|ありません)|無理|ゼロ|0|しないまま|せず(?:に)?|できずに?)"
)
_NOTHING: Final = re.compile(rf"{_DENIED}(?:です|でした|んです|状態|ね|よ|けど|が|し|わ|まま|いる|います|\s)*[。!]?$")
"""How a reply ends that says nothing was tried: 「直接はない」「誰だかわからないので何も」."""

_TRIED: Final = re.compile(
    r"(?:言っ|言う|ゆう|話し|伝え|注意し|お願いし|渡し|入れ|出し|抗議し)(?:た|て(?:も|み))(?!こと|事|い)"
)
_TRIED_IN_VAIN: Final = re.compile(
    r"(?:言っ|話し|伝え|注意し|お願いし|抗議し)(?:た|ました|ても|てみた)(?!こと|事)(?:けど|けれど|が|のに|ものの)?"
    r"[^。]{0,16}(?:な(?:い|かっ)|ません|へん|だめ|ダメ|無視|同じ)"
)
_COMPANY: Final = re.compile(
    r"おたく|お宅|そちら|御社|あなた|担当|オペレータ|人間|スタッフ|チャット|AI|ボット|機械|電話し(?:て|たい)"
)

_BREAK: Final = re.compile(r"[。!?\n]")
_AFTER, _BEFORE = 16, 16


def read_attempts(text: str) -> int | None:
    """How many talks with, or letters to, the other side were counted, None if none was.

    Args:
        text: The normalized message.
    """
    summed = _SUM.search(text)
    if summed:
        return _number(summed["number"])
    total: int | None = None
    for match in _COUNT.finditer(text):
        if _PER.search(text[: match.start()]) or not _is_talk(text, match.start(), match.end()):
            continue
        total = (total or 0) + (_SOME[match["some"]] if match["some"] else _number(match["number"]))
    return total


def read_bare_number(text: str) -> int | None:
    """A number that answers the question how often: 「3回です」「二度ほど」「1〜2回ある」「何度もあります」."""
    if _NEVER_ONCE.search(text):
        return None
    match = re.fullmatch(
        rf"\D{{0,6}}?(?P<number>{NUMBER})\s*(?:[、,~〜・-]\s*{NUMBER})?\s*(?:度|回|通|(?!{_OTHER_UNIT}))\D{{0,12}}",
        text,
    )
    if match:
        return _number(match["number"])
    return _MANY if re.match(r"(?:もう)?(?:何[度回十]|たくさん|しょっちゅう)も?(?!か)", text) else None


def tells_of_none(text: str) -> bool:
    """Whether a reply to the question how often says that nothing was tried with the other side.

    What was said to the manager beside it counts as nothing tried (「管理会社には言ったけど、本人には何も」).
    """
    found = _NOTHING.search(text)
    if found is None:
        return False
    tried = _TRIED.search(text, 0, found.start())
    return tried is None or is_to_manager(text, tried.start(), tried.end())


def tells_of_some(text: str) -> bool:
    """Whether a reply tells of a talk without counting: 「言ったけど直らない」."""
    tried = _TRIED_IN_VAIN.search(text)
    return tried is not None and not is_to_manager(text, tried.start(), tried.end())


def speaks_of_talks(text: str) -> bool:
    """Whether a reply to the question for talks tells of them, or why there were none, and of nobody at the company."""
    return _OF_TALKS.search(text) is not None and _COMPANY.search(text) is None


def is_to_manager(text: str, start: int, end: int) -> bool:
    """Whether words about talking mean the manager, the landlord or the police: whoever was named last before them."""
    if _MANAGER.search(text, start, end):
        return True
    return not _OTHER_SIDE.search(text, start, end) and _names_manager_last(_sentence_before(text, start))


def _is_talk(text: str, start: int, end: int) -> bool:
    after = _BREAK.split(text[end : end + _AFTER])[0]
    before = _sentence_before(text, start)[-_BEFORE:]
    if not before.strip():  # 「話した。3回。」
        before = _sentence_before(text, start - len(before) - 1)[-_BEFORE:] if start else ""
    ahead, behind = _TALK.search(after), _TALK.search(before)
    if ahead and not _OTHER_EVENT.search(after[: ahead.start()]):
        named = _sentence_before(text, start)
        if not (_MANAGER.search(named) or _OTHER_SIDE.search(named)):
            named = after[: ahead.start()]
        return not _names_manager_last(named)
    if _ADDRESSED.search(before) and not _PASSIVE.match(after):
        return True
    if behind and not _OTHER_EVENT.search(before[behind.end() :]) and not _PASSIVE.match(after):
        return not is_to_manager(text, start, end)
    return False


def _names_manager_last(text: str) -> bool:
    return _last(_MANAGER, text) > _last(_OTHER_SIDE, text)


def _sentence_before(text: str, start: int) -> str:
    return _BREAK.split(text[:start])[-1]


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _number(said: str) -> int:
    try:
        return parse_number(said)
    except ValueError:
        return 1
