"""How phrases of one message are put together: apposition, restriction, events told, corrections, asides."""

from collections.abc import Callable

import pytest

# "mid" is Wednesday 18 November 2026; 23 November (Monday) is a public holiday.
APPOSITION = [
    ("十二月の、八日ですかね、火曜日、その日の夕方に", {"dates": "12-08", "parts": "evening"}),
    ("金曜、今週の、25時半で", {"dates": "11-21", "times": "01:30", "shift": True}),
    ("11月の最終週、24日の火曜から26日の木曜まで", {"dates": "11-24..11-26"}),
    ("27日か28日、どちらも週末ですが", {"dates": "11-27 11-28"}),
    ("5日の土曜、12月の第1土曜で", {"dates": "12-05"}),
    ("11/23の勤労感謝の日、祝日ですけど来てもらえますか", {"dates": "11-23"}),
    ("12月13日の翌週、火曜日", {"dates": "12-15"}),
    ("12月の第2・第4日曜", {"dates": "12-13 12-27"}),
    ("12月、第1週の月曜ってことは7日?7日で", {"dates": "12-07"}),
]
RESTRICTION = [
    ("12/1〜12/6のうち土日", {"dates": "12-05 12-06"}),
    ("12/1〜12/6で平日限定、14時以降じゃないとダメ", {"dates": "12-01..12-04", "from_time": "14:00"}),
    ("今週末の連休のうち、日曜か月曜", {"dates": "11-22 11-23"}),
    ("12月の平日、できれば中旬", {"dates": "12-11 12-14..12-18"}),
    ("勤労感謝の日を除いた来週の平日", {"dates": "11-24..11-27", "exclude": "11-23"}),
    ("11/24〜11/27、26日だけ無理", {"dates": "11-24 11-25 11-27", "exclude": "11-26"}),
    ("11月の三連休のどこか、できれば真ん中の日", {"dates": "11-22"}),
    ("祝日の月曜", {"dates": "11-23 01-11"}),
    ("23日だけはやめて。それ以外の月曜", {"weekdays": "mon", "exclude": "11-23"}),
    ("今日中に誰か来れないんですか", {"dates": "11-18", "not_after": "11-18"}),
]
EVENTS = [
    ("12月5日は息子の運動会で、雨なら6日。だから12日の土曜に", {"dates": "12-12", "exclude": "12-05"}),
    ("27日の金曜に戻ります。翌日なら", {"dates": "11-28"}),
    (
        "明日から三日間、家を空けます。その後ならいつでも",
        {"not_before": "11-22", "exclude": "11-19..11-21", "anytime": True},
    ),
    ("あしたはゴミの日やから、火曜にして", {"dates": "11-24", "exclude": "11-19"}),
    ("毎週水曜がピアノの日なんで、来週のピアノの日に測ってください", {"dates": "11-25"}),
    ("来週は連休でバタバタ、その次の週の火曜", {"dates": "12-01"}),
    ("今週土曜の花火大会の日は外してください。日曜で", {"dates": "11-22", "exclude": "11-21"}),
    ("28日の土曜と思ったけど、友人が来るから29日で", {"dates": "11-29"}),
    ("週末のうち日曜だけ家族がいません。明後日の夜で", {"dates": "11-20", "parts": "night"}),
    ("勤労感謝の日は避けて、その週の土曜", {"dates": "11-28", "exclude": "11-23"}),
]
CORRECTIONS = [
    ("2月はいつまで?いや、11月は30日まで?じゃあ30日", {"dates": "11-30"}),
    ("水曜は23日?違う、24日の火曜で", {"dates": "11-24"}),
    ("December 5 (Sat) の夜がいいです", {"dates": "12-05", "parts": "night"}),
    ("next Friday の夜で", {"dates": "11-27", "parts": "night"}),
    ("25日水曜の24時から", {"dates": "11-26", "times": "00:00", "shift": True}),
    ("11月24日(火) 11時～", {"dates": "11-24", "times": "11:00"}),
]


@pytest.mark.parametrize(("text", "wish"), [*APPOSITION, *RESTRICTION, *EVENTS, *CORRECTIONS])
def test_phrases_are_put_together(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, **wish)
