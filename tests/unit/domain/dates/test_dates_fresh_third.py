"""Forty wordings kept back until the rules stood: how well unseen messages are read."""

from collections.abc import Callable

import pytest

WORKDAYS = {"weekdays": "mon tue wed thu fri", "holidays": "never"}
CASES = [
    ("直近の土曜の午前って空いてますか", {"dates": "11-21", "parts": "morning"}),
    ("来月3日の13時からでお願いします", {"dates": "12-03", "times": "13:00"}),
    ("12/6(日) 午後なら何時でも", {"dates": "12-06", "parts": "afternoon", "anytime": True}),
    ("今週は厳しいので来週以降で調整お願いします", {"not_before": "11-23", "exclude": "11-18..11-22"}),
    ("平日18時より後", {**WORKDAYS, "from_time": "18:00"}),
    ("土曜でも日曜でもどちらでも、時間は夜9時くらい", {"dates": "11-21 11-22", "times": "21:00", "parts": "night"}),
    ("水曜休みなので水曜がいいな", {"dates": "11-25"}),
    ("12月の土曜日ならどこでも", {"dates": "12-05 12-12 12-19 12-26"}),
    ("明日はどうですか?", {"dates": "11-19"}),
    ("あさっての朝10時に来れますか", {"dates": "11-20", "times": "10:00", "parts": "morning"}),
    ("再来週末", {"dates": "12-05 12-06"}),
    ("年が明けてからでもいいですか", {"not_before": "2027-01-01"}),
    ("27日金曜の19時", {"dates": "11-27", "times": "19:00"}),
    ("5日の土曜日か6日の日曜日", {"dates": "12-05 12-06"}),
    ("今度の日曜は法事なので、その次の日曜で", {"dates": "11-29", "exclude": "11-22"}),
    ("夜勤明けなので昼過ぎがいいです", {"parts": "afternoon"}),
    ("夜8時まで仕事なので21時でお願いできますか", {"times": "21:00"}),
    ("朝は苦手なので午後にしてください", {"parts": "afternoon", "exclude_parts": "morning"}),
    ("11月中にお願いします", {"dates": "11-18..11-30", "not_after": "11-30"}),
    ("お正月明けの平日", {**WORKDAYS, "not_before": "2027-01-04"}),
    ("クリスマス前の土日", {"dates": "12-19 12-20"}),
    ("20時台でお願いします", {"times": "20:00"}),
    ("どようのよる8じ", {"dates": "11-21", "times": "20:00", "parts": "night"}),
    ("すいようびいがい", {"exclude": "wed"}),
    ("火曜の晩はあかんけど水曜の晩やったらいけるで", {"weekdays": "wed", "exclude": "tue", "parts": "night"}),
    ("深夜帯の測定を28日にお願いしたいです", {"dates": "11-28", "parts": "late_night"}),
    ("23時の深夜測定、29日の日曜で", {"dates": "11-29", "times": "23:00", "parts": "late_night"}),
    ("先週の金曜の夜11時ごろ、上の階で大きな音がしました", {}),
    ("子どもの足音が朝7時から夜9時まで続くんです", {}),
    ("1月15日に引っ越す予定なので、年内に測ってほしいです", {"not_after": "12-31"}),
    ("28日の予約を1時間遅らせて20時にできますか", {"times": "20:00", "booked": "11-28"}),
    ("土曜の予約、日曜に変えたいです", {"dates": "11-22", "booked": "11-21"}),
    ("12月5日の予約って何時からでしたっけ", {"booked": "12-05"}),
    ("日曜は休みたいので土曜がいいです", {"dates": "11-21", "exclude": "sun"}),
    ("都合がつくのは月曜と木曜の夜だけです", {"weekdays": "mon thu", "parts": "night"}),
    ("火曜以外の平日の夜", {**WORKDAYS, "exclude": "tue", "parts": "night"}),
    ("できるだけ早く、遅くても今月中", {"dates": "11-18..11-30", "not_after": "11-30", "asap": True}),
    ("毎週水曜は残業なので水曜以外で", {"exclude": "wed"}),
    ("1番目の候補の28日でお願いします", {"dates": "11-28"}),
]


@pytest.mark.parametrize(("text", "wish"), CASES)
def test_fresh_wording(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)
