from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from domain.clock import TOKYO
from domain.dates import DateWishes
from domain.dialogue import DialogueState
from domain.handover import (
    HandoverThresholds,
    Promise,
    PromiseTerms,
    displeasure,
    handover_due,
    next_tension,
    priority_of,
    promise_at,
)
from domain.hours import BusinessHours
from domain.labels import EmotionLabel, Priority, Target, Trigger
from domain.perception import Perception
from domain.reply import Sentiment
from domain.staff import Duty

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=TOKYO)
HOURS = BusinessHours(time(10), time(19), frozenset(range(5)), ())
TOMORROW = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)
THRESHOLDS = HandoverThresholds(alone=0.6, rising=0.3, stalled_turns=3, uncovered_turns=2)
URGENT = PromiseTerms(minutes=5, next_business_day=False, always=True)
HIGH = PromiseTerms(minutes=15, next_business_day=False, always=False)
NORMAL = PromiseTerms(minutes=120, next_business_day=False, always=False)
LOW = PromiseTerms(minutes=None, next_business_day=True, always=False)
NEW = DialogueState()

CALM = Perception(
    text="はい",
    intent="affirm",
    confidence=1.0,
    topics=(),
    answerable=0.0,
    decision="decline",
    sentiment=Sentiment(),
    handover=0.0,
    trigger="anger",
    danger=None,
    slots={},
    wishes=DateWishes(today=NOON.date()),
)


def felt(label: EmotionLabel, target: Target, intensity: int, handover: float) -> Perception:
    return replace(CALM, sentiment=Sentiment(label, target, intensity), handover=handover)


def test_probable_handover_is_due_at_once() -> None:
    assert handover_due(replace(CALM, handover=0.6, trigger="refund"), NEW, THRESHOLDS) == "refund"


def test_doubtful_handover_is_not_due_in_a_calm_conversation() -> None:
    assert handover_due(replace(CALM, handover=0.59), NEW, THRESHOLDS) is None


def test_danger_is_due_whatever_else_is_thought() -> None:
    assert handover_due(replace(CALM, danger="self_harm"), NEW, THRESHOLDS) == "safety"


def test_danger_comes_before_another_trigger() -> None:
    assert handover_due(replace(CALM, danger="violence", handover=0.9), NEW, THRESHOLDS) == "safety"


def test_earlier_displeasure_lowers_the_bar() -> None:
    assert handover_due(replace(CALM, handover=0.3), replace(NEW, tension=0.5), THRESHOLDS) == "anger"


def test_turns_without_progress_lower_the_bar() -> None:
    assert handover_due(replace(CALM, handover=0.3), replace(NEW, stuck=2), THRESHOLDS) == "anger"


def test_one_turn_without_progress_does_not_lower_the_bar() -> None:
    assert handover_due(replace(CALM, handover=0.3), replace(NEW, stuck=1), THRESHOLDS) is None


def test_lowered_bar_still_is_a_bar() -> None:
    assert handover_due(replace(CALM, handover=0.29), replace(NEW, tension=3.0), THRESHOLDS) is None


def test_displeasure_with_the_company_weighs_by_intensity_and_probability() -> None:
    assert displeasure(felt("dissatisfaction", "company", 2, 0.4)) == pytest.approx(0.8)


@pytest.mark.parametrize("target", ["neighbour", "self", "none"])
def test_anger_at_somebody_else_is_no_displeasure_with_the_company(target: Target) -> None:
    assert displeasure(felt("anger", target, 3, 0.9)) == 0.0


@pytest.mark.parametrize("label", ["neutral", "joy"])
def test_pleasure_is_no_displeasure(label: EmotionLabel) -> None:
    assert displeasure(felt(label, "company", 3, 0.9)) == 0.0


def test_tension_fades_by_half() -> None:
    assert next_tension(replace(NEW, tension=1.0), CALM) == 0.5


def test_tension_adds_up() -> None:
    assert next_tension(replace(NEW, tension=1.0), felt("anger", "company", 2, 0.5)) == 1.5


@pytest.mark.parametrize(
    ("trigger", "priority"),
    [
        ("safety", "urgent"),
        ("anger", "high"),
        ("refund", "high"),
        ("contract_end", "high"),
        ("legal", "high"),
        ("anxiety", "normal"),
        ("dissatisfaction", "normal"),
        ("impatience", "normal"),
        ("complaint", "normal"),
        ("human_request", "normal"),
        ("stalled", "normal"),
        ("uncovered", "low"),
    ],
)
def test_priority_follows_from_the_trigger(trigger: Trigger, priority: Priority) -> None:
    assert priority_of(trigger) == priority


@pytest.mark.parametrize("trigger", ["human_request", "uncovered"])
def test_any_trigger_of_a_valuable_customer_is_high(trigger: Trigger) -> None:
    assert priority_of(trigger, valuable=True) == "high"


def test_danger_of_a_valuable_customer_stays_urgent() -> None:
    assert priority_of("safety", valuable=True) == "urgent"


def test_minutes_are_promised_in_business_hours() -> None:
    assert promise_at(NOON, HIGH, HOURS, Duty()) == Promise(15, NOON + timedelta(minutes=15))


def test_minutes_are_not_promised_at_night() -> None:
    assert promise_at(NOON.replace(hour=22), HIGH, HOURS, Duty()) == Promise(None, TOMORROW)


def test_minutes_that_run_over_closing_time_are_not_promised() -> None:
    assert promise_at(NOON.replace(hour=17, minute=30), NORMAL, HOURS, Duty()) == Promise(None, TOMORROW)


def test_urgent_minutes_are_promised_at_any_hour() -> None:
    night = NOON.replace(hour=3)
    assert promise_at(night, URGENT, HOURS, Duty()) == Promise(5, night + timedelta(minutes=5))


def test_early_in_the_morning_somebody_is_there_the_same_day() -> None:
    assert promise_at(NOON.replace(hour=8), HIGH, HOURS, Duty()) == Promise(None, NOON.replace(hour=10))


def test_low_is_promised_for_the_next_business_day() -> None:
    assert promise_at(NOON, LOW, HOURS, Duty()) == Promise(None, TOMORROW)


@pytest.mark.parametrize(
    ("hour", "duty", "minutes"),
    [
        (3, Duty(serving=True, on_call=False), None),
        (12, Duty(serving=True, on_call=False), 5),
        (3, Duty(serving=False, on_call=True), 5),
        (12, Duty(serving=False, on_call=False), None),
    ],
)
def test_urgent_minutes_are_promised_where_somebody_is_there(hour: int, duty: Duty, minutes: int | None) -> None:
    assert promise_at(NOON.replace(hour=hour), URGENT, HOURS, duty).within_minutes == minutes


def test_minutes_are_not_promised_in_business_hours_where_nobody_serves() -> None:
    assert promise_at(NOON, HIGH, HOURS, Duty(serving=False)) == Promise(None, TOMORROW)
