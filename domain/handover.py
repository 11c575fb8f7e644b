"""When a person is due, how urgent it is, and what may be promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.dialogue import DialogueState
from domain.hours import BusinessHours
from domain.labels import Priority, Trigger
from domain.perception import Perception
from domain.staff import Duty

URGENT: Final = frozenset({"safety"})
HIGH: Final = frozenset({"anger", "refund", "contract_end", "legal"})
LOW: Final = frozenset({"uncovered"})
SENIOR: Final = frozenset({"anger", "legal", "refund", "contract_end", "complaint", "safety"})
"""Serious ones go to senior staff."""

FADING: Final = 0.5
"""How much of the displeasure with the company is left at the next turn."""


@dataclass(frozen=True)
class HandoverThresholds:
    """Where probabilities and counts become a handover (pack data)."""

    alone: float
    rising: float
    stalled_turns: int
    uncovered_turns: int


@dataclass(frozen=True)
class PromiseTerms:
    """How soon a person answers: within minutes (at any hour where `always`), or on the next business day."""

    minutes: int | None
    next_business_day: bool
    always: bool


@dataclass(frozen=True)
class Promise:
    """What is said: within so many minutes, or from a moment on when somebody is there again."""

    within_minutes: int | None
    by: datetime


def displeasure(perception: Perception) -> float:
    """Displeasure with the company in one message, 0 to 3: intensity weighed by how probable a handover is."""
    sentiment = perception.sentiment
    if sentiment.target != "company" or sentiment.label in ("neutral", "joy"):
        return 0.0
    return sentiment.intensity * perception.handover


def next_tension(state: DialogueState, perception: Perception) -> float:
    """The displeasure carried into the next turn: the old fades, the new adds up."""
    return round(FADING * state.tension + displeasure(perception), 3)


def handover_due(perception: Perception, state: DialogueState, thresholds: HandoverThresholds) -> Trigger | None:
    """The reason why a person is due because of this message, or None. Stalling is judged after the skill has tried.

    A message that would not do it alone may do it after others: displeasure that has been rising, or a customer who
    got nowhere in the turns before, lowers the bar.
    """
    if perception.danger is not None:
        return "safety"
    if perception.handover >= thresholds.alone:
        return perception.trigger
    strained = state.tension > 0 or state.stuck >= thresholds.stalled_turns - 1
    if strained and perception.handover >= thresholds.rising:
        return perception.trigger
    return None


def priority_of(trigger: Trigger, *, valuable: bool = False) -> Priority:
    """How urgent a handover is. `valuable`: churn risk critical or high, or lifetime value in the top tenth."""
    if trigger in URGENT:
        return "urgent"
    if trigger in HIGH or valuable:
        return "high"
    return "low" if trigger in LOW else "normal"


def promise_at(now: datetime, terms: PromiseTerms, hours: BusinessHours, duty: Duty) -> Promise:
    """What may be promised now, only where somebody is on duty to keep it."""
    if terms.next_business_day:
        return Promise(None, hours.next_business_day(now))
    if terms.minutes is not None:
        by = now + timedelta(minutes=terms.minutes)
        in_hours = duty.serving and hours.is_open(now) and hours.is_open(by)
        if in_hours or (terms.always and duty.on_call):
            return Promise(terms.minutes, by)
    return Promise(None, hours.next_opening(now))
