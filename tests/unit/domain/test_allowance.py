from hypothesis import given
from hypothesis import strategies as st

from domain.success.allowance import allowance


def test_first_month_has_nothing_carried_over() -> None:
    month = allowance(10, [3])
    assert (month.carried, month.used, month.left, month.over) == (0, 3, 7, 0)


def test_what_was_not_used_carries_over_one_month() -> None:
    assert allowance(10, [4, 0]).left == 16


def test_what_was_carried_over_lapses_after_a_month() -> None:
    assert allowance(10, [0, 0, 0]).left == 20


def test_what_was_carried_over_is_used_first() -> None:
    # 10 left of the first month; 12 used take those and 2 of the second month's own: 8 carry over.
    assert allowance(10, [0, 12, 0]).carried == 8


def test_use_beyond_everything_is_over_and_leaves_nothing() -> None:
    month = allowance(10, [10, 13])
    assert (month.left, month.over) == (0, 3)


@given(st.integers(0, 50), st.lists(st.integers(0, 80), min_size=1, max_size=24))
def test_never_more_than_two_months_are_left(limit: int, used: list[int]) -> None:
    month = allowance(limit, used)
    assert 0 <= month.carried <= limit
    assert 0 <= month.left <= 2 * limit
    assert month.left == 0 or month.over == 0
