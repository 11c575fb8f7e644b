from datetime import date, datetime

import pytest

from domain.clock import TOKYO
from domain.success.quarters import month_end, months_later, quarters_until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
    ],
)
def test_month_later_is_the_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_month_ends_on_its_last_day() -> None:
    assert month_end(date(2026, 12, 5)) == date(2026, 12, 31)


def test_quarters_end_now_and_begin_where_the_one_before_ends() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=TOKYO)
    assert quarters_until(now, 2) == [months_later(now, -6), months_later(now, -3), now]
