"""What somebody who waits for a person says of the waiting."""

import pytest

from domain.dialogue import DialogueState
from domain.handback import EndedHandover, Handback
from domain.recalling import asks_what_was_agreed
from domain.text import normalize
from domain.waiting import leaving, stays, wants_call


@pytest.mark.parametrize(
    "text",
    [
        "やっぱりいいです",
        "もう大丈夫です",
        "解決しました",
        "お騒がせしました、自己解決しました。ありがとうございました",
        "問題は解決しましたので大丈夫です",
        "すみません、やっぱり大丈夫です。お手数をおかけしました",
        "担当者は不要です",
        "つながなくて大丈夫です",
        "待つのをやめます",
        "もう連絡は不要です",
    ],
)
def test_who_needs_nobody_any_more_is_let_go(text: str) -> None:
    assert leaving(normalize(text)) == "surely"


@pytest.mark.parametrize("text", ["もういいです", "大丈夫です", "結構です", "やめます", "キャンセルします"])
def test_what_may_mean_something_else_is_asked_about(text: str) -> None:
    assert leaving(normalize(text)) == "perhaps"


@pytest.mark.parametrize(
    "text",
    [
        "大丈夫じゃないです",
        "まだ解決していません",
        "解決してないです",
        "もう大丈夫ですか",
        "もういいです！責任者を出せ",
        "いつまで待てばいいですか",
        "予約をキャンセルしたい",
        "ここで待っています",
        "人と話したい",
        "問題ないか確認してください",
    ],
)
def test_who_is_not_done_goes_on_waiting(text: str) -> None:
    assert leaving(normalize(text)) is None


@pytest.mark.parametrize("text", ["このまま待つ", "待ちます", "いいえ", "お願いします"])
def test_who_stays_is_understood(text: str) -> None:
    assert stays(normalize(text))


@pytest.mark.parametrize(
    "text",
    [
        "電話してほしい",
        "折り返しお電話ください",
        "電話で話したいです",
        "お電話いただけますか",
        "明日の午後に電話してください",
        "電話番号は090-1234-5678です。折り返しをお願いします",
        "コールバックお願いします",
        "電話のほうがいいです",
    ],
)
def test_who_wants_to_be_called_is_understood(text: str) -> None:
    assert wants_call(normalize(text))


@pytest.mark.parametrize(
    "text",
    [
        "電話はしないでください",
        "電話は苦手なのでチャットで",
        "電話に出られません",
        "電話したのに誰も出ない",
        "電話番号は090-1234-5678です",
        "電話の音がうるさいのでやめてほしい",
        "電話代はいくらですか",
        "管理会社に電話してもらえますか",
        "電話で聞きました",
    ],
)
def test_a_telephone_alone_is_no_wish_to_be_called(text: str) -> None:
    assert not wants_call(normalize(text))


@pytest.mark.parametrize(
    "text",
    [
        "担当の方と決まったことを教えてください",
        "さっき決まったことは何でしたっけ",
        "約束の内容をもう一度教えて",
        "結局どうなりましたか",
    ],
)
def test_who_asks_what_was_agreed_is_understood(text: str) -> None:
    assert asks_what_was_agreed(normalize(text))


@pytest.mark.parametrize("text", ["料金はどうやって決まるのですか", "キャンセル料はいくらですか", "担当の方と話したい"])
def test_other_questions_are_not_about_what_was_agreed(text: str) -> None:
    assert not asks_what_was_agreed(normalize(text))


def test_episode_after_a_handover_is_fresh_but_knows_the_case() -> None:
    strained = DialogueState(
        turn=9, flow="booking", asks="plan", slots={"noise_type": "music"}, plan="light", stuck=2, uncovered=1,
        tension=2.5, contact="090-1234-5678", draft={"area": "東京都", "booked": "bk_1"}, choices=("a",),
    )  # fmt: skip
    note = Handback(("測定は12月5日です。",), "田中", topic_closed=True, do_not_offer=True)
    fresh = strained.after(EndedHandover("tk_1", note))
    assert (fresh.stuck, fresh.uncovered, fresh.tension, fresh.flow, fresh.asks, fresh.plan) == (
        0,
        0,
        0.0,
        None,
        None,
        None,
    )
    assert (fresh.slots, fresh.contact, fresh.draft) == ({"noise_type": "music"}, "090-1234-5678", {"booked": "bk_1"})
    assert (fresh.agreed, fresh.agreed_with, fresh.offers_nothing) == (note.agreed, "田中", True)
    assert DialogueState.from_json(fresh.as_json()) == fresh
    assert strained.after(EndedHandover("tk_2", Handback())).plan == "light"
