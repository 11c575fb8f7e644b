from datetime import timedelta
from typing import Any

import pytest

from domain.success.sentiment import Remark, is_angry, tone_slope, trend_of
from tests.fakes.success import AT, TONE


def said(
    days_ago: float, label: Any, target: Any = "company", intensity: int | None = 3, quote: str = "ひどい"
) -> Remark:
    return Remark(AT - timedelta(days=days_ago), label, target, intensity, quote)


def test_nothing_said_is_no_trend() -> None:
    trend = trend_of([], AT, TONE)
    assert (trend.remarks, trend.ratio, trend.level, trend.action, trend.slope) == (0, None, None, None, None)


@pytest.mark.parametrize(
    ("negative", "of", "level", "hours"),
    [(1, 2, "high", 24), (2, 5, "medium", None), (3, 10, "medium", None), (2, 7, "low", None), (0, 3, "low", None)],
)
def test_level_goes_by_the_share_of_negative_remarks(negative: int, of: int, level: str, hours: int | None) -> None:
    remarks = [said(number, "anger") for number in range(negative)]
    remarks += [said(number, "neutral", "none", 0) for number in range(of - negative)]
    trend = trend_of(remarks, AT, TONE)
    assert (trend.level, trend.ratio) == (level, negative / of)
    assert (trend.action.hours if trend.action else None) == hours


def test_anger_at_the_neighbour_is_not_held_against_anybody() -> None:
    trend = trend_of([said(1, "anger", "neighbour"), said(2, "despair", "self")], AT, TONE)
    assert (trend.negative, trend.neutral, trend.level) == (0, 2, "low")


def test_a_call_that_names_nobody_was_about_us() -> None:
    assert trend_of([said(1, "dissatisfaction", None, None)], AT, TONE).negative == 1


def test_only_the_window_counts() -> None:
    remarks = [said(30, "anger"), said(29, "joy"), said(-1, "anger")]
    trend = trend_of(remarks, AT, TONE)
    assert (trend.remarks, trend.positive, trend.negative) == (1, 1, 0)


def test_quotes_are_the_newest_and_hold_no_personal_data() -> None:
    remarks = [
        said(3, "anger", quote="古い話"),
        said(2, "anger", quote="090-1234-5678に電話しても出ない"),
        said(1, "anger", quote="青空管理の佐藤です。遅い"),
    ]
    quotes = [quote.text for quote in trend_of(remarks, AT, TONE, known=("青空管理",)).quotes]
    assert quotes == ["[氏名]の佐藤です。遅い", "[電話]に電話しても出ない"]


def test_slope_is_least_squares_over_days() -> None:
    # Tones 1, 0 and -1 on days 0, 10 and 20.
    remarks = [said(20, "joy"), said(10, "neutral", "none", 0), said(0, "anger")]
    assert tone_slope(remarks, AT) == pytest.approx(-0.1)


@pytest.mark.parametrize(
    "remarks", [[said(9, "joy"), said(1, "anger")], [said(0.1, "joy"), said(0.2, "anger"), said(0.3, "anger")]]
)
def test_slope_of_too_little_is_unknown(remarks: list[Remark]) -> None:
    assert tone_slope(remarks, AT) is None


@pytest.mark.parametrize(
    ("remarks", "angry"),
    [
        ([], False),
        ([said(2, "anger")], True),
        ([said(2, "anger"), said(1, "neutral", "none", 0)], False),
        ([said(1, "anger", "neighbour")], False),
    ],
)
def test_the_last_word_tells_who_is_angry(remarks: list[Remark], angry: bool) -> None:
    assert is_angry(remarks) is angry
