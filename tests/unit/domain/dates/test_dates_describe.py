"""What is said back, what `understand` prints, choices, and what must hold for any text."""

import time
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.clock import TOKYO
from domain.dates import read_since, read_wishes

MID = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
YEAR_END = datetime(2026, 12, 31, 23, 59, tzinfo=TOKYO)
LEAP_DAY = datetime(2028, 2, 29, 8, 0, tzinfo=TOKYO)

SAID_BACK = [
    ("来週の土曜の夜", "11月28日(土)の夜"),
    ("再来週", "11月30日(月)〜12月6日(日)"),
    ("5日か6日", "12月5日(土)、12月6日(日)"),
    ("5日か8日", "12月5日(土)、12月8日(火)"),
    ("12月5日以降の土日", "12月5日(土)以降の土日"),
    ("月末までの平日", "11月30日(月)までの平日"),
    ("水曜以外", "水曜以外"),
    ("平日の夜", "平日の夜"),
    ("火曜か木曜の19時以降", "火曜・木曜の19:00以降"),
    ("土曜 19時", "11月21日(土)の19:00"),
    ("13時から15時", "13:00〜15:00"),
    ("夜以外", "夜以外"),
    ("土曜の深夜1時", "11月22日(日)の1:00(11月21日(土)の深夜)"),
    ("できれば土曜、だめなら日曜の夜", "第1希望 11月21日(土)、第2希望 11月22日(日)の夜"),
    ("土曜の夜か日曜の昼", "11月21日(土)の夜、または11月22日(日)の昼"),
    ("なる早で", "できるだけ早い日時"),
    ("いつでも", "いつでも"),
    ("来年1月10日", "2027年1月10日(日)"),
    ("土日、29日は無理", "11月21日(土)、11月22日(日)(11月29日(日)以外)"),
    ("土曜の午前は無理です", "土曜の午前以外"),
    ("はい", ""),
]


@pytest.mark.parametrize(("text", "said"), SAID_BACK)
def test_describe_says_it_back(text: str, said: str) -> None:
    assert read_wishes(text, MID).describe() == said


def test_as_json_has_the_keys_of_understand() -> None:
    assert read_wishes("12月5日以降の平日の19時、水曜以外、23日はだめ", MID).as_json() == {
        "dates": [],
        "constraints": {
            "not_before": "2026-12-05",
            "not_after": None,
            "weekdays": ["mon", "tue", "thu", "fri"],
            "exclude": ["2026-11-23", "wed"],
        },
        "part": None,
        "time": "19:00",
    }


def test_as_json_of_nothing_read() -> None:
    assert read_wishes("よろしくお願いします", MID).as_json() == {
        "dates": [],
        "constraints": {"not_before": None, "not_after": None, "weekdays": [], "exclude": []},
        "part": None,
        "time": None,
    }


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("土曜の7時", ("朝7時", "夜7時")),
        ("12月5日(金)", ("12月4日(金)", "12月5日(土)")),
        ("土曜の0時", ("11月21日(土)の午前0時", "11月21日(土)の24時")),
        ("3日くらいで", ("12月3日(木)", "11月21日(土)")),
    ],
)
def test_choices_can_be_sent_as_an_answer(text: str, choices: tuple[str, ...]) -> None:
    assert read_wishes(text, MID).choices == choices
    for choice in choices:
        again = read_wishes(choice, MID)
        assert again.found
        assert again.ambiguous is None


def test_choice_of_week_can_be_sent_as_an_answer() -> None:
    friday = datetime(2026, 11, 20, 12, 0, tzinfo=TOKYO)
    assert read_wishes("今度の土曜", friday).choices == ("11月21日(土)", "11月28日(土)")


def test_spans_are_the_pieces_that_were_read() -> None:
    text = "ええと、来週の土曜の夜とか空いてます?"
    reading = read_wishes(text, MID)
    assert [s.text for s in reading.spans] == ["来週の土曜", "夜"]
    assert all(text[s.start : s.end] == s.text for s in reading.spans)


def test_invalid_names_the_words() -> None:
    (fault,) = read_wishes("2月30日でお願いします", MID).invalid
    assert (fault.kind, fault.text, fault.day) == ("not_a_date", "2月30日", None)


def test_past_day_is_named_with_its_date() -> None:
    (fault,) = read_wishes("11月10日", MID).invalid
    assert (fault.kind, fault.day) == ("past", date(2026, 11, 10))


def test_open_spans_end_at_the_latest_day() -> None:
    assert read_wishes("再来月", MID, latest_days=60).dates[-1] == date(2027, 1, 17)


def test_naive_now_is_taken_as_tokyo() -> None:
    assert read_wishes("明日", datetime(2026, 11, 18, 10, 0)).dates == (date(2026, 11, 19),)  # noqa: DTZ001


def test_text_beyond_the_cap_is_not_read() -> None:
    assert not read_wishes("あ" * 2_000 + "土曜", MID).found


@settings(deadline=None)
@given(st.text(max_size=400))
@example("12月" * 500)
@example("から" * 1_000)
@example("月火水木金土日" * 280)
@example("1-2-3-4-5-" * 200)
@example("土曜の夜か" * 400)
def test_any_text_is_read_without_fault(text: str) -> None:
    reading = read_wishes(text, MID)
    reading.describe()
    reading.as_json()


ALPHABET = (
    "来再今週月火水木金土日曜平末明後朝昼夜深中前午0123456789時半分/-〜~:、。のかとはが"
    "でにからまで以降以外だめ無理希望第年祝連休やっぱりじゃなくてできれば円階 "
)


@settings(deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_heap_of_date_words_is_read_without_fault(text: str) -> None:
    reading = read_wishes(text, MID)
    reading.describe()
    reading.as_json()
    assert list(reading.dates) == sorted(set(reading.dates))
    assert all(MID.date() <= day <= date(2027, 1, 18) for day in reading.dates)


WORDS = (
    "来週 再来週 今週 土曜 日 月 火 水木 平日 祝日 連休 12月 5日 31日 2/30 13/45 99 9999日後 9999週間後 "
    "9999ヶ月後 第5 第9 最後の 週目 年末 GW 夜 朝 25時 75時 0時 7時 〜 から まで 以降 以外 だめ 無理 なら "
    "しか じゃなくて やっぱり できれば だめなら その時間 それ以降 の予約 を に変更 キャンセル なので 。 、 か "
    "の 後半 頭 末日 令和元年 2099年 来年 (土) 前 より 中 いっぱい 半か月 半 前から "
).split()


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join), st.sampled_from((MID, YEAR_END, LEAP_DAY)))
def test_any_row_of_date_words_is_read_without_fault(text: str, now: datetime) -> None:
    reading = read_wishes(text, now)
    reading.describe()
    reading.as_json()
    reading.allows(now)
    for choice in reading.choices:
        read_wishes(choice, now)
    since = read_since(text, now)
    assert since is None or since <= now.date()


@pytest.mark.parametrize(
    "text",
    [
        "12月" * 660,
        "から" * 1_000,
        "1" * 2_000,
        "1-2" * 600,
        "月・" * 1_000,
        "の" * 2_000,
        "土曜の夜か" * 400,
        "5、" * 1_000,
        "あ" * 2_000,
    ],
)
def test_longest_texts_are_read_quickly(text: str) -> None:
    start = time.process_time()
    read_wishes(text, MID)
    assert time.process_time() - start < 0.5


def test_a_usual_message_takes_about_a_millisecond() -> None:
    text = "お世話になっております。来週の土曜の夜か、日曜の19時以降でお願いできますでしょうか。水曜は無理です。"
    read_wishes(text, MID)
    start = time.process_time()
    for _ in range(50):
        read_wishes(text, MID)
    assert (time.process_time() - start) / 50 < 0.005
