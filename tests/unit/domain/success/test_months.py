from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.months import MonthlyUse, monthly_use


@pytest.mark.parametrize(
    ("months", "known_days", "expected"),
    [
        ([10, 12, 17], 400, MonthlyUse(13.0, 3.5, "increasing")),
        ([17, 12, 10], 400, MonthlyUse(13.0, -3.5, "decreasing")),
        ([20, 19, 21], 400, MonthlyUse(20.0, 0.5, "stable")),
        ([10, 10, 12], 400, MonthlyUse(32 / 3, 1.0, "stable")),  # 1.0 is within 10 % of 10.67
        ([0, 0, 0], 400, MonthlyUse(0.0, 0.0, "stable")),
        ([0, 8, 12], 60, MonthlyUse(10.0, 4.0, "increasing")),  # two whole months are known
        ([0, 0, 12], 59, MonthlyUse(12.0, None, None)),
        ([0, 0, 12], 29, MonthlyUse()),
        ([0, 0, 0], None, MonthlyUse()),
    ],
)
def test_monthly_use(months: Sequence[int], known_days: int | None, expected: MonthlyUse) -> None:
    assert monthly_use(months, known_days) == expected


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3), st.integers(0, 50))
def test_monthly_use_with_more_in_the_last_month_has_no_lower_slope(months: list[int], more: int) -> None:
    before, after = monthly_use(months, 90), monthly_use([*months[:2], months[2] + more], 90)
    assert before.slope is not None
    assert after.slope is not None
    assert after.slope >= before.slope
