from datetime import date, datetime, time

import pytest

from domain.clock import TOKYO
from domain.hours import BusinessHours

HOURS = BusinessHours(
    opens=time(10), closes=time(19), weekdays=frozenset(range(5)), closed=(((12, 29), (1, 3)), ((8, 13), (8, 15)))
)


def moment(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (moment(11, 18, 9, 59), False),
        (moment(11, 18, 10, 0), True),
        (moment(11, 18, 18, 59), True),
        (moment(11, 18, 19, 0), False),
        (moment(11, 21, 12, 0), False),  # Saturday
        (moment(11, 23, 12, 0), False),  # public holiday on a Monday
        (moment(12, 29, 12, 0), False),
        (moment(1, 3, 12, 0, year=2028), False),
        (moment(12, 28, 12, 0), True),
        (moment(8, 14, 12, 0), False),
    ],
)
def test_people_are_there_in_business_hours_only(at: datetime, is_open: bool) -> None:
    assert HOURS.is_open(at) is is_open


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (moment(11, 18, 3), moment(11, 18, 10)),
        (moment(11, 18, 10), moment(11, 19, 10)),
        (moment(11, 18, 23), moment(11, 19, 10)),
        (moment(11, 20, 20), moment(11, 24, 10)),  # over a weekend and a public holiday
        (moment(12, 28, 20), moment(1, 4, 10, year=2027)),
    ],
)
def test_next_opening_is_when_somebody_comes_in(at: datetime, opening: datetime) -> None:
    assert HOURS.next_opening(at) == opening


def test_next_business_day_is_never_the_same_day() -> None:
    assert HOURS.next_business_day(moment(11, 18, 3)) == moment(11, 19, 10)


def test_next_business_day_after_friday_is_the_next_working_day() -> None:
    assert HOURS.next_business_day(moment(11, 27, 12)) == moment(11, 30, 10)


def test_closed_period_within_a_year_ends_with_its_last_day() -> None:
    assert HOURS.is_business_day(date(2025, 8, 18)) and not HOURS.is_business_day(date(2025, 8, 15))
