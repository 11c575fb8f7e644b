"""What a message about moving a visit leaves as it is booked: its day, its hour, its weekday."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from agents import choosing
from agents.context import Turn
from agents.hearing import Said
from domain.dates import DateWishes, read_wishes
from domain.records import Booking

_STAYS: Final = r"(?:は|も|を)?(?:そのまま|変えず|変更せず)"
_SAME: Final = re.compile(rf"(?:同じ|おなじ|同)(曜日|時間|時刻|日)(?!程)|(曜日|時間|時刻){_STAYS}")
_SAME_HOUR: Final = re.compile(rf"(?:同じ|おなじ|同)(時間|時刻)|(時間|時刻){_STAYS}")
_NEXT: Final = re.compile(r"(?:その)?(?:次の日|翌日)(?!程)")
_OTHER_DAY: Final = re.compile(r"(?:他|ほか|別|違う|ちがう)の(?:日|曜日|週)")


def spelled_out(turn: Turn, visit: Booking, said: Said, *, offered: bool = False) -> Said:
    """「来週の同じ曜日、同じ時間」: what is to stay as it is booked, in the words a date is read from.

    Args:
        turn: The turn.
        visit: What is booked.
        said: The message.
        offered: Candidates were offered: 「同じ日」 is then the day of one of them, but the hour is still the visit's.
    """
    start = visit.start
    weekday, hour = f"{'月火水木金土日'[start.weekday()]}曜", f"{start.hour}時"
    own = {"曜日": weekday, "時間": hour, "時刻": hour, "日": _said(start)}
    text = (_SAME_HOUR if offered else _SAME).sub(lambda found: own[found[1] or found[2]], said.rest)
    text = text if offered else _NEXT.sub(_said(start + timedelta(days=1)), text)
    if text == said.rest:
        return said
    return replace(said, rest=text, wishes=read_wishes(text, turn.now, latest_days=turn.desk.pack.booking.latest_days))


def _said(day: datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def with_own_day(turn: Turn, visit: Booking, draft: dict[str, Any], said: Said) -> dict[str, Any]:
    """「13時を17時に」: where only hours are named, the day stays the one that is booked."""
    wishes = said.wishes.wishes
    only_hours = bool(wishes) and all(wish.has_hours and not wish.has_days for wish in wishes)
    if draft.get("wishes") or not only_hours or _OTHER_DAY.search(said.rest):
        return draft
    return {**draft, "wishes": [{"text": _said(visit.start), "at": turn.now.isoformat()}]}


def which_way(visit: Booking, said: Said) -> choosing.Others | None:
    """「もっと早い日にしたい」: where no day is named but the one booked, which way the visit shall go."""
    wishes, booked = said.wishes, visit.start.date()
    named = [wish for wish in wishes.wishes if wish.has_hours or wish.dates != (booked,)]
    which = None if named or wishes.invalid else choosing.direction(said.rest)
    return None if which in ("none", "other_day") else which


def elsewhere(visit: Booking, wishes: DateWishes) -> DateWishes:
    """The wishes without the day the visit is booked for, where others are named too (「30日の予約を3日に」)."""
    booked = visit.start.date()
    others = [replace(wish, dates=tuple(day for day in wish.dates if day != booked)) for wish in wishes.wishes]
    kept = tuple(wish for wish, was in zip(others, wishes.wishes, strict=True) if wish.dates or not was.dates)
    return replace(wishes, wishes=kept) if kept or wishes.asap else wishes
