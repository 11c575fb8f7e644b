from datetime import timedelta
from typing import Any

import pytest

from domain.labels import Trigger
from domain.reply import Sentiment
from domain.watching import WatchTerms
from evals.production.escalation_causes import Cause, Terms, cause_of
from evals.production.escalations import Escalations
from services.reviewing.history import PastTurn
from tests.fakes.clock import MORNING
from tests.fakes.past import past, past_ticket, past_turn

TERMS = Terms(near=0.2, watch=WatchTerms())
CALL = MORNING + timedelta(minutes=30)
ANGER = Sentiment("anger", "company", 2)


def calling(**fields: Any) -> PastTurn:
    given = {"route": "hand_over", "type": "escalation", "at": CALL, "record": {"intent": "request_person"}} | fields
    return past_turn("担当者を", ticket_id="T-now", **given)


def unanswered(decision: str, score: float, intent: str = "question") -> PastTurn:
    record = {"topics": [{"id": "late-night", "score": score}], "decision": decision, "intent": intent}
    return past_turn("夜間は", route="clarify", type="conversation", record=record)


def cause(trigger: Trigger, *before: PastTurn | str, here: PastTurn | None = None, **fields: Any) -> Cause:
    ticket = past_ticket(trigger, at=CALL, **({"ticket_id": "T-now"} | fields))
    return cause_of(past(*before, here or calling(), tickets=(ticket,)), ticket, TERMS)


def judged(found: Cause) -> tuple[bool, str, str | None]:
    return found.avoidable, found.prevention, found.about


@pytest.mark.parametrize("trigger", ["safety", "refund", "contract_end", "legal"])
def test_what_belongs_to_people_is_unavoidable_whatever_came_before(trigger: Trigger) -> None:
    assert judged(cause(trigger, unanswered("decline", 0.6))) == (False, "none", None)


def test_person_asked_for_without_anything_gone_wrong_is_unavoidable() -> None:
    assert cause("human_request").why == "asked for a person at once"
    assert judged(cause("human_request", "料金は")) == (False, "none", None)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ((unanswered("decline", 0.3),), (True, "teach_topic", "late-night")),
        ((unanswered("decline", 0.1),), (False, "none", None)),
        ((unanswered("decline", 0.9, "off_topic"),), (False, "none", None)),
        ((unanswered("ask_back", 0.4),), (True, "teach_topic", "late-night")),
        ((past_turn("料金"), past_turn("いくらか聞いている")), (True, "better_answer", "price-list")),
        ((past_turn("料金", confidence=0.4),), (True, "teach_topic", "price-list")),
        ((past_turn("い"), past_turn("ろ"), past_turn("は")), (True, "teach_topic", "price-list")),
    ],
)
def test_what_went_wrong_before_names_what_would_have_prevented_it(
    before: tuple[PastTurn, ...], expected: tuple[bool, str, str | None]
) -> None:
    assert judged(cause("human_request", *before)) == expected


def test_displeasure_right_after_an_answer_is_about_the_answer() -> None:
    angry = calling(sentiment=ANGER)
    assert judged(cause("anger", "料金は", here=angry)) == (True, "better_answer", "price-list")
    assert judged(cause("anger", here=angry)) == (False, "none", None)


def test_stalled_conversation_names_the_question() -> None:
    asking = past_turn("ええと", route="diagnose", type="conversation", asks="since", record={})
    assert judged(cause("stalled", asking)) == (True, "understand_answer", "since")


def test_uncovered_matter_of_the_trade_wants_a_topic() -> None:
    near = calling(record={"intent": "near_topic"})
    assert judged(cause("uncovered", here=near)) == (True, "write_topic", None)
    assert judged(cause("uncovered", here=calling(record={"intent": "off_topic"}))) == (False, "none", None)
    assert judged(cause("uncovered", here=calling(route="book", record={}))) == (False, "none", None)


def test_promise_that_was_not_kept_calls_again() -> None:
    earlier = past_ticket("complaint", at=MORNING, due=MORNING + timedelta(minutes=15), priority="high")
    ticket = past_ticket("impatience", at=CALL, ticket_id="T-now")
    found = cause_of(past("苦情", calling(), tickets=(earlier, ticket)), ticket, TERMS)
    assert judged(found) == (True, "keep_promise", "high")


def test_promise_is_judged_by_when_somebody_came() -> None:
    due = CALL + timedelta(minutes=15)
    kept = cause("refund", due=due, attended_at=CALL + timedelta(minutes=10))
    assert (kept.kept, kept.minutes) == (True, 10)
    assert cause("refund", due=due, attended_at=CALL + timedelta(minutes=16)).kept is False
    assert cause("refund", due=None, attended_at=CALL).kept is None


def test_report_counts_and_names_examples() -> None:
    causes = (cause("refund"), cause("human_request", unanswered("decline", 0.3)), cause("human_request"))
    report = Escalations("2026-11", 40, causes)
    plain = report.as_json()
    assert (plain["handovers"], plain["avoidable"], plain["conversations"]) == (3, 1, 40)
    assert plain["triggers"][0] == {"trigger": "human_request", "handovers": 2, "avoidable": 1}
    assert plain["preventions"][0]["about"] == "late-night"
    assert "| 1 | more ways of asking | late-night | declined, though a topic was near | c-1 |" in report.as_markdown()


def test_report_of_a_quiet_month_says_so() -> None:
    text = Escalations("2026-11", 0, ()).as_markdown()
    assert "0 handovers" in text
    assert "–" in text
