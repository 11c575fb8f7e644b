from datetime import date

import pytest

from domain.success.payments import Bill, Payments, payments_of
from domain.success.price_sensitivity import price_sensitivity
from domain.success.renewal import current_end

DAY = date(2026, 11, 25)
ISSUED = date(2026, 9, 30)
DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("bills", "expected"),
    [
        ([], Payments()),
        ([Bill(100, ISSUED, DUE, DUE)], Payments(100, 0.0, 0)),
        ([Bill(100, ISSUED, DUE, date(2026, 10, 1))], Payments(100, 0.0, 0)),  # early is not less than nothing
        ([Bill(100, ISSUED, DUE, date(2026, 11, 10))], Payments(100, 10.0, 0)),
        ([Bill(100, ISSUED, DUE)], Payments(0, 25.0, 1)),
        ([Bill(100, ISSUED, DUE, date(2026, 11, 30))], Payments(0, 25.0, 1)),  # paid later than the day
        ([Bill(100, ISSUED, date(2026, 11, 30))], Payments(0, None, 0)),
        ([Bill(100, ISSUED, DAY)], Payments(0, None, 0)),  # due today is not late
        ([Bill(100, date(2026, 11, 26), date(2026, 12, 31))], Payments()),
        ([Bill(100, ISSUED, DUE, DUE), Bill(50, ISSUED, DUE, date(2026, 11, 2))], Payments(150, 1.0, 0)),
    ],
)
def test_payments(bills: list[Bill], expected: Payments) -> None:
    assert payments_of(bills, DAY) == expected


def test_payments_of_long_ago_do_not_count_for_the_delay() -> None:
    late = [Bill(1, date(2024, 1, 1), date(2024, month, 1), date(2024, month, 21)) for month in range(2, 8)]
    prompt = [Bill(1, date(2025, 1, 1), date(2025, month, 1), date(2025, month, 1)) for month in range(1, 13)]
    assert payments_of([*prompt, *late], DAY) == Payments(18, 0.0, 0)


@pytest.mark.parametrize(
    ("contacts", "about_price", "purchases", "discounted", "expected"),
    [(0, 0, 0, 0, None), (4, 1, 0, 0, 0.25), (0, 0, 5, 1, 0.2), (4, 1, 4, 3, 0.5), (3, 0, 3, 0, 0.0)],
)
def test_price_sensitivity(
    contacts: int, about_price: int, purchases: int, discounted: int, expected: float | None
) -> None:
    assert price_sensitivity(contacts, about_price, purchases, discounted) == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day", "expected"),
    [
        (date(2025, 4, 1), date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2023, 4, 1), date(2024, 3, 31), DAY, date(2027, 3, 31)),
        (date(2023, 3, 1), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        (date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 5), date(2026, 10, 1)),
        (date(2025, 4, 1), None, DAY, None),
    ],
)
def test_contract_renews_itself_by_whole_terms(
    starts_on: date, ends_on: date | None, day: date, expected: date | None
) -> None:
    assert current_end(starts_on, ends_on, day) == expected
