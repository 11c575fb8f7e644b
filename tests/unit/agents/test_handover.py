from dataclasses import replace
from datetime import datetime

import pytest

from agents.diagnosis import Diagnosing
from agents.handover import hand_over, take_contact
from domain.clock import TOKYO, in_tokyo
from domain.effects import NoteContact, OpenHandover, PageOnCall, RaiseHandover
from domain.labels import TRIGGERS, Priority, Trigger
from domain.plan import ReplyPlan
from domain.records import Worth
from domain.staff import Duty
from domain.turn import OpenTicket
from tests.unit.agents.conftest import WAITING, Talk


def handed(talk: Talk, trigger: Trigger, text: str = "担当者を出してください", **fields: object) -> ReplyPlan:
    return talk.say(lambda turn: hand_over(turn, trigger), text, "request_person", **fields)


def opened(plan: ReplyPlan) -> OpenHandover:
    effect = plan.effects[0]
    assert isinstance(effect, OpenHandover)
    return effect


@pytest.mark.parametrize(
    ("trigger", "now", "words"),
    [
        ("anger", "2026-11-25T10:00", "15分以内に、担当の者がこちらのチャットでお返事します。"),
        ("human_request", "2026-11-25T10:00", "2時間以内に、"),
        ("human_request", "2026-11-25T18:50", "担当の者が、11月26日(木) 10:00以降に、順にお返事します。"),
        ("human_request", "2026-11-25T22:00", "不在のため、11月26日(木) 10:00以降に、"),
        ("human_request", "2026-11-25T08:00", "不在のため、11月25日(水) 10:00以降に、"),
        ("anger", "2026-11-23T12:00", "不在のため、11月24日(火) 10:00以降に、"),
        ("anger", "2026-12-30T12:00", "不在のため、2027年1月4日(月) 10:00以降に、"),
        ("uncovered", "2026-11-25T10:00", "担当の者が、11月26日(木) 10:00以降に、順にお返事します。"),
        ("uncovered", "2026-11-27T10:00", "担当の者が、11月30日(月) 10:00以降に、"),
        ("safety", "2026-11-23T03:00", "5分以内に、"),
    ],
)
def test_promise_is_one_that_somebody_is_there_to_keep(talk: Talk, trigger: Trigger, now: str, words: str) -> None:
    talk.now = in_tokyo(datetime.fromisoformat(now))
    assert words in handed(talk, trigger).template


def test_nobody_is_said_to_be_away_while_they_are_there(talk: Talk) -> None:
    assert "不在" not in handed(talk, "uncovered").template


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_reason_has_words_of_its_own(talk: Talk, trigger: Trigger) -> None:
    if trigger != "safety":
        assert f"handover_{trigger}" in talk.desk.pack.templates
    assert handed(talk, trigger).opening.endswith("。")


@pytest.mark.parametrize(
    ("trigger", "priority"),
    [("safety", "urgent"), ("refund", "high"), ("legal", "high"), ("complaint", "normal"), ("uncovered", "low")],
)
def test_ticket_has_the_priority_of_its_reason(talk: Talk, trigger: Trigger, priority: Priority) -> None:
    plan = handed(talk, trigger)
    assert opened(plan).priority == priority
    assert plan.handover is not None
    assert (plan.handover.ticket_id, plan.handover.priority) == ("tk_1", priority)


@pytest.mark.parametrize(
    ("trigger", "senior"),
    [("anger", True), ("contract_end", True), ("complaint", True), ("human_request", False), ("stalled", False)],
)
def test_serious_ones_go_to_senior_staff(talk: Talk, trigger: Trigger, senior: bool) -> None:
    assert opened(handed(talk, trigger)).senior is senior


def test_contact_is_asked_where_none_is_known(talk: Talk) -> None:
    plan = handed(talk, "human_request")
    assert (plan.asks, talk.state.asks) == ("contact", "contact")
    assert "電話番号かメールアドレス" in plan.template


def test_contact_on_record_is_not_asked_for(known: Talk) -> None:
    plan = handed(known, "human_request")
    assert plan.asks is None
    assert opened(plan).brief["contact"] == "090-1234-5678"


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("090-1234-5678です", "090-1234-5678"),
        ("電話は０３（１２３４）５６７８", "03(1234)5678"),
        ("taro.y@example.co.jp にお願いします", "taro.y@example.co.jp"),
    ],
)
def test_contact_is_taken_from_the_message(talk: Talk, text: str, contact: str) -> None:
    handed(talk, "human_request")
    talk.ticket = WAITING
    plan = talk.say(take_contact, text)
    assert (talk.state.contact, talk.state.asks) == (contact, None)
    assert plan.effects == (NoteContact("tk_9", contact),)
    assert plan.template == "ありがとうございます。ご連絡先を担当の者に伝えました。"


def test_brief_holds_what_a_person_needs_beside_the_transcript(known: Talk, diagnosing: Diagnosing) -> None:
    known.say(diagnosing.diagnose, "上の階の足音が毎晩うるさい", "trouble")
    plan = handed(known, "anger", "いい加減にして", feeling=("anger", "company", 3))
    brief = opened(plan).brief
    assert (brief["customer"], brief["customer_id"]) == ("佐藤花子", "c-1")
    assert brief["slots"]["noise_type"] == "footsteps"
    assert brief["sentiment"] == {"label": "anger", "target": "company", "intensity": 3}
    assert brief["message"] == "いい加減にして"


def test_handover_ends_what_was_under_way(known: Talk) -> None:
    known.state = replace(known.state, flow="booking", asks="wish", stuck=2)
    handed(known, "human_request")
    assert (known.state.flow, known.state.asks, known.state.stuck) == (None, None, 0)


def test_more_urgent_reason_raises_the_waiting_ticket(talk: Talk) -> None:
    talk.ticket = WAITING
    effect = handed(talk, "anger").effects[0]
    assert isinstance(effect, RaiseHandover)
    assert (effect.ticket_id, effect.priority) == ("tk_9", "high")


def test_reason_no_more_urgent_leaves_the_ticket_as_it_is(talk: Talk) -> None:
    talk.ticket = OpenTicket("tk_9", "anger", "high", claimed=False)
    plan = handed(talk, "refund")
    assert plan.effects == ()
    assert plan.template == "担当の者に引き継いでおり、順にお返事いたします。いただいた内容も、あわせて伝わっています。"


@pytest.mark.parametrize(
    ("danger", "numbers"),
    [
        ("self_harm", ("119", "110", "0120-279-338", "0570-783-556")),
        ("violence", ("110", "119", "0120-279-338")),
        ("partner", ("110", "#8008")),
        ("child", ("110", "189")),
        ("emergency", ("119", "110")),
    ],
)
def test_danger_is_answered_with_the_numbers_that_help(talk: Talk, danger: str, numbers: tuple[str, ...]) -> None:
    plan = handed(talk, "safety", danger=danger)
    assert all(number in plan.template for number in numbers)
    assert opened(plan).priority == "urgent"


def test_somebody_in_danger_is_asked_for_nothing(talk: Talk) -> None:
    assert handed(talk, "safety", danger="self_harm").asks is None


def test_danger_said_twice_is_answered_with_the_numbers_twice(talk: Talk) -> None:
    talk.ticket = OpenTicket("tk_9", "safety", "urgent", claimed=True)
    plan = handed(talk, "safety", danger="self_harm")
    assert "0120-279-338" in plan.template
    assert plan.effects == (PageOnCall("tk_9", talk.desk.paging),)


@pytest.mark.parametrize("ticket", [None, WAITING])
def test_danger_calls_somebody_on_call(talk: Talk, ticket: OpenTicket | None) -> None:
    talk.ticket = ticket
    plan = handed(talk, "safety", danger="violence")
    assert "担当の者にも、すぐに知らせました。" in plan.template
    assert plan.handover is not None
    assert plan.effects[1:] == (PageOnCall(plan.handover.ticket_id, talk.desk.paging),)


def test_nobody_is_called_at_night_for_anger(talk: Talk) -> None:
    assert not any(isinstance(effect, PageOnCall) for effect in handed(talk, "anger").effects)


def test_minutes_are_not_promised_for_danger_at_night_where_nobody_is_on_call(talk: Talk) -> None:
    talk.now = datetime(2026, 11, 23, 3, 0, tzinfo=TOKYO)
    talk.records.people = Duty(serving=True, on_call=False)
    plan = handed(talk, "safety", danger="self_harm")
    assert "0120-279-338" in plan.template
    assert "5分以内" not in plan.template
    assert "知らせました" not in plan.template
    assert "11月24日(火) 10:00以降に" in plan.template


def test_minutes_are_not_promised_where_nobody_is_on_the_staff(talk: Talk) -> None:
    talk.records.people = Duty(serving=False, on_call=False)
    assert "分以内" not in handed(talk, "anger").template


def test_contact_said_with_the_wish_for_a_person_is_not_asked_for(talk: Talk) -> None:
    plan = handed(talk, "human_request", "人を出して。090-1234-5678に電話して")
    assert plan.asks is None
    assert opened(plan).brief["contact"] == "090-1234-5678"


@pytest.mark.parametrize("trigger", ["anger", "uncovered"])
def test_contact_said_beside_anything_reaches_the_waiting_ticket(talk: Talk, trigger: Trigger) -> None:
    talk.ticket = WAITING
    plan = handed(talk, trigger, "いい加減にして。090-1234-5678だから")
    assert NoteContact("tk_9", "090-1234-5678") in plan.effects
    assert talk.state.contact == "090-1234-5678"


def test_contact_given_after_the_ticket_was_closed_is_kept_and_nobody_is_said_to_know_it(talk: Talk) -> None:
    handed(talk, "human_request")
    talk.ticket = None
    plan = talk.say(take_contact, "090-1234-5678です")
    assert plan.effects == ()
    assert "控えました" in plan.template
    assert opened(handed(talk, "human_request")).brief["contact"] == "090-1234-5678"


@pytest.mark.parametrize("worth", [Worth("critical"), Worth("high"), Worth("low", is_top=True)])
def test_any_handover_of_a_customer_at_risk_or_of_great_value_is_high(known: Talk, worth: Worth) -> None:
    known.records.worths["c-1"] = worth
    plan = handed(known, "human_request")
    assert plan.handover is not None and plan.handover.priority == "high"


def test_danger_stays_urgent_for_a_customer_of_great_value(known: Talk) -> None:
    known.records.worths["c-1"] = Worth(is_top=True)
    plan = handed(known, "safety")
    assert plan.handover is not None and plan.handover.priority == "urgent"


def test_customer_without_risk_waits_like_everybody(known: Talk) -> None:
    known.records.worths["c-1"] = Worth("medium")
    plan = handed(known, "human_request")
    assert plan.handover is not None and plan.handover.priority == "normal"
