from datetime import datetime

import pytest

from domain.clock import TOKYO
from domain.retention import NotASpan, Span


def at(*date: int) -> datetime:
    return datetime(*date, tzinfo=TOKYO)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("value", "unit", "before"),
    [
        (3, "年", at(2023, 11, 25, 10)),
        (90, "日", at(2026, 8, 27, 10)),
        (2, "週間", at(2026, 11, 11, 10)),
        (11, "か月", at(2025, 12, 25, 10)),
        (12, "か月", at(2025, 11, 25, 10)),
    ],
)
def test_span_lies_before_a_moment(value: int, unit: str, before: datetime) -> None:
    assert Span.of(value, unit).before(at(2026, 11, 25, 10)) == before


@pytest.mark.parametrize(
    ("months", "moment", "before"),
    [
        (12, at(2028, 2, 29), at(2027, 2, 28)),
        (1, at(2026, 3, 31), at(2026, 2, 28)),
        (1, at(2026, 1, 31), at(2025, 12, 31)),
    ],
)
def test_day_a_month_does_not_have_is_its_last(months: int, moment: datetime, before: datetime) -> None:
    assert Span(months=months).before(moment) == before


@pytest.mark.parametrize(("value", "unit"), [(3, "円"), (0, "年"), ("2〜3", "週間"), (3, "")])
def test_value_that_is_no_span_is_refused(value: int | str, unit: str) -> None:
    with pytest.raises(NotASpan, match="no span of time"):
        Span.of(value, unit)
