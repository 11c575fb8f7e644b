"""What a message says beside what was asked for: it is noted and said to be, and a question among it is answered."""

from dataclasses import replace

from agents.context import Turn
from agents.drafts import Draft
from agents.faq import topic_fact
from agents.hearing import Said
from domain.plan import ReplyPlan


def with_receipt(turn: Turn, said: Said, plan: ReplyPlan) -> ReplyPlan:
    """Says that something was noted where the question stays the same, so that nobody wonders whether it was heard."""
    if not said.adds or plan.handover is not None or _lasting(plan.state.draft) == _lasting(turn.state.draft):
        return plan
    unasked = {*said.contact} - {turn.state.asks, "place"}
    beside = plan.asks == turn.state.asks and (unasked or said.payment) and not said.wishes.found
    noted = turn.voice.say("book_noted") if beside else ""
    opening = "\n".join(filter(None, (noted, plan.opening)))
    return replace(plan, opening=opening, progress=True)


def _lasting(draft: Draft) -> Draft:
    """What was told for good; a wish that changes nothing in what can be offered brings nobody on."""
    return {name: value for name, value in draft.items() if name not in ("wishes", "shown", "candidates")}


def with_aside(turn: Turn, said: Said, plan: ReplyPlan) -> ReplyPlan:
    """Answers a question that stands beside an answer (「090-…です。現金は使えますか」)."""
    perception = turn.perception
    answers = said.asks_something and perception.intent == "question" and perception.decision == "answer"
    if not (answers and (said.contact or said.code)) or plan.handover is not None:
        return plan
    aside = topic_fact(turn, perception.topics[0].id)
    if plan.facts:
        return replace(plan, facts=(aside, *plan.facts))
    # What is under way comes last: that is what the customer is to answer.
    return replace(plan, opening="", facts=(aside,), closing="\n".join(filter(None, (plan.opening, plan.closing))))
