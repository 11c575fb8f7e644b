"""Wordings that were written before the rules had seen them: days by their place, remarks, reasons, corrections."""

from collections.abc import Callable

import pytest

PLACES = [
    ("三連休の最終日で夜お願いしたい", "mid", {"dates": "11-23", "parts": "night"}),
    ("天皇誕生日の前の日", "new_year", {"dates": "2027-02-22"}),
    ("秋分の日の前日か翌日", "autumn", {"dates": "09-22 09-24"}),
    ("シルバーウィークのどこかで", "autumn", {"dates": "09-19..09-23"}),
    ("秋分の日を除くシルバーウィーク", "autumn", {"dates": "09-19..09-22", "exclude": "09-23"}),
    ("来月の連休で", "autumn", {"dates": "10-10..10-12"}),
    ("GWの後半に", "spring", {"dates": "05-03..05-05"}),
    ("連休明けの木曜", "spring", {"dates": "05-06"}),
    ("GWに入る前にお願いします", "spring", {"not_after": "04-28"}),
    ("成人の日の連休のどこか", "year_end", {"dates": "2027-01-09..2027-01-11"}),
    ("正月明けの最初の土日", "year_end", {"dates": "2027-01-09 2027-01-10"}),
    ("2月8日の週で、19時以降に", "new_year", {"dates": "02-08..02-14", "from_time": "19:00"}),
    ("2月の2週目の月曜日", "new_year", {"dates": "02-08"}),
    ("月が変わってからで", "new_year", {"not_before": "02-01"}),
    ("明後日から3日間、どこでもどうぞ", "new_year", {"dates": "02-01..02-03"}),
    ("今日から10日以内に", "new_year", {"not_after": "02-09"}),
    ("11月最終日", "mid", {"dates": "11-30"}),
    ("15か16の午後でお願いします", "autumn", {"dates": "09-15 09-16", "parts": "afternoon"}),
    ("GW前の金曜で", "spring", {"dates": "04-23"}),
    ("年内最後の日曜で", "mid", {"dates": "12-27"}),
    ("正月明けの最初の平日", "year_end", {"dates": "2027-01-04"}),
    ("節分が終わってから", "new_year", {"not_before": "02-04"}),
    ("26日の週の水曜日に", "spring", {"dates": "04-28"}),
    ("来月の9、10、11あたり", "new_year", {"dates": "02-09..02-11"}),
    ("年度内に", "new_year", {"not_after": "2027-03-31"}),
]

WORDS_AROUND = [
    # one comma is no list
    ("土曜の夜、木曜は無理", {"dates": "11-21", "parts": "night", "exclude": "thu"}),
    ("12/3から12/7の間で、5日は除いて", {"dates": "12-03 12-04 12-06 12-07", "exclude": "12-05"}),
    ("来週の平日で、水曜だけは外してください", {"dates": "11-24 11-26 11-27", "exclude": "11-25"}),
    # in the same week
    ("来週の月曜は無理、火曜なら", {"dates": "11-24", "exclude": "11-23"}),
    ("来週の土曜…いや、やっぱり日曜の午前にします", {"dates": "11-29", "parts": "morning"}),
    ("土曜日の26時にやってもらえますか。今週の", {"dates": "11-22", "times": "02:00", "shift": True}),
    # a holiday that is only spoken of
    ("来週の月曜は祝日ですよね、火曜でお願いします", {"dates": "11-24"}),
    ("12月の第2月曜は祝日ですか?それなら火曜の夜", {"dates": "11-24", "parts": "night"}),
    ("12月2日から6日の間、3日は祝日なので除外", {"dates": "12-02 12-04..12-06", "exclude": "12-03"}),
    ("勤労感謝の日の23日なら", {"dates": "11-23"}),
    # reasons
    ("仕事納めが29日なんで、30日の昼", {"dates": "11-30", "parts": "noon"}),
    ("土曜は運動会、日曜は法事、だから来週の平日にして", {"dates": "11-24..11-27", "exclude": "sat sun"}),
    ("月曜と火曜の夜は塾の送迎があるので、それ以外の曜日の夜で", {"parts": "night", "exclude": "mon tue"}),
    ("月曜と木曜は仕事なのでそれ以外の日の夜", {"parts": "night", "exclude": "mon thu"}),
    ("主人の休みが水曜なので、水曜で組んでもらえますか", {"weekdays": "wed"}),
    ("金曜から日曜まで実家なので月曜に", {"dates": "11-23", "exclude": "fri sat sun"}),
    ("週末の昼間。下の階のドラムです", {}),
    ("20日まで予定が立たないんです、21日以降で", {"not_before": "11-21"}),
    ("明日から出張で、帰ってくるのが24日です。25日か26日で", {"dates": "11-25 11-26"}),
    ("22日に引っ越すんでそれより前に測って", {"not_after": "11-21"}),
    ("今月いっぱいで頼みます", {"not_after": "11-30", "dates": "11-18..11-30"}),
    # what was said before
    ("次の土曜は無理で、その次の土曜なら", {"dates": "11-28", "exclude": "11-21"}),
    ("今日明日は無理、それ以降ならいつでも", {"not_before": "11-19", "exclude": "11-18 11-19", "anytime": True}),
    ("3時のおやつの頃に子どもが走るんで、22日のその時間に", {"dates": "11-22", "times": "15:00"}),
    ("土曜の夜がひどいので、来週のその時間に", {"dates": "11-28", "parts": "night"}),
    # preferences within a stretch
    ("来月上旬で、できれば土曜日に", {"dates": "12-05"}),
    ("月水金のどれかで", {"weekdays": "mon wed fri"}),
    # kana
    ("じゅうにがつの にじゅうごにち に きてください", {"dates": "12-25"}),
    ("らいしゅうすいようびごぜんちゅうきぼうです", {"dates": "11-25", "parts": "morning"}),
    ("きょうから ちょうど 2しゅうかん あと", {"dates": "12-02"}),
]


@pytest.mark.parametrize(("text", "now", "wish"), PLACES)
def test_days_by_their_place(reads: Callable[..., None], text: str, now: str, wish: dict[str, object]) -> None:
    reads(text, now, **wish)


@pytest.mark.parametrize(("text", "wish"), WORDS_AROUND)
def test_words_around_decide(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)
