"""When somebody who wants to be called can be: what they wish for, where people are there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.dates import DateWishes
from domain.hours import BusinessHours

STEP: Final = timedelta(minutes=30)
AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True)
class CallTime:
    """From when to when; on one day."""

    start: datetime
    end: datetime


def call_time(wishes: DateWishes, now: datetime, hours: BusinessHours) -> CallTime | None:
    """The first time in the next two weeks that is wished for and at which people are there; None where there is none.

    Args:
        wishes: What the customer said about when.
        now: The present moment.
        hours: When people are there.
    """
    moment = _next_step(now)
    if wishes.asap and not wishes.wishes:
        start = moment if hours.is_open(moment) else hours.next_opening(now)
        return CallTime(start, _until(start, wishes, hours, anything=True))
    while moment < now + AHEAD:
        if _is_wished(moment, wishes) and hours.is_open(moment):
            named = wishes.preferred is not None and moment.time() in wishes.preferred.times
            return CallTime(moment, moment + STEP if named else _until(moment, wishes, hours))
        moment += STEP
    return None


def _is_wished(moment: datetime, wishes: DateWishes) -> bool:
    if any(refusal.covers(moment) for refusal in wishes.refusals):
        return False
    if not wishes.wishes:
        return bool(wishes.refusals)
    # A clock time covers an hour before and after; a call comes when it was said.
    return any(wish.covers(moment) and (not wish.times or moment.time() >= min(wish.times)) for wish in wishes.wishes)


def _until(start: datetime, wishes: DateWishes, hours: BusinessHours, *, anything: bool = False) -> datetime:
    end = start + STEP
    while end.date() == start.date() and hours.is_open(end) and (anything or _is_wished(end, wishes)):
        end += STEP
    return end


def _next_step(now: datetime) -> datetime:
    """The next half hour, with a moment for whoever calls to read why."""
    whole = now.replace(minute=0, second=0, microsecond=0)
    while whole <= now:
        whole += STEP
    return whole
