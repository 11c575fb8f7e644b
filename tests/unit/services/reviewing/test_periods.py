from datetime import datetime

import pytest

from domain.clock import TOKYO
from services.reviewing.periods import UnknownPeriod, last_periods, read_period

NOW = datetime(2026, 11, 22, 10, tzinfo=TOKYO)  # a Sunday


def test_week_begins_on_monday_in_tokyo() -> None:
    week = read_period("2026-W47", "week", NOW)
    assert week.since == datetime(2026, 11, 16, tzinfo=TOKYO)
    assert week.until == datetime(2026, 11, 23, tzinfo=TOKYO)


def test_without_a_name_it_is_the_last_that_is_over() -> None:
    assert read_period(None, "week", NOW).name == "2026-W46"
    assert read_period(None, "month", NOW).name == "2026-10"


def test_first_days_of_a_year_may_lie_in_a_week_of_the_last() -> None:
    assert read_period(None, "week", datetime(2027, 1, 4, tzinfo=TOKYO)).name == "2026-W53"


def test_month_ends_where_the_next_begins() -> None:
    month = read_period("2026-12", "month", NOW)
    assert (month.since, month.until) == (datetime(2026, 12, 1, tzinfo=TOKYO), datetime(2027, 1, 1, tzinfo=TOKYO))


@pytest.mark.parametrize(
    ("text", "unit"), [("2026-W60", "week"), ("2026-10", "week"), ("2026-13", "month"), ("x", "week")]
)
def test_what_is_no_period_is_refused_with_one_that_is(text: str, unit: str) -> None:
    with pytest.raises(UnknownPeriod, match="2026-"):
        read_period(text, unit, NOW)  # type: ignore[arg-type]


def test_last_periods_are_told_oldest_first() -> None:
    assert [week.name for week in last_periods(3, "week", NOW)] == ["2026-W45", "2026-W46", "2026-W47"]
