from datetime import UTC, datetime, time, timedelta

import pytest

from domain.clock import TOKYO
from domain.pricing import CancelTerms, ChangeTerms, Quote, cancel_fee, change_fee, is_repeat, quote
from domain.records import Booking, BookingStatus

CANCEL = CancelTerms(free_days=3, fee_percent=30, same_day_percent=100)
CHANGE = ChangeTerms(free_until=time(18), fee=2_000)
START = datetime(2026, 12, 10, 9, 0, tzinfo=TOKYO)
PLAN = 12_800


def booking(status: BookingStatus, start: datetime = START) -> Booking:
    return Booking("b", "standard", start, start + timedelta(hours=2), status, PLAN)


def test_quote_without_discount_is_plan_and_addons() -> None:
    assert quote(12_800, [3_000], 0) == Quote(total=15_800, discount=0)


def test_discount_is_taken_off_the_plan_only() -> None:
    assert quote(8_800, [3_000], 10) == Quote(total=10_920, discount=880)


def test_discount_is_whole_yen_rounded_down() -> None:
    assert quote(8_888, [], 10) == Quote(total=8_000, discount=888)


def test_quote_takes_several_addons() -> None:
    assert quote(24_800, [3_000, 8_000], 0).total == 35_800


def test_known_customer_with_an_earlier_visit_is_repeat() -> None:
    assert is_repeat(True, [booking("booked")])


def test_known_customer_with_only_cancelled_visits_is_not_repeat() -> None:
    assert not is_repeat(True, [booking("cancelled")])


def test_known_customer_without_visits_is_not_repeat() -> None:
    assert not is_repeat(True, [])


def test_unknown_customer_is_not_repeat() -> None:
    assert not is_repeat(False, [booking("booked")])


@pytest.mark.parametrize(
    ("now", "fee"),
    [
        (datetime(2026, 12, 1, 12, 0, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 7, 23, 59, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 8, 0, 0, tzinfo=TOKYO), 3_840),
        (datetime(2026, 12, 9, 23, 59, tzinfo=TOKYO), 3_840),
        (datetime(2026, 12, 10, 0, 0, tzinfo=TOKYO), 12_800),
        (datetime(2026, 12, 11, 9, 0, tzinfo=TOKYO), 12_800),
    ],
)
def test_cancelling_costs_by_calendar_days(now: datetime, fee: int) -> None:
    assert cancel_fee(PLAN, CANCEL, START, None, now) == fee


def test_cancelling_counts_days_in_tokyo() -> None:
    assert cancel_fee(PLAN, CANCEL, START, None, datetime(2026, 12, 7, 15, 0, tzinfo=UTC)) == 3_840


def test_cancelling_a_late_visit_counts_from_the_day_it_starts() -> None:
    late = START.replace(hour=23)
    assert cancel_fee(PLAN, CANCEL, late, None, datetime(2026, 12, 9, 23, 30, tzinfo=TOKYO)) == 3_840


def test_cancelling_a_visit_moved_to_later_keeps_the_nearer_terms() -> None:
    now = datetime(2026, 12, 9, 12, 0, tzinfo=TOKYO)
    assert cancel_fee(PLAN, CANCEL, START + timedelta(days=20), START, now) == 3_840


def test_cancelling_a_visit_moved_to_sooner_goes_by_its_new_date() -> None:
    now = datetime(2026, 12, 9, 12, 0, tzinfo=TOKYO)
    assert cancel_fee(PLAN, CANCEL, START, START + timedelta(days=20), now) == 3_840


def test_cancel_fee_is_whole_yen_rounded_down() -> None:
    assert cancel_fee(8_888, CANCEL, START, None, datetime(2026, 12, 9, 12, 0, tzinfo=TOKYO)) == 2_666


@pytest.mark.parametrize(
    ("now", "fee"),
    [
        (datetime(2026, 12, 8, 23, 0, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 9, 17, 59, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 9, 18, 0, 59, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 9, 18, 1, tzinfo=TOKYO), 2_000),
        (datetime(2026, 12, 10, 8, 0, tzinfo=TOKYO), 2_000),
    ],
)
def test_moving_is_free_until_the_evening_before(now: datetime, fee: int) -> None:
    assert change_fee(CHANGE, START, now) == fee


def test_moving_goes_by_tokyos_clock() -> None:
    assert change_fee(CHANGE, START, datetime(2026, 12, 9, 9, 1, tzinfo=UTC)) == 2_000


def test_moving_a_visit_told_in_another_zone_goes_by_its_day_in_tokyo() -> None:
    assert change_fee(CHANGE, START.astimezone(UTC), datetime(2026, 12, 9, 18, 0, tzinfo=TOKYO)) == 0
