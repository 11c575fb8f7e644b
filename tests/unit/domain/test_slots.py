"""What customers' openings say, read by the shipped pack's patterns. Unnamed slots must stay unsaid."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.slots import SlotReader
from domain.text import normalize
from tests.unit.domain.conftest import NOW

Hears = Callable[..., None]
Said = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("上の階の足音がうるさくて困っています", {"noise": "footsteps", "source": "upstairs"}),
        ("隣の部屋のテレビの音が大きいです", {"noise": "appliances", "source": "next_door"}),
        ("下の階の住人の話し声が気になります", {"noise": "voices", "source": "downstairs"}),
        ("隣の犬が一日中吠えています", {"noise": "pets", "source": "next_door", "at": ["irregular"], "often": "daily"}),
        ("マンションのポンプの低周波音がひどい", {"noise": "equipment", "source": "same_building"}),
        ("向かいの家の室外機がブーンと鳴っています", {"noise": "equipment", "source": "outside"}),
        ("近所の解体工事がうるさい", {"noise": "construction", "source": "outside"}),
        ("家の前の道路を走るトラックの音がすごい", {"noise": "traffic", "source": "outside"}),
        ("上の住人の洗濯機の音が夜中にします", {"noise": "appliances", "source": "upstairs", "at": ["midnight"]}),
        ("何の音かわからないけど壁からコンコン聞こえる", {"noise": "other"}),
        ("どこから聞こえるのかわからない機械音がします", {"noise": "equipment", "source": "unknown"}),
        (
            "上か隣か分からないんですが、夜中に足音がします",
            {"noise": "footsteps", "source": "unknown", "at": ["midnight"]},
        ),
    ],
)
def test_opening_names_sound_and_source(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("隣じゃなくて上の階でした", {"source": "upstairs"}),
        ("隣ではなく下の階です", {"source": "downstairs"}),
        ("上の階だと思っていたんですが、隣の部屋でした", {"source": "next_door"}),
        ("最初は隣かと思いましたが、どうやら上の階の人の足音みたいです", {"noise": "footsteps", "source": "upstairs"}),
        ("足音じゃなくて話し声です", {"noise": "voices"}),
        ("足音というより物を落とすような音です", {"noise": "other"}),
        ("足音だけじゃなくて話し声もします", {"noise": "footsteps"}),
        ("上の階ではないと思います。たぶん隣です", {"source": "next_door"}),
        ("隣の人じゃなくて、その上の階の人です", {"source": "upstairs"}),
        ("上やのうて隣やねん、うるさいの", {"source": "next_door"}),
        ("隣ちゃうねん、上の人がドタドタしよる", {"noise": "footsteps", "source": "upstairs"}),
        (
            "毎日ではないけど週3回くらい夜中に洗濯機を回されます",
            {"noise": "appliances", "at": ["midnight"], "often": "several_a_week"},
        ),
        ("隣じゃないかと思うんですけど、音楽が聞こえます", {"noise": "music", "source": "next_door"}),
    ],
)
def test_opening_takes_back_what_is_corrected(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("昼間は静かなんですが、夜になると足音が響きます", {"noise": "footsteps", "at": ["night"]}),
        ("夜は静かです。日中の工事の音だけが気になります", {"noise": "construction", "at": ["daytime"]}),
        ("犬は飼っていません。隣の犬の鳴き声です", {"noise": "pets", "source": "next_door"}),
        ("平日の昼はいいんだけど、週末の夜がひどい", {"at": ["night"], "often": "weekly"}),
        ("うちの犬が上の階の音に反応して吠えてしまいます", {"source": "upstairs"}),
        ("テレビの音が聞こえないくらい上の足音がうるさい", {"noise": "footsteps", "source": "upstairs"}),
        ("上の階は空き部屋なので、隣だと思います", {"source": "next_door"}),
        ("朝は大丈夫なんですが夕方から子どもの走る音がします", {"noise": "footsteps", "at": ["evening"]}),
        ("音楽をかけてごまかしていますが、隣のいびきが聞こえてきます", {"noise": "voices", "source": "next_door"}),
        ("裁判までは考えていませんが、記録は残しておきたいです", {"wants": "evidence"}),
        ("訴えるつもりはないです。静かにしてほしいだけ", {"wants": "calm"}),
        (
            "眠れないほどではないですが、夜10時ごろの足音が気になります",
            {"noise": "footsteps", "at": ["night"], "sleep": "no"},
        ),
        (
            "夜は仕事でいないので分かりませんが、昼間に寝ようとすると掃除機の音がします",
            {"noise": "appliances", "at": ["daytime"]},
        ),
        ("話し合いはしていません", {"attempts": 0}),
        ("隣の人も同じ音で困っていると言っています。上の階の重低音です", {"noise": "music", "source": "upstairs"}),
    ],
)
def test_opening_leaves_out_what_is_denied(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "子どもが寝ている時間に上から足音がして起こされます",
            {"noise": "footsteps", "source": "upstairs", "sleep": "yes"},
        ),
        ("私は1階に住んでいて、2階の人の足音が気になります", {"noise": "footsteps", "source": "upstairs"}),
        ("娘がピアノを習っていますが、それとは別に隣の歌声がうるさいです", {"noise": "music", "source": "next_door"}),
        ("在宅勤務なのに上の階の子供が走り回って会議になりません", {"noise": "footsteps", "source": "upstairs"}),
        (
            "毎日仕事で疲れているのに、夜中の2時まで隣で騒いでいます",
            {"noise": "voices", "source": "next_door", "at": ["midnight"]},
        ),
        (
            "夜勤明けで昼に寝たいのに、隣の工事がうるさくて寝られません",
            {"noise": "construction", "source": "next_door", "at": ["daytime"], "sleep": "yes"},
        ),
        ("子どもの足音が気になるんです。上の階の", {"noise": "footsteps", "source": "upstairs"}),
        ("うちの子が寝ている横で、隣の夫婦喧嘩が始まります", {"noise": "voices", "source": "next_door"}),
    ],
)
def test_opening_tells_the_noise_from_the_speakers_own_life(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("管理会社に3回電話しましたが何も変わりません", {"manager": "yes"}),
        ("週3回くらい、夜の11時過ぎに音楽が流れます", {"noise": "music", "at": ["night"], "often": "several_a_week"}),
        ("隣の人に直接3回お願いしましたがやめてくれません", {"source": "next_door", "attempts": 3}),
        ("手紙を2回入れました", {"attempts": 2}),
        ("管理会社には2回、本人には1回言いました", {"manager": "yes", "attempts": 1}),
        ("何度も注意したのに聞いてくれない", {"attempts": 3}),
        ("大家さんに何度も言ったんですが動いてくれません", {"manager": "yes"}),
        ("1日に5回は壁を叩かれます", {"noise": "other", "often": "daily"}),
        ("夜中に3回も起こされました", {"at": ["midnight"], "sleep": "yes"}),
        ("一度だけ手紙をポストに入れました", {"attempts": 1}),
        ("相手の方とは話したことはありません", {"attempts": 0}),
        ("直接言うのは怖くて、まだ何も言えていません", {"attempts": 0}),
        ("警察を2回呼びました", {}),
        ("二、三回は直接言いに行きました。でも逆ギレされました", {"attempts": 2}),
        ("上の人に四度もお願いしてるんですが、あきまへん", {"source": "upstairs", "attempts": 4}),
        ("何度か直接お願いしたのですが、改善されません", {"attempts": 2}),
    ],
)
def test_opening_counts_talks_with_the_other_side_only(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "毎晩11時から1時くらいまで足音が続きます",
            {"noise": "footsteps", "at": ["night", "midnight"], "often": "daily"},
        ),
        ("夜8時から10時の間、ピアノの練習が聞こえます", {"noise": "music", "at": ["evening"]}),
        ("朝5時ごろから掃除機をかけられます", {"noise": "appliances", "at": ["early_morning"]}),
        ("22時〜24時くらいに洗濯機が回ります", {"noise": "appliances", "at": ["night"]}),
        ("深夜2時から4時にかけて話し声がします", {"noise": "voices", "at": ["midnight"]}),
        ("9時から17時まで工事をしています", {"noise": "construction", "at": ["daytime"]}),
        ("朝7時と夜9時ごろにドタドタ走ります", {"noise": "footsteps", "at": ["early_morning", "evening"]}),
        ("夕方から夜にかけて子供が騒ぎます", {"noise": "voices", "at": ["evening", "night"]}),
        ("昼夜問わず音がします", {"at": ["irregular"]}),
        ("時間はバラバラで、いつ鳴るか分かりません", {"at": ["irregular"]}),
        ("早朝と深夜にエコキュートの音", {"noise": "equipment", "at": ["early_morning", "midnight"]}),
        ("23時に寝て6時に起きるんですが、夜中に起こされます", {"at": ["midnight"], "sleep": "yes"}),
        ("寝る前になると天井からドンドン音がします", {"noise": "footsteps", "source": "upstairs", "at": ["night"]}),
        ("朝から晩まで工事の音", {"noise": "construction", "at": ["irregular"]}),
        ("土曜の夜に測定に来てほしいです。上の階の足音です", {"noise": "footsteps", "source": "upstairs"}),
        ("18時すぎから21時くらいまで子どもの足音がします", {"noise": "footsteps", "at": ["evening"]}),
        ("夜遅くまでゲームの声が聞こえます", {"noise": "voices", "at": ["night"]}),
    ],
)
def test_opening_reads_hours_as_parts_of_the_day(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("たまに夜中に騒ぐ声がします", {"noise": "voices", "at": ["midnight"], "often": "rarely"}),
        ("週末になるとパーティーが始まります", {"noise": "voices", "often": "weekly"}),
        ("月に2、3回バイクの集団が来ます", {"noise": "traffic", "often": "rarely"}),
        (
            "平日は毎朝6時に足音で起こされる",
            {"noise": "footsteps", "at": ["early_morning"], "often": "daily", "sleep": "yes"},
        ),
        ("二日に一回は夜中に洗濯機", {"noise": "appliances", "at": ["midnight"], "often": "several_a_week"}),
        ("いつもお世話になっております。隣の部屋のギターの音の件です", {"noise": "music", "source": "next_door"}),
        ("話し声がよく聞こえる薄い壁です", {"noise": "voices"}),
        ("ほぼ毎日のように走り回っています", {"noise": "footsteps", "often": "daily"}),
    ],
)
def test_opening_reads_how_often(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1ヶ月前から上の階の足音がひどいです", {"noise": "footsteps", "source": "upstairs", "since": "2026-10-18"}),
        (
            "半年くらい前から隣の犬が吠えるようになりました",
            {"noise": "pets", "source": "next_door", "since": "2026-05-18"},
        ),
        ("去年の夏から室外機の音が気になります", {"noise": "equipment", "since": "2025-06-01"}),
        ("昨日も夜中にうるさかった", {"at": ["midnight"]}),
        ("先週管理会社に相談しました", {"manager": "yes"}),
        (
            "3年住んでいますが、先月から上の人が変わって足音がします",
            {"noise": "footsteps", "source": "upstairs", "since": "2026-10-01"},
        ),
        (
            "越してきて2年になりますが、先月から上の階の足音がします",
            {"noise": "footsteps", "source": "upstairs", "since": "2026-10-01"},
        ),
        ("3日前に手紙を入れました", {"attempts": 1}),
        ("今年の4月から毎日です", {"since": "2026-04-01", "often": "daily"}),
    ],
)
def test_opening_reads_since_when_it_began(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("眠れません", {"sleep": "yes"}),
        ("足音で毎晩目が覚めてしまいます", {"noise": "footsteps", "at": ["night"], "often": "daily", "sleep": "yes"}),
        ("寝られへん。隣がやかましいねん", {"source": "next_door", "sleep": "yes"}),
        ("ストレスで体調を崩して病院に通っています", {"health": "yes"}),
        ("近くの病院の救急車のサイレンがうるさい", {"noise": "traffic", "source": "outside"}),
        ("頭痛と耳鳴りがして、会社も休みがちです", {"health": "yes"}),
        ("体調に影響はないですが気になります", {"health": "no"}),
        ("夜はよく眠れています。昼間の音だけです", {"at": ["daytime"], "sleep": "no"}),
        ("睡眠不足で仕事に支障が出ています", {"sleep": "yes"}),
        ("不眠で心療内科に行っています", {"sleep": "yes", "health": "yes"}),
    ],
)
def test_opening_hears_sleep_and_health(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("証拠として記録を残したいです", {"wants": "evidence"}),
        ("弁護士に相談して裁判も考えています", {"wants": "legal"}),
        ("とにかく静かにしてほしいです", {"wants": "calm"}),
        ("気のせいなのか実際にうるさいのか知りたい", {"wants": "know"}),
        ("どのくらいの音なのか測ってみたいです", {"wants": "know"}),
        ("管理会社に提出できる資料がほしい", {"wants": "evidence"}),
        ("穏便に済ませたいです", {"wants": "calm"}),
        ("数値で示せれば管理会社も動くと思う", {"wants": "evidence"}),
    ],
)
def test_opening_hears_what_is_wanted(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("管理会社に相談済みですが様子を見てと言われました", {"manager": "yes"}),
        ("管理会社にはまだ言っていません", {"manager": "no"}),
        (
            "一軒家なので管理会社はいません。隣の家のピアノです",
            {"noise": "music", "source": "next_door", "manager": "no_manager"},
        ),
        ("大家さんに言うても知らん顔です", {"manager": "yes"}),
        ("管理会社に相談したほうがいいですか?", {}),
    ],
)
def test_opening_hears_whether_the_manager_was_told(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "はじめまして。築20年の賃貸マンションの3階に住んでいます。2ヶ月ほど前に上の階に小さいお子さんのいるご家族が引っ越してきてから、毎日朝7時ごろと夕方6時から9時くらいまで、走り回る足音やジャンプする音が響きます。管理会社には2度連絡し、掲示を出してもらいましたが変わりません。直接お話ししたことはないです。寝不足というほどではないですが、在宅ワークなのでかなりこたえています。",
            {
                "noise": "footsteps",
                "source": "upstairs",
                "since": "2026-09-18",
                "at": ["early_morning", "evening"],
                "often": "daily",
                "manager": "yes",
                "attempts": 0,
            },
        ),
        (
            "隣に住む大学生が、週に3〜4回、友達を呼んで夜中の3時まで飲み会をしています。先々月からです。一度直接注意しましたが、笑って済まされました。眠れず、仕事でもミスが増えました。証拠を取って管理会社に提出したいです。",
            {
                "noise": "voices",
                "source": "next_door",
                "since": "2026-09-01",
                "at": ["midnight"],
                "often": "several_a_week",
                "attempts": 1,
                "sleep": "yes",
                "wants": "evidence",
            },
        ),
        (
            "夜11時頃になるとブーンという低い音がして、耳を塞いでも聞こえます。主人は聞こえないと言うのですが、私は頭痛がひどくて。エコキュートかもしれません。隣の家のものだと思うんですが確証はなく、まず実際どのくらいの音なのか知りたいです。",
            {"noise": "equipment", "source": "next_door", "at": ["night"], "health": "yes", "wants": "know"},
        ),
        ("うえのかいのあしおとがうるさくてねむれません", {"noise": "footsteps", "source": "upstairs", "sleep": "yes"}),
        ("となりのいえのいぬがうるさい", {"noise": "pets", "source": "next_door"}),
        ("上のひとの足おとがひどいです まいにちです", {"noise": "footsteps", "source": "upstairs", "often": "daily"}),
        ("ウエノカイノアシオト", {"noise": "footsteps", "source": "upstairs"}),
        ("上の回の足音がうるさいです", {"noise": "footsteps", "source": "upstairs"}),
        ("隣の部屋の離し声がうるさい", {"noise": "voices", "source": "next_door"}),
        (
            "深夜に隣の部屋から重低音ドンドン鳴らされて最悪",
            {"noise": "music", "source": "next_door", "at": ["midnight"]},
        ),
        (
            "うちは一階ですねんけど、二階の人が夜さりドタバタしはるんですわ",
            {"noise": "footsteps", "source": "upstairs", "at": ["night"]},
        ),
        ("夜中に子どもの泣き声がして心配です。隣です", {"noise": "voices", "source": "next_door", "at": ["midnight"]}),
        (
            "上の階から、椅子を引きずる音が毎晩します",
            {"noise": "other", "source": "upstairs", "at": ["night"], "often": "daily"},
        ),
        ("騒音で困っています", {}),
        ("測定をお願いしたいです", {}),
        ("料金を教えてください", {}),
        ("隣の工場の機械の音が朝から聞こえる", {"noise": "equipment", "source": "outside", "at": ["early_morning"]}),
        ("50dB以上の音が出ていると思います", {}),
        ("廊下の音が響いてうるさい", {"source": "same_building"}),
        ("音で赤ちゃんが起きてしまいます。上の階の足音です", {"noise": "footsteps", "source": "upstairs"}),
        (
            "上下左右どこの部屋か分かりませんが、夜に音楽が聞こえます",
            {"noise": "music", "source": "unknown", "at": ["night"]},
        ),
    ],
)
def test_opening_reads_long_dialect_and_misspelt_openings(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("夜になっても足音は止みません", {"noise": "footsteps", "at": ["night"]}),
        ("足音はなくなりません", {"noise": "footsteps"}),
        ("隣は静かにしてくれません", {"source": "next_door"}),
        ("隣からの騒音の苦情を管理会社に言いました", {"source": "next_door", "manager": "yes"}),
        ("夜は平気で騒ぎます", {"noise": "voices", "at": ["night"]}),
    ],
)
def test_opening_is_not_denied_by_words_that_only_look_like_it(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("text", "attempts"),
    [
        ("3回です", 3),
        ("二度ほど", 2),
        ("まだありません", 0),
        ("いいえ", 0),
        ("はい、あります", 1),
        ("何度もあります", 3),
    ],
)
def test_answer_about_talks_may_be_bare(slot_reader: SlotReader, text: str, attempts: int) -> None:
    assert slot_reader.read_answer("negotiation_attempts", normalize(text), NOW)["negotiation_attempts"] == attempts


@pytest.mark.parametrize(("text", "value"), [("はい", "yes"), ("いいえ", "no"), ("特にないです", "no")])
def test_answer_about_sleep_may_be_bare(slot_reader: SlotReader, text: str, value: str) -> None:
    assert slot_reader.read_answer("sleep_lost", normalize(text), NOW) == {"sleep_lost": value}


def test_answer_about_hours_is_not_read_as_talks(slot_reader: SlotReader) -> None:
    assert slot_reader.read_answer("time_of_day", "夜の10時です", NOW) == {"time_of_day": ["night"]}


def test_bare_number_says_nothing_where_no_number_was_asked_for(slot_reader: SlotReader) -> None:
    assert slot_reader.read_answer("noise_type", "3回です", NOW) == {}


def test_answer_says_other_slots_too(slot_reader: SlotReader) -> None:
    said = slot_reader.read_answer("noise_type", "足音です。毎日です", NOW)
    assert said == {"noise_type": "footsteps", "frequency": "daily"}
