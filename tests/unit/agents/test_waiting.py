"""Somebody who waits for a person goes, or wants to be called; and what a person agreed is kept to."""

from dataclasses import replace
from datetime import datetime

import pytest

from agents.agreed import recall_agreed, with_agreed
from agents.faq import answer_faq
from agents.waiting import call_back, leave_queue, leaves, wishes_call
from domain.clock import in_tokyo
from domain.effects import NoteCallback, WithdrawHandover
from domain.handback import EndedHandover, Handback
from domain.plan import ReplyPlan
from domain.staff import Duty
from domain.turn import OpenTicket
from tests.unit.agents.conftest import WAITING, Talk, labels

AGREED = Handback(("測定日は12月5日11:00に変わりました。", "手数料はいただきません。"), "田中", do_not_offer=True)


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    talk.ticket = WAITING
    return talk


def test_who_needs_nobody_any_more_leaves_and_may_call_again(waiting: Talk) -> None:
    plan = waiting.say(leave_queue, "やっぱりいいです")
    assert plan.effects == (WithdrawHandover("tk_9"),)
    assert labels(plan) == ["人と話したい"]


def test_ambiguous_word_is_asked_about_once(waiting: Talk) -> None:
    asked = waiting.say(leave_queue, "もういいです")
    assert (asked.asks, asked.effects) == ("leave_queue", ())
    assert labels(asked) == ["待つのをやめる", "このまま待つ"]
    assert waiting.say(leave_queue, "もういいです").effects == (WithdrawHandover("tk_9"),)


def test_who_rather_waits_stays(waiting: Talk) -> None:
    waiting.say(leave_queue, "もういいです")
    plan = waiting.say(leave_queue, "このまま待つ", "deny")
    assert (plan.effects, plan.asks) == ((), None)
    assert "順にお返事いたします" in plan.template


def test_who_is_angry_is_asked_before_they_are_let_go(waiting: Talk) -> None:
    anger = ("anger", "company", 2)
    assert waiting.say(leave_queue, "やっぱりいいです", feeling=anger).asks == "leave_queue"


@pytest.mark.parametrize("ticket", [replace(WAITING, trigger="safety"), replace(WAITING, priority="urgent")])
def test_where_there_was_danger_a_person_looks_all_the_same(waiting: Talk, ticket: OpenTicket) -> None:
    waiting.ticket = ticket
    plan = waiting.say(leave_queue, "もう大丈夫です")
    assert (plan.effects, plan.asks) == ((), None)
    assert "念のため" in plan.template


def test_word_for_a_change_under_way_does_not_leave_the_queue(waiting: Talk) -> None:
    turn = waiting.turn("やめます")
    assert leaves(turn.perception, turn.state, calls_for_person=False)
    assert not leaves(turn.perception, replace(turn.state, flow="change"), calls_for_person=False)


def test_what_may_be_said_in_anger_is_no_goodbye(waiting: Talk) -> None:
    turn = waiting.turn("もういい")
    assert not leaves(turn.perception, turn.state, calls_for_person=True)


def noted(plan: ReplyPlan) -> NoteCallback:
    (effect,) = plan.effects
    assert isinstance(effect, NoteCallback)
    return effect


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("明日の午後に電話してください", "2026-11-26T13:00", "2026-11-26T17:00"),
        ("金曜の15時に電話ください", "2026-11-27T15:00", "2026-11-27T15:30"),
        ("明日の17時以降に電話ください", "2026-11-26T17:00", "2026-11-26T19:00"),
        ("なるべく早く電話してほしい", "2026-11-25T10:30", "2026-11-25T19:00"),
    ],
)
def test_call_is_promised_where_people_are_there(waiting: Talk, text: str, start: str, end: str) -> None:
    waiting.state = replace(waiting.state, contact="090-1234-5678")
    plan = waiting.say(call_back, text)
    wish = noted(plan)
    assert (wish.ticket_id, wish.number, wish.said) == ("tk_9", "090-1234-5678", text)
    assert (wish.start, wish.end) == (_at(start), _at(end))
    assert "090-1234-5678へお電話します" in plan.template


def test_call_is_not_promised_while_nobody_is_there(waiting: Talk) -> None:
    waiting.state = replace(waiting.state, contact="090-1234-5678")
    plan = waiting.say(call_back, "明日の夜9時に電話してください")
    assert noted(plan).start is None
    assert "お約束できません" in plan.template
    assert "11月26日(木) 10:00から" in plan.template


def test_call_is_not_promised_where_nobody_serves(waiting: Talk) -> None:
    waiting.state = replace(waiting.state, contact="090-1234-5678")
    waiting.records.people = Duty(serving=False)
    plan = waiting.say(call_back, "明日の午後に電話してください")
    assert "お電話します" not in plan.template
    assert noted(plan).start == _at("2026-11-26T13:00")


def test_number_and_time_are_asked_for_one_after_the_other(waiting: Talk) -> None:
    assert waiting.say(call_back, "電話してほしい").asks == "callback_number"
    assert wishes_call(waiting.turn("090-1234-5678です").perception, waiting.state)
    plan = waiting.say(call_back, "090-1234-5678です")
    assert (plan.asks, labels(plan)) == ("callback_when", ["電話はいつでもよい"])
    plan = waiting.say(call_back, "電話はいつでもよい", "affirm")
    assert (noted(plan).number, noted(plan).start) == ("090-1234-5678", None)


def test_known_customer_is_not_asked_for_their_number(waiting: Talk) -> None:
    waiting.customer_id = "c-1"
    assert waiting.say(call_back, "電話してほしい").asks == "callback_when"


def test_another_question_meanwhile_is_not_taken_for_a_time(waiting: Talk) -> None:
    waiting.say(call_back, "電話してほしい")
    turn = waiting.turn("料金はいくらですか")
    assert not wishes_call(turn.perception, turn.state)


def test_fresh_episode_begins_with_what_was_agreed_and_offers_nothing(talk: Talk) -> None:
    talk.state = talk.state.after(EndedHandover("tk_9", AGREED))
    plan = talk.say(
        lambda turn: with_agreed(turn, answer_faq(turn)), "支払い方法は?", topics=[next(iter(talk.desk.pack.topics))]
    )
    assert plan.template.startswith("担当の者とのお話では")
    assert all(sentence in plan.template for sentence in AGREED.agreed)
    assert ("tk_9", "担当の田中とのお話") in [(source.id, source.title) for source in plan.sources]
    assert not {"今すぐ予約する", "無料診断をはじめる", "おすすめプランを聞く"} & set(labels(plan))


def test_what_was_agreed_is_said_again_when_asked(talk: Talk) -> None:
    talk.state = talk.state.after(EndedHandover("tk_9", AGREED))
    plan = talk.say(recall_agreed, "担当の方と決まったことは何でしたっけ")
    assert all(sentence in plan.template for sentence in AGREED.agreed)


def _at(text: str) -> datetime:
    return in_tokyo(datetime.fromisoformat(text))
