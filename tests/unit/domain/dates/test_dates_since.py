"""Since when the noise has been there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import TOKYO
from domain.dates import read_since

from datetime import datetime  # isort: skip

MID = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
YEAR_END = datetime(2026, 12, 31, 23, 0, tzinfo=TOKYO)

CASES = [
    ("1ヶ月前から", date(2026, 10, 18)),
    ("一か月くらい前からです", date(2026, 10, 18)),
    ("３ヶ月ほど前から", date(2026, 8, 18)),
    ("半年くらい", date(2026, 5, 18)),
    ("半年前から続いています", date(2026, 5, 18)),
    ("1年以上", date(2025, 11, 18)),
    ("1年半前から", date(2025, 5, 18)),
    ("3年前", date(2023, 11, 18)),
    ("2週間前から", date(2026, 11, 4)),
    ("ここ2週間くらいです", date(2026, 11, 4)),
    ("3日前から", date(2026, 11, 15)),
    ("昨日から", date(2026, 11, 17)),
    ("おとといから", date(2026, 11, 16)),
    ("ゆうべからです", date(2026, 11, 17)),
    ("先週から", date(2026, 11, 9)),
    ("先週引っ越してきて以来", date(2026, 11, 9)),
    ("先々週から", date(2026, 11, 2)),
    ("先月から", date(2026, 10, 1)),
    ("先月末から", date(2026, 10, 25)),
    ("先月の半ば頃から", date(2026, 10, 11)),
    ("今月に入ってから", date(2026, 11, 1)),
    ("今週に入ってから", date(2026, 11, 16)),
    ("先週の土曜から", date(2026, 11, 14)),
    ("10月頭から", date(2026, 10, 1)),
    ("10月3日から", date(2026, 10, 3)),
    ("9月から", date(2026, 9, 1)),
    ("12月から", date(2025, 12, 1)),
    ("去年の夏から", date(2025, 6, 1)),
    ("去年の12月から", date(2025, 12, 1)),
    ("今年の春から", date(2026, 3, 1)),
    ("夏ごろから", date(2026, 6, 1)),
    ("去年から", date(2025, 1, 1)),
    ("昨年末から", date(2025, 12, 25)),
    ("お正月から", date(2026, 1, 1)),
    ("2024年の春", date(2024, 3, 1)),
    ("2023年から", date(2023, 1, 1)),
    ("2025年4月から", date(2025, 4, 1)),
    ("数ヶ月前から", date(2026, 8, 18)),
    ("数日前から", date(2026, 11, 15)),
    ("数年前", date(2023, 11, 18)),
    ("二、三ヶ月前から", date(2026, 8, 18)),
    ("2〜3年前", date(2023, 11, 18)),
    ("今朝から", date(2026, 11, 18)),
    ("今日からです", date(2026, 11, 18)),
    ("引っ越してきて1ヶ月です", date(2026, 10, 18)),
    ("1週間くらい前、上に人が越してきてから", date(2026, 11, 11)),
]

NOT_SINCE = [
    "来週から",
    "週に3回くらい",
    "月に2回ほど",
    "夜の11時から",
    "2時間くらい続きます",
    "ずっと前から",
    "最近です",
    "わかりません",
    "3階です",
    "8800円",
    "毎日です",
    "090-1234-5678",
    "",
]


@pytest.mark.parametrize(("text", "since"), CASES)
def test_since_is_read_as_a_date(text: str, since: date) -> None:
    assert read_since(text, MID) == since


@pytest.mark.parametrize("text", NOT_SINCE)
def test_since_unsaid_stays_none(text: str) -> None:
    assert read_since(text, MID) is None


def test_month_ago_is_clipped_to_the_month() -> None:
    assert read_since("1ヶ月前から", YEAR_END) == date(2026, 11, 30)


@given(st.text(max_size=300))
def test_since_never_raises_and_is_never_in_the_future(text: str) -> None:
    since = read_since(text, MID)
    assert since is None or since <= MID.date()
