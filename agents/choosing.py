"""Candidates for a visit: how they are offered, which one a message picks, and which others it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from agents.context import Turn
from agents.visits import as_candidate, as_draft, bookable, say_start
from domain.availability import Slot
from domain.dates import DateWishes, Wish
from domain.plan import Fact
from domain.reply import Candidate, Option, Source

Kept = dict[str, Any]
"""A candidate as the dialogue state remembers it."""

Others = Literal["none", "earlier_day", "later_day", "earlier_hour", "later_hour", "other_day", "other_hour"]

_PLACES: Final = {
    "1": 0, "一": 0, "ひと": 0, "最初": 0, "初め": 0, "はじめ": 0, "先頭": 0, "上": 0,
    "2": 1, "二": 1, "ふた": 1, "真ん中": 1, "3": 2, "三": 2, "みっ": 2, "最後": -1, "下": -1,
}  # fmt: skip
_NTH: Final = re.compile(
    r"(?:^|[^\d.:/月])([123一二三])(?:番目?|つ目|つめ|個目|個め|ばん目?|ばんめ|候補|の(?!\d)|で|が|を|$|です|[。!])"
    r"|第([123一二三])(?:候補|希望)|(?:候補|希望)の?([123])|(ひと|ふた|みっ)つ[目め]"
    r"|(最初|初め|はじめ|先頭|真ん中|最後)|(?:(?:一番|いちばん)|(?=[上下]の(?!階)))(上|下)(?:の)?(?:やつ|日|方|ほう|で|が|。|$)?"
)
_FIRST: Final = re.compile(r"(一番|いちばん|もっとも|最も)(早|はや)|最短|早いほう|早い方|早いの")
_LAST: Final = re.compile(r"(一番|いちばん|もっとも|最も)(遅|おそ)|遅いほう|遅い方|遅いの")
_ANY: Final = re.compile(r"お?任せ|おまかせ|どれでも|どちらでも|どっちでも|どこでも|なんでも|何でも|いつでも")
_THIS: Final = re.compile(
    r"(?:はい|ええ|うん|じゃあ|では|OK|オッケー|了解|(?:それ|これ|そこ|ここ|その(?:日|時間|日時))|ほな|で|が|に|を|大丈夫|か(?:ま|も)(?:へん|わん|いません|わない)|構(?:いません|わない)|いい|良い|よい|お願い|おねがい"
    r"|確定|予約|します|する|して|し|いたし|ます|です|ください|下さい|ね|よ|[、。!\s])+",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile("([月火水木金土日])曜")
_DATED: Final = re.compile(r"\d\s?[日月/]|来週|再来週|今週|来月|今月")
_BARE: Final = re.compile(
    r"(\d{1,2})(?:日|時)?(?:の(?:やつ|ほう|方)?|で|が|に|を)?(?:お願いします|いいです|します|です)?[。!]?"
)

_BESIDE_TIME: Final = re.compile(r"払|キャンセル|料金|プラン|住所|値段")
"""Once a time is held, 「もう少し後」 may also be about these."""

_REACTIONS: Final[tuple[tuple[Others, re.Pattern[str]], ...]] = (
    ("earlier_hour", re.compile(r"早い時間|早めの時間|(?:時間|時刻).{0,5}(?:早|はや)")),
    ("later_hour", re.compile(r"遅い時間|遅めの時間|時間.{0,5}(?:遅|おそ)|もっと遅く|もう少し遅|もっと夜")),
    ("other_hour", re.compile(r"(他|ほか|別|違う|ちがう)の(時間|時刻)|時間(を|は|が|だけ).{0,4}(変|違|別|だめ|無理)")),
    (
        "earlier_day",
        re.compile(
            r"(もっと|もう少し|もうちょい?と?|これより|それより|より).{0,4}(早|はや|手前|近い日|前の?日|前に)|前倒し|早め(?:たい|て|に(?:し|でき|変))|早く(?:し(?:たい|て)|でき|なり|来)"
        ),
    ),
    (
        "later_day",
        re.compile(
            r"(もっと|もう少し|もうちょい?と?|これより|それより|より).{0,4}(先の?|後|あと|遅い日)|遅い日|後ろ(?:倒し|に)|先延ばし|先送り|遅らせ"
        ),
    ),
    ("other_day", re.compile(r"(他|ほか|別|違う|ちがう)の(日|曜日)(?!時)|別日|日(を|は)(変|ずら|別)")),
    (
        "none",
        re.compile(
            r"(全部|全て|すべて|ぜんぶ|どれも|いずれも|どの日も|どっちも|この中).{0,10}"
            r"(だめ|ダメ|駄目|無理|むり|合わ|あわ|厳し|きつ|NG|都合|行け|いけ|嫌|いや|×|ない|ません|ありませ|微妙)"
            r"|(他|ほか|別|違う|ちがう)の?(候補|日時|の|やつ|に(?:も)?あり|は(?:あり|ない))|他にあり|他はあり|ほかはない|他はない"
            r"|^(?:うーん、?)?(どれも|全部)?(だめ|ダメ|無理)(です|だ|かも)?[。!]?$"
        ),
    ),
)


@dataclass(frozen=True)
class Offer:
    """Candidates as they are said, offered as buttons, shown and remembered."""

    kept: list[Kept]
    facts: tuple[Fact, ...]
    options: tuple[Option, ...]
    candidates: tuple[Candidate, ...]


def offer(turn: Turn, slots: Sequence[Slot], source: Source) -> Offer:
    """Puts candidates into words, numbered in their order."""
    return again(turn, [as_draft(slot) for slot in slots], source)


def again(turn: Turn, kept: list[Kept], source: Source) -> Offer:
    """Candidates offered before, once more."""
    starts = [say_start(start_of(candidate), turn.now) for candidate in kept]
    return Offer(
        kept,
        tuple(Fact(f"{number}. {start}", source) for number, start in enumerate(starts, 1)),
        tuple(Option(start, start) for start in starts),
        tuple(map(as_candidate, kept)),
    )


def chosen(turn: Turn, candidates: list[Kept], wishes: DateWishes, *, soonest: bool = False) -> Kept | None:
    """The candidate a message picks: by its button, its time, its number, or as the soonest or the latest.

    Args:
        turn: The turn.
        candidates: What was offered.
        wishes: What the message says of when.
        soonest: The soonest visit was asked for, so that a plain yes means the first one offered.
    """
    if turn.state.asks != "candidate" or not candidates:
        return None
    text = turn.perception.text
    for candidate in candidates:
        if say_start(start_of(candidate), turn.now) == text:
            return candidate
    fitting = fit(turn, candidates, wishes)
    if len(fitting) == 1:
        return fitting[0]
    if wishes.wishes or asks_for_others(turn):
        return None
    if _FIRST.search(text):
        return min(candidates, key=start_of)
    if _LAST.search(text):
        return max(candidates, key=start_of)
    if _ANY.search(text) or (_THIS.fullmatch(text) and (len(candidates) == 1 or soonest)):
        return candidates[0]
    nth = _NTH.search(text)
    if nth is None:
        return _by_number(text, candidates)
    place = _PLACES[next(filter(None, nth.groups()))]
    return candidates[place] if place < len(candidates) else None


def fit(turn: Turn, candidates: list[Kept], wishes: DateWishes) -> list[Kept]:
    """The candidates that are as a message wishes; none where it wishes nothing.

    A weekday alone means the one that was offered: 「日曜」 after candidates of next week is next week's.
    """
    fitting = [candidate for candidate in candidates if wishes.wishes and wishes.allows(start_of(candidate))]
    text = turn.perception.text
    if fitting or not wishes.wishes or _DATED.search(text):
        return fitting
    weekdays = {"月火水木金土日".index(day) for day in _WEEKDAY.findall(text)}
    hours = [replace(wish, dates=(), weekdays=(), not_before=None, not_after=None) for wish in wishes.wishes]
    return [
        candidate
        for candidate in candidates
        if start_of(candidate).weekday() in weekdays and any(wish.covers(start_of(candidate)) for wish in hours)
    ]


def is_exact(wishes: DateWishes, slots: Sequence[Slot]) -> bool:
    """Whether a visit was found at the very day and hour that were wished for, and nothing else was."""
    if len(slots) != 1 or len(wishes.wishes) != 1:
        return False
    (wish,), start = wishes.wishes, slots[0].start
    return wish.dates == (start.date(),) and wish.times == (start.time(),) and not wish.next_calendar_day


def asks_for_others(turn: Turn) -> Others | None:
    """Whether a message wants other candidates than those offered or held, and which way they should lie."""
    which = direction(turn.perception.text)
    if turn.state.asks in ("payment", "confirm") and turn.state.draft.get("chosen"):
        return None if which == "none" or _BESIDE_TIME.search(turn.perception.text) else which
    return which if turn.state.asks == "candidate" else None


def direction(text: str) -> Others | None:
    """Which way another visit should lie than one that is known (「もっと早い日」「もう少し遅い時間」)."""
    if _FIRST.search(text) or _LAST.search(text):
        return None
    return next((kind for kind, pattern in _REACTIONS if pattern.search(text)), None)


def picks_or_rejects(turn: Turn) -> bool:
    """Whether a message answers to the candidates offered, though it may sound like a question or a complaint."""
    if turn.state.asks != "candidate":
        return asks_for_others(turn) is not None
    text = turn.perception.text
    return bool(
        asks_for_others(turn) or _FIRST.search(text) or _LAST.search(text) or _ANY.search(text) or _THIS.fullmatch(text)
    )


def others(candidates: list[Kept], wishes: DateWishes, kind: Others) -> DateWishes:
    """The wishes as they are once a customer wants others than the candidates offered."""
    starts = [start_of(candidate) for candidate in candidates]
    days, hours = tuple(sorted({start.date() for start in starts})), [start.time() for start in starts]
    a_day, a_minute = timedelta(days=1), timedelta(minutes=1)
    on_any_day = [replace(wish, dates=(), weekdays=(), holidays=None, not_before=None, not_after=None)
                  for wish in wishes.wishes if wish.has_hours] or [Wish()]  # fmt: skip
    match kind:
        case "earlier_day":
            wanted = [replace(wish, not_after=days[0] - a_day) for wish in on_any_day]
        case "later_day":
            wanted = [replace(wish, not_before=days[-1] + a_day) for wish in on_any_day]
        case "earlier_hour":
            latest = (datetime.combine(days[0], min(hours)) - a_minute).time()
            wanted = [Wish(dates=days, not_after_time=latest)]
        case "later_hour":
            earliest = (datetime.combine(days[0], max(hours)) + a_minute).time()
            wanted = [Wish(dates=days, not_before_time=earliest)]
        case "other_hour":
            wanted = [Wish(dates=days)]
        case "other_day":
            refused = (*wishes.refusals, Wish(dates=days))
            return DateWishes(wishes.today, wishes=tuple(w for w in on_any_day if w.has_hours), refusals=refused)
        case "none":
            return wishes
    return DateWishes(wishes.today, wishes=tuple(wanted), refusals=wishes.refusals)


def is_bare_weekday(text: str) -> bool:
    """Whether a message names a weekday and no date: 「日曜の夜がいい」 means one near what was spoken of."""
    return _WEEKDAY.search(text) is not None and _DATED.search(text) is None


def is_free(turn: Turn, candidate: Kept, moved: str | None = None) -> bool:
    """Whether nobody else has taken a candidate since it was offered, and it can still be booked.

    Args:
        turn: The turn.
        candidate: Which one.
        moved: The booking whose own time may be had again.
    """
    start, end = start_of(candidate), datetime.fromisoformat(candidate["end"])
    busy = turn.desk.records.busy(start, end, turn.request.conversation_id, [candidate["technician_id"]])
    taken = any(span.booking_id is None or span.booking_id != moved for span in busy)
    return not taken and bookable(turn, start)


def start_of(candidate: Kept) -> datetime:
    """When a candidate begins."""
    return datetime.fromisoformat(candidate["start"])


def _by_number(text: str, candidates: list[Kept]) -> Kept | None:
    """「27日の」「27で」: the one candidate on that day, or at that hour."""
    bare = _BARE.fullmatch(text)
    if bare is None:
        return None
    number = int(bare[1])
    starts = [(candidate, start_of(candidate)) for candidate in candidates]
    on_day = [candidate for candidate, start in starts if start.day == number]
    at_hour = [candidate for candidate, start in starts if start.hour == number]
    return next((found[0] for found in (on_day, at_hour) if len(found) == 1), None)
