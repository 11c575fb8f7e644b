"""Weeks, weekdays, months and their parts, holidays and seasons."""

from collections.abc import Callable

import pytest

WEEKDAYS = [
    ("土曜", "mid", {"dates": "11-21"}),
    ("土曜日でお願いします", "mid", {"dates": "11-21"}),
    ("今度の土曜", "mid", {"dates": "11-21"}),
    ("次の日曜の夜", "mid", {"dates": "11-22", "parts": "night"}),
    ("水曜", "mid", {"dates": "11-25"}),
    ("土曜", "saturday", {"dates": "11-28"}),
    ("日曜", "saturday", {"dates": "11-22"}),
    ("今週の土曜", "saturday", {"dates": "11-21"}),
    ("どようび", "mid", {"dates": "11-21"}),
    ("土日", "mid", {"dates": "11-21 11-22"}),
    ("土日", "saturday", {"dates": "11-28 11-29"}),
    ("土日", "sunday", {"dates": "11-28 11-29"}),
    ("週末でお願いします", "mid", {"dates": "11-21 11-22"}),
    ("今週末", "mid", {"dates": "11-21 11-22"}),
    ("来週末の午前", "mid", {"dates": "11-28 11-29", "parts": "morning"}),
    ("週明け", "mid", {"dates": "11-23"}),
    ("平日がいい", "mid", {"weekdays": "mon tue wed thu fri", "holidays": "never"}),
    (
        "平日の昼間なら空いてます",
        "mid",
        {"weekdays": "mon tue wed thu fri", "holidays": "never", "parts": "noon afternoon"},
    ),
    ("土日なら", "mid", {"weekdays": "sat sun"}),
    ("土日しか無理です", "mid", {"weekdays": "sat sun"}),
    ("火曜か木曜", "mid", {"weekdays": "tue thu"}),
    ("火曜か木曜の夜", "mid", {"weekdays": "tue thu", "parts": "night"}),
    ("月・水・金なら", "mid", {"weekdays": "mon wed fri"}),
    ("月水金がいいです", "mid", {"weekdays": "mon wed fri"}),
    ("月曜から金曜", "mid", {"weekdays": "mon tue wed thu fri"}),
    ("日曜しか空いとらん", "mid", {"weekdays": "sun"}),
    ("土曜なら大丈夫", "mid", {"weekdays": "sat"}),
    ("土日祝がいいです", "mid", {"weekdays": "sat sun", "holidays": "also"}),
    ("休みの日がいいです", "mid", {"weekdays": "sat sun", "holidays": "also"}),
    ("土曜か日曜の昼", "mid", {"weekdays": "sat sun", "parts": "noon"}),
]

WEEKS = [
    ("来週", "mid", {"dates": "11-23..11-29"}),
    ("今週", "mid", {"dates": "11-18..11-22"}),
    ("再来週", "mid", {"dates": "11-30..12-06"}),
    ("来週", "sunday", {"dates": "11-23..11-29"}),
    ("来周でお願いします", "mid", {"dates": "11-23..11-29"}),
    ("来週の土曜", "mid", {"dates": "11-28"}),
    ("来週土曜の夜", "mid", {"dates": "11-28", "parts": "night"}),
    ("らいしゅうのどようび", "mid", {"dates": "11-28"}),
    ("来週の土", "mid", {"dates": "11-28"}),
    ("来週の月水金", "mid", {"dates": "11-23 11-25 11-27"}),
    ("来週の火曜か木曜の夜", "mid", {"dates": "11-24 11-26", "parts": "night"}),
    ("再来週の平日", "mid", {"dates": "11-30..12-04"}),
    ("来週の平日", "mid", {"dates": "11-24..11-27"}),
    ("来週の平日", "sunday", {"dates": "11-24..11-27"}),
    ("来週か再来週の土曜", "mid", {"dates": "11-28 12-05"}),
    ("今週の金曜か来週の月曜", "mid", {"dates": "11-20 11-23"}),
    ("来週以降で", "mid", {"not_before": "11-23"}),
    ("来週中に", "mid", {"dates": "11-23..11-29", "not_before": "11-23", "not_after": "11-29"}),
    ("今週中にお願いします", "mid", {"dates": "11-18..11-22", "not_after": "11-22"}),
    ("今週いっぱいは無理", "mid", {"exclude": "11-18..11-22"}),
    ("来週の前半", "mid", {"dates": "11-23..11-25"}),
    ("来週の前半から後半", "mid", {"dates": "11-23..11-29"}),
    ("5日から後半", "mid", {"not_before": "12-05"}),
    ("来週後半", "mid", {"dates": "11-26..11-29"}),
    ("来週の月曜から水曜", "mid", {"dates": "11-23..11-25"}),
    ("来週の土曜の深夜", "mid", {"dates": "11-28", "parts": "late_night"}),
    ("来週の日曜日19時", "holiday", {"dates": "12-06", "times": "19:00"}),
    ("さ来週の火曜", "sunday", {"dates": "12-01"}),
    ("来週の金曜", "year_end", {"dates": "2027-01-08"}),
]

MONTHS = [
    ("月末", "mid", {"dates": "11-25..11-30"}),
    ("今月末まで", "mid", {"not_after": "11-30"}),
    ("月末までにお願いします", "mid", {"not_after": "11-30"}),
    ("来月頭", "mid", {"dates": "12-01..12-07"}),
    ("月初", "mid", {"dates": "12-01..12-07"}),
    ("来月初め", "mid", {"dates": "12-01..12-07"}),
    ("12月上旬", "mid", {"dates": "12-01..12-10"}),
    ("来月中旬の平日", "mid", {"dates": "12-11 12-14..12-18"}),
    ("12月の半ば", "mid", {"dates": "12-11..12-20"}),
    ("下旬", "mid", {"dates": "11-21..11-30"}),
    ("来月下旬", "mid", {"dates": "12-21..12-31"}),
    ("来月末", "year_end", {"dates": "2027-01-25..2027-01-31"}),
    ("来月", "mid", {"dates": "12-01..12-31"}),
    ("12月", "mid", {"dates": "12-01..12-31"}),
    ("12月の土日", "mid", {"dates": "12-05 12-06 12-12 12-13 12-19 12-20 12-26 12-27"}),
    ("来月の第2土曜", "mid", {"dates": "12-12"}),
    ("今月中に", "mid", {"dates": "11-18..11-30", "not_after": "11-30"}),
    ("年内にお願いしたい", "mid", {"not_after": "12-31"}),
    ("12月5日以降", "mid", {"not_before": "12-05"}),
    ("12/5以降の土日", "mid", {"not_before": "12-05", "weekdays": "sat sun"}),
    ("5日から空いてます", "mid", {"not_before": "12-05"}),
    ("12月5日より後で", "mid", {"not_before": "12-06"}),
    ("12月10日まで", "mid", {"not_after": "12-10"}),
    ("10日以前", "mid", {"not_after": "12-10"}),
    ("来月以降", "mid", {"not_before": "12-01"}),
    ("来月の月末の金曜", "mid", {"dates": "12-25"}),
]

SEASONS = [
    ("三連休", "mid", {"dates": "11-21..11-23"}),
    ("今度の連休", "saturday", {"dates": "11-21..11-23"}),
    ("連休明け", "mid", {"dates": "11-24"}),
    ("次の祝日", "mid", {"dates": "11-23"}),
    ("勤労感謝の日", "mid", {"dates": "11-23"}),
    ("成人の日", "mid", {"dates": "2027-01-11"}),
    ("祝日がいいです", "mid", {"dates": "2026-11-23 2027-01-01 2027-01-11"}),
    ("クリスマス", "mid", {"dates": "12-25"}),
    ("大晦日", "mid", {"dates": "12-31"}),
    ("年末", "mid", {"dates": "12-28..12-31"}),
    ("年始", "mid", {"dates": "2027-01-01..2027-01-03"}),
    ("お正月", "year_end", {"dates": "2027-01-01..2027-01-03"}),
    ("年明けがいいです", "mid", {"not_before": "2027-01-01"}),
    ("年末年始は避けて", "mid", {"exclude": "2026-12-29..2027-01-03"}),
    ("GWに来てもらえますか", "spring", {"dates": "2027-04-29..2027-05-05"}),
    ("お盆", "summer", {"dates": "2027-08-13..2027-08-16"}),
    ("振替休日", "leap", {"invalid": "beyond"}),
    ("元旦", "year_end", {"dates": "2027-01-01"}),
]


@pytest.mark.parametrize(("text", "now", "wish"), WEEKDAYS)
def test_weekday(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), WEEKS)
def test_week(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), MONTHS)
def test_month(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), SEASONS)
def test_season(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)
