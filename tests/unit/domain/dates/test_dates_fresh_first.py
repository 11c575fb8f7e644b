"""Eighty wordings written after the rules, as different people type: dialect, kana, in a hurry, politely."""

from collections.abc import Callable

import pytest

WORKDAYS = {"weekdays": "mon tue wed thu fri", "holidays": "never"}

CASES = [
    # in a hurry
    ("土曜夜いける?", {"dates": "11-21", "parts": "night"}),
    ("28 19時で", {"dates": "11-28", "times": "19:00"}),
    ("28日19時で", {"dates": "11-28", "times": "19:00"}),
    ("来週火曜19時希望", {"dates": "11-24", "times": "19:00"}),
    ("今週中むり?", {"dates": "11-18..11-22", "not_after": "11-22"}),
    ("土日どっちか夜", {"dates": "11-21 11-22", "parts": "night"}),
    ("明後日の夕方とか", {"dates": "11-20", "parts": "evening"}),
    ("12/3 or 12/4 夜", {"dates": "12-03 12-04", "parts": "night"}),
    ("平日19時以降のみ", {**WORKDAYS, "from_time": "19:00"}),
    ("来週月〜水のどこか", {"dates": "11-23..11-25"}),
    ("土曜午前か日曜午後", {"dates": "11-21 11-22", "parts": "morning afternoon"}),
    ("最短いつ?", {"asap": True}),
    ("30日か1日", {"dates": "11-30 12-01"}),
    ("金曜夜 or 土曜昼", {"dates": "11-20 11-21", "parts": "night noon"}),
    ("11/30月曜21時", {"dates": "11-30", "times": "21:00"}),
    ("水木以外で来週", {"dates": "11-23 11-24 11-27..11-29", "exclude": "wed thu"}),
    # politely
    (
        "恐れ入りますが、来週の水曜日の午後にお伺いいただくことは可能でしょうか。",
        {"dates": "11-25", "parts": "afternoon"},
    ),
    ("12月の第一土曜日、午前中にお願いできますと幸いです。", {"dates": "12-05", "parts": "morning"}),
    ("可能でございましたら、12月8日(火)の19時以降を希望いたします。", {"dates": "12-08", "from_time": "19:00"}),
    ("誠に勝手ながら、平日の日中は仕事のため、土日祝でお願いいたします。", {"weekdays": "sat sun", "holidays": "also"}),
    ("ご都合がよろしければ、明後日の夜間にお越しいただけますでしょうか。", {"dates": "11-20", "parts": "night"}),
    (
        "来週でしたら木曜日以外はいつでも大丈夫です。",
        {"dates": "11-23..11-25 11-27..11-29", "exclude": "thu", "anytime": True},
    ),
    ("第1希望:12月1日 第2希望:12月3日 いずれも19時以降", {"dates": "12-01 12-03", "from_time": "19:00"}),
    ("年内であればいつでも構いません。", {"not_after": "12-31", "anytime": True}),
    ("お手数ですが、11月末日までにお願いできませんでしょうか。", {"not_after": "11-30"}),
    ("できましたら週末の午前中が助かります。", {"weekdays": "sat sun", "parts": "morning"}),
    (
        "25日(水)の夕方以降でしたら在宅しております。",
        {"dates": "11-25", "parts": "evening night", "from_time": "17:00"},
    ),
    # dialect
    ("来週の土曜やったら空いてるで", {"dates": "11-28"}),
    ("平日はあかんねん、土日にしてくれへん?", {"dates": "11-21 11-22", "exclude": "mon tue wed thu fri"}),
    ("夜しかおらんけん、夜に来てくれんね", {"parts": "night"}),
    ("あさっての晩でよかですか", {"dates": "11-20", "parts": "night"}),
    ("日曜ならよかよ", {"weekdays": "sun"}),
    ("土曜は用事があるっちゃけど日曜なら大丈夫たい", {"weekdays": "sun", "exclude": "sat"}),
    ("明日はちょっと無理やわ、明後日にして", {"dates": "11-20", "exclude": "11-19"}),
    ("しあさってぐらいでどないやろ", {"dates": "11-21"}),
    ("来週の頭はあかんから後半で頼むわ", {"dates": "11-26..11-29", "exclude": "11-23 11-24"}),
    ("火曜は仕事やから水曜でええ?", {"dates": "11-25", "exclude": "tue"}),
    # kana, typing mistakes
    ("あしたのよるおねがいします", {"dates": "11-19", "parts": "night"}),
    ("こんしゅうのきんようび", {"dates": "11-20"}),
    ("どようかにちようのごご", {"weekdays": "sat sun", "parts": "afternoon"}),
    ("らいげつのはじめ", {"dates": "12-01..12-07"}),
    ("さらいしゅうのげつようのあさ", {"dates": "11-30", "parts": "morning"}),
    ("じゅうにがつ5にち", {"dates": "12-05"}),
    ("来周の土よう日、夜７じ", {"dates": "11-28", "times": "19:00", "parts": "night"}),
    ("再来周の火曜日19字", {"dates": "12-01"}),
    ("１２月　５日　１９：００", {"dates": "12-05", "times": "19:00"}),
    ("へいじつのよる", {**WORKDAYS, "parts": "night"}),
    # refusing and choosing
    ("月曜と火曜以外なら何曜日でも", {"exclude": "mon tue", "anytime": True}),
    ("28日がいいんですが、無理なら29日の同じ時間で", {"dates": "11-28 11-29"}),
    ("土曜は午前中が無理で、午後なら大丈夫です", {"dates": "11-21", "parts": "afternoon"}),
    (
        "夜遅いのは困るので夕方までに",
        {"parts": "morning noon afternoon", "to_time": "17:00", "exclude_parts": "night late_night"},
    ),
    ("23日の祝日は出かけるので避けたいです", {"exclude": "11-23"}),
    ("来週は月曜だけ無理です", {"dates": "11-24..11-29", "exclude": "mon"}),
    ("土曜、いや日曜の夜で", {"dates": "11-22", "parts": "night"}),
    ("5日って言いましたが間違えました、6日です", {"dates": "12-06"}),
    ("19時じゃなくて21時に変えてください", {"times": "21:00"}),
    (
        "できれば平日の夜、難しければ土曜の午前",
        {"weekdays": "mon tue wed thu fri", "dates": "11-21", "holidays": "never", "parts": "night morning"},
    ),
    ("日曜より土曜のほうがいいです", {"dates": "11-21"}),
    ("25日でも26日でもいいです", {"dates": "11-25 11-26"}),
    ("火水は不可、それ以外OK", {"exclude": "tue wed"}),
    # around a story
    ("上の階の子供が夜9時頃に走り回るので、その前の時間、土曜の19時に来てほしい", {"dates": "11-21", "times": "19:00"}),
    ("深夜2時ごろに洗濯機を回されて困っています", {}),
    ("先月から隣の部屋の音楽がひどくて眠れません。今週の土曜に来てもらえませんか", {"dates": "11-21"}),
    ("平日は毎晩11時過ぎに帰ってきてドタバタしてます", {}),
    ("騒音は夜中が多いです。測定は23時でお願いします", {"times": "23:00"}),
    ("2年前に引っ越してきた203号室の田中です。12月10日の夜、空いてますか?", {"dates": "12-10", "parts": "night"}),
    ("週3回くらい夜10時に音がします", {}),
    ("去年の12月も同じことがありました", {}),
    ("家は横浜市緑区十日市場町5-12です", {}),
    ("プレミアム24800円で申し込みます。来週土曜の15時で", {"dates": "11-28", "times": "15:00"}),
    ("土曜の夜が一番うるさいです", {}),
    ("日中は子どもの声、夜は音楽が聞こえます", {}),
    # times
    ("夜の8時半ごろ", {"times": "20:30", "parts": "night"}),
    ("21時以降23時まで", {"from_time": "21:00", "to_time": "23:00"}),
    ("夕方6時から8時の間", {"from_time": "18:00", "to_time": "20:00", "parts": "evening"}),
    ("お昼の12時ちょうど", {"times": "12:00", "parts": "noon"}),
    ("朝一でお願いします", {"parts": "morning"}),
    ("仕事が19時に終わるので、そのあと", {"from_time": "19:00"}),
    ("土曜の夜中1時くらいに測れますか", {"dates": "11-22", "times": "01:00", "parts": "late_night", "shift": True}),
    ("9時か11時スタートで", {"times": "09:00 11:00"}),
]


@pytest.mark.parametrize(("text", "wish"), CASES)
def test_fresh_wording(reads: Callable[..., None], text: str, wish: dict[str, object]) -> None:
    reads(text, "mid", **wish)
