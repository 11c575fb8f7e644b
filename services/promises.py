"""What is promised to somebody who waits for a person, in words."""

from datetime import datetime

from domain.dates.describe import say_day, say_time
from domain.handover import Promise
from domain.hours import BusinessHours
from knowledge.voice import Voice

MINUTES_AN_HOUR = 60


def say_promise(voice: Voice, promise: Promise, hours: BusinessHours, now: datetime) -> str:
    """The promise in words: within so many minutes, or from when on somebody is there."""
    if promise.within_minutes is not None:
        whole, minutes = divmod(promise.within_minutes, MINUTES_AN_HOUR)
        length = f"{whole}時間" if whole and not minutes else f"{promise.within_minutes}分"
        return voice.say("promise_within", length=length)
    moment = f"{say_day(promise.by.date(), now.date())} {say_time(promise.by.time())}"
    return voice.say("promise_later" if hours.is_open(now) else "promise_from", moment=moment)
