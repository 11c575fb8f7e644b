"""Wordings that were written before the rules had seen them: counted from a booking, bare numbers, reasons, remarks."""

from collections.abc import Callable

import pytest

from domain.dates import read_wishes
from tests.unit.domain.dates.conftest import NOW

BOOKED = [
    ("予約は27日の13時ですが15時にしてもらえますか", "mid", {"times": "15:00", "booked": "11-27"}),
    ("明日の予約を、来週の同じ曜日にずらしたい", "mid", {"dates": "11-26", "booked": "11-19"}),
    ("27日の予約を一週間うしろにずらしてください", "mid", {"dates": "12-04", "booked": "11-27"}),
    ("27日の予約なんですが、2日後にできますか", "mid", {"dates": "11-29", "booked": "11-27"}),
    ("30日の予約を1週間早めたい", "mid", {"dates": "11-23", "booked": "11-30"}),
    ("28日の予約、その翌週の同じ曜日に移せますか", "mid", {"dates": "12-05"}),
    ("30日の予約を前日に変更したい", "mid", {"dates": "11-29", "booked": "11-30"}),
    ("27日の13時の予約を同じ日の17時に", "mid", {"dates": "11-27", "times": "17:00", "booked": "11-27"}),
    ("予約を25日から26日にして", "mid", {"dates": "11-26", "booked": "11-25"}),
    ("11月27日→11月30日に変更希望", "mid", {"dates": "11-30", "booked": "11-27"}),
    ("来週の水曜に入れた予約、木曜にずらせます?", "mid", {"dates": "11-26", "booked": "11-25"}),
    ("予約は27日ですが、翌週の同じ曜日にずらしたい", "mid", {"dates": "12-04", "booked": "11-27"}),
    ("25日水曜に変更したいです。今の予約は27日です", "mid", {"dates": "11-25", "booked": "11-27"}),
    ("25日の予約を翌々日に", "mid", {"dates": "11-27", "booked": "11-25"}),
    ("27日予約してます。一日早められますか", "mid", {"dates": "11-26", "booked": "11-27"}),
]
NUMBERS = [
    ("11/28(土)か29(日)でお願いします", "mid", {"dates": "11-28 11-29"}),
    ("二十六か二十七でお願いします", "mid", {"dates": "11-26 11-27"}),
    ("25か26の、始業前の9時", "mid", {"dates": "11-25 11-26", "times": "09:00"}),
    ("24日だと助かるが、だめなら25でも26でも", "mid", {"dates": "11-24 11-25 11-26"}),
    ("11/27or28", "mid", {"dates": "11-27 11-28"}),
    ("12月16から18の間", "mid", {"dates": "12-16 12-17 12-18"}),
    ("12.8 午前", "mid", {"dates": "12-08", "parts": "morning"}),
    ("2/9(火)夜/2/10(水)夜", "new_year", {"dates": "02-09 02-10", "parts": "night"}),
    ("来月の9、10、11あたり", "new_year", {"dates": "02-09 02-10 02-11"}),
]
NAMED = [
    ("27の夜か28の昼", "mid", {"dates": "11-27 11-28", "parts": "night noon"}),
    ("12ー5 19時", "mid", {"dates": "12-05", "times": "19:00"}),
    ("1月の三連休のどこか", "year_end", {"dates": "01-09 01-10 01-11"}),
    ("ハロウィンの日は避けたい。10/30の夕方", "autumn", {"dates": "10-30", "exclude": "10-31", "parts": "evening"}),
    ("母の日の午後", "spring", {"dates": "05-09", "parts": "afternoon"}),
    ("冬至の日にお願いします", "mid", {"dates": "12-22"}),
    ("春分の日の振替休日", "new_year", {"dates": "03-22"}),
    ("来週の祝日の次の日", "mid", {"dates": "11-24"}),
    ("9月の連休中なら毎日おります", "autumn", {"dates": "09-19..09-23", "not_before": "09-19", "not_after": "09-23"}),
    ("12月中で一番早い土曜", "mid", {"dates": "12-05"}),
    ("正月三が日が明けてからの、最初の週末", "year_end", {"dates": "01-09 01-10"}),
    ("二週間後あたりの週末", "mid", {"dates": "12-05 12-06"}),
]
COUNTED = [
    ("早くて25日、遅くて30日", "mid", {"not_before": "11-25", "not_after": "11-30"}),
    ("中二日で", "mid", {"dates": "11-21"}),
    ("あと10日くらいしたら", "mid", {"dates": "11-28"}),
    ("半月後くらい", "mid", {"dates": "12-03"}),
    ("48時間以内にお願いしたい", "mid", {"not_after": "11-20"}),
    ("明日から数えて五日目はどうですか", "mid", {"dates": "11-23"}),
    ("12月1日からの3日間のどれか", "mid", {"dates": "12-01 12-02 12-03"}),
    ("今月は25日を過ぎればいつでも", "mid", {"dates": "11-25..11-30", "anytime": True}),
    ("再来週いっぱいまでに", "mid", {"not_after": "12-06"}),
]
AROUND = [
    ("29日だとちょっと早いかな、30日月曜で", "mid", {"dates": "11-30", "exclude": "11-29"}),
    ("30日は在宅。29日か30日で", "mid", {"dates": "11-29 11-30"}),
    ("週末なら土曜の夜、平日なら月曜の夜", "mid", {"weekdays": "mon sat", "parts": "night"}),
    ("勤労感謝の日は孫が来るけん、次の日の火曜がよかね", "mid", {"dates": "11-24", "exclude": "11-23"}),
    (
        "土曜の午後がいい、できれば13時、難しければ15時",
        "mid",
        {"dates": "11-21", "parts": "afternoon", "times": "13:00 15:00"},
    ),
    ("14日の週の後半で、夜", "mid", {"dates": "12-17..12-20", "parts": "night"}),
    ("来週の平日、ただし23日は祝日なので除く", "mid", {"dates": "11-24..11-27", "exclude": "11-23"}),
    ("30日と1日は休みを取ったのでどちらでも。時間は午前", "mid", {"dates": "11-30 12-01", "parts": "morning"}),
    (
        "平日は17時以降、土曜は終日OKです",
        "mid",
        {"weekdays": "mon tue wed thu fri sat", "holidays": "never", "from_time": "17:00", "anytime": True},
    ),
    ("30日が月曜なら30日で、だめなら29日", "mid", {"dates": "11-29 11-30"}),
    ("18日に戻って26日にまた出ます。そのあいだでお願いします", "mid", {"dates": "11-18..11-26"}),
    ("12月4日の金曜、休みなので", "mid", {"dates": "12-04"}),
    (
        "16、17、18は夜勤明けで寝てるから夕方以降なら",
        "autumn",
        {"dates": "09-16 09-17 09-18", "parts": "evening night", "from_time": "17:00"},
    ),
    ("火曜の朝、管理会社が来るので水曜の午後", "mid", {"dates": "11-25", "parts": "afternoon"}),
    (
        "今週は法事でバタバタするので、再来週の木曜",
        "mid",
        {"dates": "12-03", "exclude": "11-18 11-19 11-20 11-21 11-22"},
    ),
    ("来週以降で、火曜は避けて", "mid", {"not_before": "11-23", "exclude": "tue"}),
    ("来週の平日、ただし月曜は除いて", "mid", {"dates": "11-24..11-27", "exclude": "11-23"}),
    ("12月1日…いえ、2日の間違いです", "mid", {"dates": "12-02"}),
    ("水曜の夜って言ったけど木曜の夜に訂正します", "mid", {"dates": "11-19", "parts": "night"}),
    ("11月29日、日曜だよね、13時に頼むわ", "mid", {"dates": "11-29", "times": "13:00"}),
    ("来週は火曜が祝日だからその日", "mid", {"dates": "11-24"}),
    ("金曜の夜中(日付変わって土曜の1時)", "mid", {"dates": "11-21", "parts": "late_night", "times": "01:00"}),
    ("19時より21時の方が都合いいです。日は28日で", "mid", {"dates": "11-28", "times": "21:00"}),
    ("来週は月曜祝日なので火〜金で", "mid", {"dates": "11-24..11-27"}),
    ("祝日はかんべん。来週なら木金", "mid", {"dates": "11-26 11-27", "exclude": "11-23 01-01 01-11"}),
    ("学校が始まる1月8日より後で", "year_end", {"not_before": "01-09"}),
    ("1月4日から仕事なので、それまでに", "year_end", {"not_after": "01-03"}),
]


@pytest.mark.parametrize(("text", "now", "wish"), BOOKED)
def test_days_are_counted_from_the_booking(
    reads: Callable[..., None], text: str, now: str, wish: dict[str, object]
) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), [*NUMBERS, *NAMED, *COUNTED])
def test_names_of_days(reads: Callable[..., None], text: str, now: str, wish: dict[str, object]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), AROUND)
def test_words_around_decide(reads: Callable[..., None], text: str, now: str, wish: dict[str, object]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(
    ("text", "part", "time"),
    [
        ("12月7日で時間は18時以降", None, "18:00"),
        ("土曜、19時過ぎに来てください", "night", "19:00"),
        ("12/1(火)の13時以降でご調整ください", None, "13:00"),
        ("27日、10時から12時の間で", "morning", None),
        ("27日の夕方以降", "evening", None),
        ("27日(金)午後一時にてお願い申し上げます", "afternoon", "13:00"),
    ],
)
def test_first_hour_is_told_as_the_time(text: str, part: str | None, time: str | None) -> None:
    told = read_wishes(text, NOW["mid"]).as_json()
    assert (told["part"], told["time"]) == (part, time)


def test_bounds_of_two_wishes_leave_open_what_either_leaves_open() -> None:
    told = read_wishes("年内、無理なら年明けで", NOW["mid"]).as_json()
    assert (told["constraints"]["not_before"], told["constraints"]["not_after"]) == (None, None)
