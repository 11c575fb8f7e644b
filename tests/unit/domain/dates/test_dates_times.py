"""Parts of the day and clock times."""

from collections.abc import Callable

import pytest

PARTS = [
    ("朝", "morning"),
    ("朝イチで", "morning"),
    ("午前中がいいです", "morning"),
    ("お昼", "noon"),
    ("昼ごろ", "noon"),
    ("午後", "afternoon"),
    ("昼過ぎ", "afternoon"),
    ("夕方", "evening"),
    ("夜", "night"),
    ("夜間", "night"),
    ("晩がええです", "night"),
    ("よるでお願いします", "night"),
    ("深夜", "late_night"),
    ("夜中に測ってほしい", "late_night"),
    ("真夜中", "late_night"),
    ("昼か夜", "noon night"),
    ("昼間", "noon afternoon"),
    ("仕事終わりがいい", "evening night"),
]

CLOCK = [
    ("19時", {"times": "19:00"}),
    ("19:00", {"times": "19:00"}),
    ("１９：３０で", {"times": "19:30"}),
    ("十九時", {"times": "19:00"}),
    ("午後3時半", {"times": "15:30", "parts": "afternoon"}),
    ("夜7時半", {"times": "19:30", "parts": "night"}),
    ("夜11時", {"times": "23:00", "parts": "late_night"}),
    ("夕方5時", {"times": "17:00", "parts": "evening"}),
    ("朝の9時", {"times": "09:00", "parts": "morning"}),
    ("昼の1時", {"times": "13:00", "parts": "noon"}),
    ("正午", {"times": "12:00", "parts": "noon"}),
    ("PM7時", {"times": "19:00", "parts": "night"}),
    ("3時", {"times": "15:00"}),
    ("11時", {"times": "11:00"}),
    ("19時過ぎ", {"from_time": "19:00"}),
    ("19時以降なら", {"from_time": "19:00"}),
    ("7時以降なら", {"from_time": "19:00"}),
    ("15時まで", {"to_time": "15:00"}),
    ("19時ごろ", {"times": "19:00"}),
    ("13時〜15時", {"from_time": "13:00", "to_time": "15:00"}),
    ("10-12時", {"from_time": "10:00", "to_time": "12:00"}),
    ("13時から17時の間で", {"from_time": "13:00", "to_time": "17:00"}),
    ("6時から8時", {"from_time": "18:00", "to_time": "20:00"}),
    ("19時からでお願いします", {"times": "19:00"}),
    ("19時か21時", {"times": "19:00 21:00"}),
    ("午後8時から午前1時", {"from_time": "20:00", "parts": "night"}),
    ("夕方以降", {"parts": "evening night", "from_time": "17:00"}),
    ("午後3時", {"times": "15:00", "parts": "afternoon"}),
    ("夜9時か10時", {"times": "21:00 22:00", "parts": "night"}),
    ("7時", {"times": "19:00", "ambiguous": "hour"}),
    ("8時でお願いします", {"times": "20:00", "ambiguous": "hour"}),
    ("朝8時", {"times": "08:00", "parts": "morning"}),
    ("明日の夜、7時で", {"dates": "11-19", "times": "19:00", "parts": "night"}),
    ("明日の19時", {"dates": "11-19", "times": "19:00"}),
    ("来週土曜 19:00", {"dates": "11-28", "times": "19:00"}),
    ("12/5 10:00〜12:00", {"dates": "12-05", "from_time": "10:00", "to_time": "12:00"}),
    ("土曜の夜7時以降", {"dates": "11-21", "parts": "night", "from_time": "19:00"}),
]

SMALL_HOURS = [
    ("土曜の深夜1時", {"dates": "11-22", "times": "01:00", "parts": "late_night", "shift": True}),
    ("土曜の25時", {"dates": "11-22", "times": "01:00", "shift": True}),
    ("25時", {"times": "01:00", "shift": True}),
    ("土曜の24時", {"dates": "11-22", "times": "00:00", "shift": True}),
    ("土曜の夜12時", {"dates": "11-22", "times": "00:00", "parts": "late_night", "shift": True}),
    ("28日の夜中の2時", {"dates": "11-29", "times": "02:00", "parts": "late_night", "shift": True}),
    ("12月31日の深夜0時", {"dates": "2027-01-01", "times": "00:00", "parts": "late_night", "shift": True}),
    ("土曜の午前1時", {"dates": "11-21", "times": "01:00", "parts": "late_night"}),
    ("土曜の深夜23時", {"dates": "11-21", "times": "23:00", "parts": "late_night"}),
    ("土曜か日曜の深夜1時", {"weekdays": "mon sun", "times": "01:00", "parts": "late_night", "shift": True}),
    ("土曜の0時", {"dates": "11-21", "times": "00:00", "ambiguous": "midnight"}),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_part_of_day(reads: Callable[..., None], text: str, parts: str) -> None:
    reads(text, "mid", parts=parts)


@pytest.mark.parametrize(("text", "wish"), CLOCK)
def test_clock_time(reads: Callable[..., None], text: str, wish: dict[str, str]) -> None:
    reads(text, "mid", **wish)


@pytest.mark.parametrize(("text", "wish"), SMALL_HOURS)
def test_small_hours_belong_to_next_calendar_day(
    reads: Callable[..., None], text: str, wish: dict[str, object]
) -> None:
    reads(text, "mid", **wish)
