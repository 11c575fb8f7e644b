"""Refusals, preferences, corrections, stories around a wish, changes of a booking."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from domain.clock import TOKYO
from domain.dates import read_wishes

MID = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)

REFUSALS = [
    ("水曜以外", {"exclude": "wed"}),
    ("水曜以外でお願いします", {"exclude": "wed"}),
    ("来週の水曜以外", {"dates": "11-23 11-24 11-26..11-29", "exclude": "11-25"}),
    ("来週、水曜以外", {"dates": "11-23 11-24 11-26..11-29", "exclude": "wed"}),
    ("23日はだめ", {"exclude": "11-23"}),
    ("土曜は無理", {"exclude": "sat"}),
    ("土曜はあかん", {"exclude": "sat"}),
    ("来週の土曜はNGです", {"exclude": "11-28"}),
    ("平日以外", {"exclude": "mon tue wed thu fri"}),
    ("夜以外", {"exclude_parts": "night"}),
    ("午前はだめ", {"exclude_parts": "morning"}),
    ("土日は避けてほしいです", {"exclude": "sat sun"}),
    ("火曜と木曜は都合が悪いです", {"exclude": "tue thu"}),
    ("土曜は仕事なので日曜でお願いします", {"dates": "11-22", "exclude": "sat"}),
    ("平日は仕事なので土日で", {"dates": "11-21 11-22", "exclude": "mon tue wed thu fri"}),
    ("来週は出張でいないので再来週で", {"dates": "11-30..12-06", "exclude": "11-23..11-29"}),
    ("土曜の夜、電話は無理です", {"dates": "11-21", "parts": "night"}),
    ("土曜は無理ですか?", {"dates": "11-21"}),
    ("土曜以外は無理です", {"weekdays": "sat"}),
    ("日曜を除いていつでも", {"exclude": "sun", "anytime": True}),
    (
        "平日は夜、土日は無理",
        {"weekdays": "mon tue wed thu fri", "holidays": "never", "parts": "night", "exclude": "sat sun"},
    ),
    ("24日と26日は予定があります", {"exclude": "11-24 11-26"}),
    ("夜がいい、夜は無理", {"parts": "night", "exclude_parts": "night", "ambiguous": "contradiction"}),
    ("土曜は無理です。土曜の夜でお願いします", {"exclude": "sat", "ambiguous": "contradiction"}),
    ("土曜は無理だけど日曜の夜なら", {"weekdays": "sun", "parts": "night", "exclude": "sat"}),
]

PREFERENCES = [
    ("できれば土曜、だめなら日曜の夜", {"dates": "11-21 11-22", "parts": "night"}),
    ("第一希望は28日、第二希望は30日", {"dates": "11-28 11-30"}),
    ("いつでもいいです", {"anytime": True}),
    ("なる早で", {"asap": True}),
    ("最短でお願いします", {"asap": True}),
    ("一番早い日で", {"asap": True}),
    ("来週ならいつでも", {"dates": "11-23..11-29", "anytime": True}),
    (
        "平日の夜、できるだけ早く",
        {"weekdays": "mon tue wed thu fri", "holidays": "never", "parts": "night", "asap": True},
    ),
    ("夜じゃなくて昼", {"parts": "noon"}),
    ("土曜の夜じゃなくて昼で", {"dates": "11-21", "parts": "noon"}),
    ("土曜、やっぱり日曜で", {"dates": "11-22"}),
    ("土曜の夜、やっぱり昼で", {"dates": "11-21", "parts": "noon"}),
    ("やっぱり日曜で", {"dates": "11-22"}),
    ("土曜で。あ、やっぱ土曜は無理だった。日曜で", {"dates": "11-22", "exclude": "sat"}),
    ("5日じゃなく6日", {"dates": "12-06"}),
    ("来週がいいです。できれば水曜", {"dates": "11-25"}),
    ("土曜がいいです。夜でお願いします", {"dates": "11-21", "parts": "night"}),
    ("夜がいいです。土曜でお願いします", {"dates": "11-21", "parts": "night"}),
    ("土曜の夜か日曜の昼", {"dates": "11-21 11-22", "parts": "night noon"}),
    ("来週の土曜、だめなら日曜で", {"dates": "11-28 11-29"}),
    ("①11/28 ②11/30 ③12/1", {"dates": "11-28 11-30 12-01"}),
]

STORIES = [
    ("夜中にうるさいので、来週の夜に測ってほしい", {"dates": "11-23..11-29", "parts": "night"}),
    ("先週から夜中がひどくて、今週の土曜に来てもらえますか", {"dates": "11-21"}),
    ("昨日電話したんですけど、土曜でお願いします", {"dates": "11-21"}),
    ("毎日うるさいです。来週の火曜でお願いします", {"dates": "11-24"}),
    (
        "上の階の足音が毎晩するので、平日の夜に測定を希望します",
        {"weekdays": "mon tue wed thu fri", "holidays": "never", "parts": "night"},
    ),
    ("3ヶ月前から悩んでいます。最短でいつ来れますか", {"asap": True}),
    ("203号室です。12月5日の19時に来てください", {"dates": "12-05", "times": "19:00"}),
    ("電話は090-1234-5678、希望は12/5です", {"dates": "12-05"}),
    ("スタンダード12800円で、28日の夜", {"dates": "11-28", "parts": "night"}),
]

CHANGES = [
    ("5日の予約を7日に変更したい", {"dates": "12-07", "booked": "12-05"}),
    ("土曜から日曜に変更できますか", {"dates": "11-22", "booked": "11-21"}),
    ("28日の予約をキャンセルしたいです", {"booked": "11-28"}),
    ("予約を来週の土曜に変更したい", {"dates": "11-28"}),
    ("土曜の予約をお願いします", {"dates": "11-21"}),
]


@pytest.mark.parametrize(("text", "wish"), REFUSALS)
def test_refusal(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)


@pytest.mark.parametrize(("text", "wish"), PREFERENCES)
def test_preference(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)


@pytest.mark.parametrize(("text", "wish"), STORIES)
def test_story_around_a_wish_is_left_out(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)


@pytest.mark.parametrize(("text", "wish"), CHANGES)
def test_change_of_a_booking(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)


def test_preferred_comes_first() -> None:
    wishes = read_wishes("できれば土曜、だめなら日曜の夜", MID).wishes
    assert [w.dates for w in wishes] == [(date(2026, 11, 21),), (date(2026, 11, 22),)]
    assert [w.parts for w in wishes] == [(), ("night",)]


def test_preferred_day_within_a_week_comes_first() -> None:
    reading = read_wishes("来週がいいです。できれば水曜", MID)
    assert reading.preferred is not None
    assert reading.preferred.dates == (date(2026, 11, 25),)


def test_day_and_part_belong_together() -> None:
    wishes = read_wishes("土曜の夜か日曜の昼", MID).wishes
    assert [(w.dates[0].day, w.parts) for w in wishes] == [(21, ("night",)), (22, ("noon",))]


def test_refused_part_of_one_day_leaves_the_day_open() -> None:
    reading = read_wishes("土曜の午前は無理です", MID)
    assert reading.exclude_weekdays == ()
    assert reading.exclude_parts == ()
    assert not reading.allows(datetime(2026, 11, 21, 9, tzinfo=TOKYO))
    assert reading.allows(datetime(2026, 11, 21, 19, tzinfo=TOKYO))
    assert reading.allows(datetime(2026, 11, 22, 9, tzinfo=TOKYO))


def test_working_days_leave_out_public_holidays() -> None:
    reading = read_wishes("平日の夜", MID)
    assert not reading.allows(datetime(2026, 11, 23, 19, tzinfo=TOKYO))
    assert reading.allows(datetime(2026, 11, 24, 19, tzinfo=TOKYO))
    assert not reading.allows(datetime(2026, 11, 24, 9, tzinfo=TOKYO))


def test_wish_bounds_hour_and_day() -> None:
    reading = read_wishes("12月5日以降の土日、19時以降", MID)
    assert reading.allows(datetime(2026, 12, 5, 19, tzinfo=TOKYO))
    assert not reading.allows(datetime(2026, 12, 5, 17, tzinfo=TOKYO))
    assert not reading.allows(datetime(2026, 11, 28, 19, tzinfo=TOKYO))
    assert not reading.allows(datetime(2026, 12, 7, 19, tzinfo=TOKYO))
