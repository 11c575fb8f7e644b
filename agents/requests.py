"""What somebody wants done with a visit of their own that is ahead: shown, moved, cancelled."""

import re
from typing import Final, Literal

from agents.asking import asks
from agents.context import Turn
from agents.visits import upcoming
from domain.text import undisguised

Asked = Literal["change", "cancel", "show"]

_VISIT: Final = r"(?:日程|日時|日にち|日付|予約(?:内容|状況|日)?|訪問(?:日)?|測定(?:日)?|時間)"
_GIVES_UP: Final = (
    r"(?:し(?:たい(?!場合|とき|時)|ます|て(?:ください|下さい|おいて|くれ|ほしい|もら)|とき(?:ます|たい)|と(?:いて|く))|させて|を?お願い"
    r"|で(?:お願い|頼|[。!]?$))"
)
_REQUESTS: Final[tuple[tuple[Asked, re.Pattern[str]], ...]] = (
    (
        "cancel",
        re.compile(
            rf"(?<!予約を)(?:キャンセル|取り?消し?)(?:を|で)?{_GIVES_UP}|{_VISIT}.{{0,12}}(?:キャンセル|取り?消し?){_GIVES_UP}"
            rf"|(?:{_VISIT}|約束).{{0,24}}(?:(?:取り)?やめ(?:たい|ます|させ|て(?:ください|下さい|ほしい|くれ|おき))|な(?:し|かったこと)に(?:し|で))"
        ),
    ),
    (
        "change",
        re.compile(
            rf"(?:{_VISIT}|約束).{{0,6}}(?:変更|変え|ずら|延期|移|動か)(?:し|し?たい|て|を?お願い|お願い|させ)"
            r"|(?:^|[、。\s]|じゃあ?|では|なら|やっぱり?)変更(?:に|を)?(?:し(?:ます|たい|て)|する|お願い)"
        ),
    ),
    (
        "show",
        re.compile(
            rf"予約(?:内容|状況|日|日時)?(?:を|って)?(?:教え|知ら)|{_VISIT}.{{0,4}}(?:確認(?:し(?:たい|て|ます)|させて|を?お願い)|見たい|見せて|知りたい)|予約.{{0,8}}(?:入って|取れて|できて)(?:い)?(?:ます|る)"
        ),
    ),
)
_WANTS_OUT: Final = re.compile(r"(?:やめたい|キャンセルしたい|取り?消したい)(?:の|ん)(?:です|だ)")
"""「27日のをやめたいのですが、キャンセルできますか」: the wish is said, the question beside it is courtesy."""

_REMEMBERS: Final = re.compile(
    r"(?:いつ|何日|何時|何曜日?)(?:から|に|ごろ|頃)?[^。、?]{0,6}?(?:だった|でした|だっけ|やった(?:かな|っけ|け)|だったか|やったか)"
)
"""「いつだったかな」: somebody asks for what was agreed; a first question about times is not put like that."""

_SHIFTS: Final = re.compile(r"(?:予約|測定|訪問|日程|時間).{0,8}(?:早|はや|遅|おそ)(?:く(?!な)|め(?:に|て|る|ら))")
"""「予約の時間、遅くできますか」 asks for it, though it is put as a question."""

_BOOKED_FOR: Final = re.compile(
    r"(?:日|曜日?|/\d+)(?:\([月火水木金土日]\))?の(?:予約|測定|訪問|約束).{0,40}(?:にし|に変|へ|に移|にずら)"
)
_HOW: Final = re.compile(
    r"方法|やり方|仕方を|手順|いくら|手数料|いつまで|何日前|規定|ルール|でき(?:ますか|るの?か|る[?]|ません)|(?:可能|大丈夫)(?:です)?か"
)
_CORRECTS: Final = re.compile(
    r"(?:に|へ)(?:し(?:て|たい|ます|てもら)|変|移|ずら)|やっぱ|やはり|間違|まちが|じゃなく|ではなく|無理|むり|だめ|ダメ|都合|別の日|ほかの日|他の日"
)
_ONE_MORE: Final = re.compile(r"もう(?:一|1|ひと)|別(?:に|で)|追加|も(?:う)?予約|も(?:来て|お願い|取り)")
_NUMBER: Final = re.compile(r"(?i)\bbk[-_][a-z0-9_-]+|予約(?:番号|ID)[はがのを:\s]*([a-z0-9][a-z0-9_-]{2,})")


def asks_for(turn: Turn) -> Asked | None:
    """What is wanted of a visit ahead, said as a request and not as a question about how.

    What a visit was called by, or was booked just now, need not be named again.
    """
    text = undisguised(turn.perception.text)
    if booking_number(text) is not None:
        return next((kind for kind, words in _REQUESTS if words.search(text)), "show")
    free = turn.state.flow is None
    if free and _REMEMBERS.search(text) and upcoming(turn):
        return "show"
    if free and _SHIFTS.search(text) and upcoming(turn):
        return "change"
    if _WANTS_OUT.search(text) and turn.perception.wishes.found and upcoming(turn):
        return "cancel"
    if _HOW.search(text):
        return None
    wanted: Asked | None = next((kind for kind, words in _REQUESTS if words.search(text)), None)
    wishes = turn.perception.wishes
    if wishes.wishes and (wishes.booked or _BOOKED_FOR.search(text)):
        wanted = wanted or "change"  # 「5日の予約を7日に」
    if wanted is None and wishes.wishes and just_arranged(turn) and _CORRECTS.search(text) and not asks(text):
        wanted = None if _ONE_MORE.search(text) else "change"  # 「ごめんなさい、22日にしてください」 after it is booked
    return wanted if wanted == "show" or (wanted and ("予約" in text or upcoming(turn))) else None


def just_arranged(turn: Turn) -> str | None:
    """The visit that was booked or moved in this conversation, where nothing else is under way."""
    return turn.state.draft.get("booked") if turn.state.flow is None else None


def booking_number(text: str) -> str | None:
    """The number of a booking that a text names, in small letters."""
    found = _NUMBER.search(text)
    return (found[1] or found[0]).lower() if found else None
