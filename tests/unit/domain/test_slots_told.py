"""Stories that were written before the patterns had seen them: what is said, and nothing else."""

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
        # since when
        (
            "隣の犬が朝5時半から吠えるんです。ほぼ毎日。もう1年になります",
            {
                "noise": "pets",
                "source": "next_door",
                "since": "2025-11-18",
                "at": ["early_morning"],
                "often": "daily",
            },
        ),
        (
            "最近ですか?ここ3日ほどです。上の階でドリルの音",
            {"noise": "construction", "source": "upstairs", "since": "2026-11-15"},
        ),
        (
            "引っ越して5日目。隣の話し声が夜11時でも丸聞こえ",
            {"noise": "voices", "source": "next_door", "since": "2026-11-13", "at": ["night"]},
        ),
        (
            "今週に入ってからずっと、上でゴリゴリ何かを削る音",
            {"noise": "other", "source": "upstairs", "since": "2026-11-16"},
        ),
        (
            "妊娠8ヶ月です。上の階の音で夜中に何度も起きてしまって",
            {"source": "upstairs", "at": ["midnight"], "sleep": "yes", "health": "yes"},
        ),
        (
            "9月から夜勤になったので、昼の12時頃の隣の掃除機で起こされる",
            {"noise": "appliances", "source": "next_door", "at": ["daytime"], "sleep": "yes"},
        ),
        # hours
        ("夜間の道路工事、22時から翌5時", {"noise": "construction", "source": "outside", "at": ["night", "midnight"]}),
        ("中学生のボールの音、放課後4時から6時", {"noise": "other", "at": ["daytime"]}),
        (
            "モーターの音が24時間ですが、特に夜中が気になります",
            {"noise": "equipment", "at": ["midnight"], "often": "daily"},
        ),
        ("昼間よりも夜11時以降の貨物列車", {"noise": "traffic", "at": ["night"]}),
        # how often
        (
            "ピアノの練習、午後3時から6時。毎日じゃなくて週4かな",
            {"noise": "music", "at": ["daytime"], "often": "several_a_week"},
        ),
        ("以前は毎日でしたが今は週1回です。隣の歌声", {"noise": "music", "source": "next_door", "often": "weekly"}),
        ("隔週で土曜の夜にホームパーティー", {"noise": "voices", "at": ["night"], "often": "rarely"}),
        # who was spoken to
        (
            "管理会社には三度電話しましたが、隣人本人とは話したことはありません",
            {"source": "next_door", "manager": "yes", "attempts": 0},
        ),
        (
            "隣の方に直接4回、管理会社に5回、それでも毎日です",
            {"source": "next_door", "manager": "yes", "attempts": 4, "often": "daily"},
        ),
        ("直接お願いに上がったのが1回、手紙が2回、全部で3回です", {"attempts": 3}),
        ("不動産屋さん通して2回注意してもらいました。私からは一度も言っていません", {"manager": "yes", "attempts": 0}),
        ("手紙は書きましたが、まだ渡せていません", {"attempts": 0}),
        ("管理会社は点検済みで異常なしだって", {"manager": "yes"}),
        # what is wanted
        ("上の足音を客観的な数字で知りたくて", {"noise": "footsteps", "source": "upstairs", "wants": "know"}),
        ("音量を下げてくれればいい。下の階の音楽", {"noise": "music", "source": "downstairs", "wants": "calm"}),
        ("弁護士をつけるつもりはないけど証拠は欲しい", {"wants": "evidence"}),
        # whose it is
        ("猫の鳴き声。外の野良じゃなくてお隣の猫だと思う", {"noise": "pets", "source": "next_door"}),
        (
            "眠れないってほどじゃないんですけど、上の階の洗濯機",
            {"noise": "appliances", "source": "upstairs", "sleep": "no"},
        ),
        (
            "うえの かいの ひとが よる ドンドン。しゅうまつ だけ です",
            {"noise": "footsteps", "source": "upstairs", "at": ["night"], "often": "weekly"},
        ),
    ],
)
def test_story_says_its_slots(hears: Hears, text: str, said: Said) -> None:
    hears(text, **said)


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("frequency", "ない日はないくらい", "daily"),
        ("frequency", "平日だけです", "daily"),
        ("frequency", "月イチあるかないか", "rarely"),
        ("wants", "管理会社に見せる資料がほしい", "evidence"),
        ("wants", "データとして残しておきたい", "evidence"),
        ("negotiation_attempts", "一度もしてません", 0),
        ("negotiation_attempts", "はい、あります", 1),
        ("negotiation_attempts", "もう何度も", 3),
        ("negotiation_attempts", "一度もない", 0),
        ("negotiation_attempts", "怖くて無理です", 0),
        ("sleep_lost", "寝るのに支障はないです", "no"),
        ("sleep_lost", "眠りづらいですね", "yes"),
        ("negotiation_attempts", "誰だかわからないので何も", 0),
        ("negotiation_attempts", "大家さんには何度も言ったけど本人には一度も", 0),
        ("negotiation_attempts", "2回言ったけど何も", 2),
        ("negotiation_attempts", "言ったけど直らない", 1),
        ("frequency", "月水金", "several_a_week"),
        ("frequency", "日曜以外", "daily"),
        ("time_of_day", "夜8時から朝まで", ["evening", "night", "midnight"]),
        ("wants", "やめてくれたらええ", "calm"),
        ("wants", "本当にうるさいレベルなのか知りたい", "know"),
        ("sleep_lost", "ええ、何日も寝られていません", "yes"),
        ("since", "さあ、夏ごろからかな", "2026-06-01"),
    ],
)
def test_reply_in_prose_answers_the_question(slot_reader: SlotReader, slot: str, text: str, value: object) -> None:
    assert slot_reader.read_answer(slot, normalize(text), NOW)[slot] == value


@pytest.mark.parametrize("text", ["わからない", "さあ、どうだろう", "なんとも言えないです"])
def test_reply_that_says_nothing_answers_nothing(slot_reader: SlotReader, text: str) -> None:
    assert not slot_reader.read_answer("since", text, NOW)
