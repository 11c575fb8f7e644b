"""Single days as customers name them, and what is no date at all."""

from collections.abc import Callable

import pytest

RELATIVE = [
    ("今日", "mid", {"dates": "11-18"}),
    ("明日でお願いします", "mid", {"dates": "11-19"}),
    ("あした", "mid", {"dates": "11-19"}),
    ("あすの夜", "mid", {"dates": "11-19", "parts": "night"}),
    ("明後日", "mid", {"dates": "11-20"}),
    ("あさってやったら行けます", "mid", {"dates": "11-20"}),
    ("しあさっては?", "mid", {"dates": "11-21"}),
    ("3日後", "mid", {"dates": "11-21"}),
    ("三日後の午前", "mid", {"dates": "11-21", "parts": "morning"}),
    ("一週間後", "mid", {"dates": "11-25"}),
    ("2週間後の土曜", "mid", {"dates": "12-05"}),
    ("来週の今日", "mid", {"dates": "11-25"}),
    ("10日以内にお願いしたい", "mid", {"not_after": "11-28"}),
    ("2、3日中に来てほしい", "mid", {"not_after": "11-21"}),
    ("２〜３日以内で", "mid", {"not_after": "11-21"}),
    ("1週間以内", "mid", {"not_after": "11-25"}),
    ("明日か明後日", "mid", {"dates": "11-19 11-20"}),
    ("明日以降で", "mid", {"not_before": "11-19"}),
    ("今夜来てもらえますか", "mid", {"dates": "11-18", "parts": "night"}),
    ("明日の晩", "friday_late", {"dates": "11-21", "parts": "night"}),
    ("明日", "friday_late", {"dates": "11-21"}),
    ("明後日", "year_end", {"dates": "12-30"}),
    ("5日後", "year_end", {"dates": "2027-01-02"}),
    ("明日", "sunday", {"dates": "11-23"}),
]

NAMED = [
    ("12月5日", "mid", {"dates": "12-05"}),
    ("12/5", "mid", {"dates": "12-05"}),
    ("12-5", "mid", {"dates": "12-05"}),
    ("１２／５でお願いします", "mid", {"dates": "12-05"}),
    ("１２月５日", "mid", {"dates": "12-05"}),
    ("十二月五日", "mid", {"dates": "12-05"}),
    ("十一月二十八日の夜", "mid", {"dates": "11-28", "parts": "night"}),
    ("2026年12月5日", "mid", {"dates": "12-05"}),
    ("2026/12/05", "mid", {"dates": "12-05"}),
    ("2026-12-05", "mid", {"dates": "12-05"}),
    ("令和8年12月5日", "mid", {"dates": "12-05"}),
    ("12月5日(土)", "mid", {"dates": "12-05"}),
    ("12/5（土）19時", "mid", {"dates": "12-05", "times": "19:00"}),
    ("12月5日土曜日の夜", "mid", {"dates": "12-05", "parts": "night"}),
    ("5日", "mid", {"dates": "12-05"}),
    ("25日の午後", "mid", {"dates": "11-25", "parts": "afternoon"}),
    ("二十五日", "mid", {"dates": "11-25"}),
    ("はつか", "mid", {"dates": "11-20"}),
    ("5日か6日", "mid", {"dates": "12-05 12-06"}),
    ("5,6,7日", "mid", {"dates": "12-05..12-07"}),
    ("12月5、6日", "mid", {"dates": "12-05 12-06"}),
    ("12月5日と6日", "mid", {"dates": "12-05 12-06"}),
    ("5日〜8日", "mid", {"dates": "12-05..12-08"}),
    ("5～8日", "mid", {"dates": "12-05..12-08"}),
    ("5日から8日の間で", "mid", {"dates": "12-05..12-08"}),
    ("12/5-12/8", "mid", {"dates": "12-05..12-08"}),
    ("12月1日から5日まで", "mid", {"dates": "12-01..12-05"}),
    ("11月28日〜12月3日", "mid", {"dates": "11-28..12-03"}),
    ("28日から3日", "mid", {"dates": "11-28..12-03"}),
    ("12月28日〜1月3日", "mid", {"dates": "2026-12-28..2027-01-03"}),
    ("1月10日", "year_end", {"dates": "2027-01-10"}),
    ("1月10日", "mid", {"dates": "2027-01-10"}),
    ("12月30日か1月4日", "year_end", {"dates": "2026-12-30 2027-01-04"}),
    ("来月5日", "mid", {"dates": "12-05"}),
    ("来月の5日", "year_end", {"dates": "2027-01-05"}),
    ("今月30日", "mid", {"dates": "11-30"}),
    ("来年1月10日", "mid", {"dates": "2027-01-10"}),
    ("5日", "year_end", {"dates": "2027-01-05"}),
    ("29日", "leap", {"dates": "2028-02-29"}),
    ("2月29日", "leap", {"dates": "2028-02-29"}),
    ("23日", "sunday", {"dates": "11-23"}),
    ("22日", "sunday", {"dates": "11-22"}),
]

FAULTY = [
    ("2月30日", "mid", {"invalid": "not_a_date"}),
    ("2/30でお願いします", "mid", {"invalid": "not_a_date"}),
    ("13月5日", "mid", {"invalid": "not_a_date"}),
    ("32日", "mid", {"invalid": "not_a_date"}),
    ("2月29日", "mid", {"invalid": "not_a_date"}),
    ("11月10日", "mid", {"invalid": "past"}),
    ("今週の月曜", "mid", {"invalid": "past"}),
    ("3月5日", "mid", {"invalid": "beyond"}),
    ("2025年12月5日", "mid", {"invalid": "past"}),
    ("12月5日か2月30日", "mid", {"dates": "12-05", "invalid": "not_a_date"}),
]

DOUBTFUL = [
    ("3日くらい", "mid", {"dates": "12-03", "ambiguous": "day_or_span"}),
    ("12月5日(金)", "mid", {"dates": "12-05", "ambiguous": "weekday_mismatch"}),
    ("今度の土曜", "friday_late", {"dates": "11-21", "ambiguous": "which_week"}),
    ("12月10日以降で12月5日まで", "mid", {"not_before": "12-10", "not_after": "12-05", "ambiguous": "contradiction"}),
]

NOT_DATES = [
    "8800円のプランで",
    "12,800円ですよね",
    "電話は03-1234-5678です",
    "090-1234-5678",
    "09012345678",
    "世田谷区桜丘3-12-5",
    "世田谷区桜丘3-12",
    "新宿区西新宿2丁目8-1",
    "2丁目です",
    "3階に住んでいます",
    "203号室です",
    "測定は15分で終わりますか",
    "55dBくらいです",
    "3ヶ月前からうるさいです",
    "毎日うるさい",
    "週に3回くらい",
    "夜中に起こされる",
    "昨日もうるさかった",
    "昨日の夜、足音がひどかったです",
    "先週の土曜も夜中まで騒いでいました",
    "ゆうべも眠れませんでした",
    "毎晩11時ごろから音楽が聞こえます",
    "夜7時から10時くらいまで子供が走り回る音がします",
    "朝5時に掃除機をかけるんです",
    "半年くらい続いています",
    "2時間の測定のやつ",
    "5人家族です",
    "30代です",
    "こんばんは",
    "こんにちは、相談したいです",
    "今日は測定の予約をしたくて連絡しました",
    "夜勤なので困っています",
    "土木工事の音です",
    "四日市に住んでます",
    "日本橋のマンションです",
    "金額を教えてください",
    "火事じゃないですよね",
    "月島に住んでいます",
    "よろしくお願いします",
    "まあすぐには決められない",
    "事情によるので",
    "いちばんつらいです",
    "予約番号はB-1205です",
    "taro1205@example.com",
    "https://example.com/2026/12/05",
    "はい",
    "",
    "　",
    "子どもが2歳です",
    "24時間ずっと聞こえます",
    "3LDKの2階です",
    "1日に2回くらい起こされます",
    "何日がいいですか",
    "3日前までキャンセル無料ですか",
]


@pytest.mark.parametrize(("text", "now", "wish"), RELATIVE)
def test_relative_day(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), NAMED)
def test_named_day(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), FAULTY)
def test_faulty_day_is_named(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "now", "wish"), DOUBTFUL)
def test_doubtful_day_is_asked_back(reads: Callable[..., None], text: str, now: str, wish: dict[str, str]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize("text", NOT_DATES)
def test_no_wish_is_read(reads: Callable[..., None], text: str) -> None:
    reads(text, "mid")
