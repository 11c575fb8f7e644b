"""Answers from the FAQ: the pack's own words, each with its source."""

from dataclasses import replace

from agents.context import Turn
from agents.diagnosis import tells_of_noise
from agents.own_record import own_facts
from agents.resume import pending
from domain.plan import Fact, ReplyPlan
from domain.reply import Source
from knowledge.pack.references import render

ROUTE = "faq"


def topic_fact(turn: Turn, topic_id: str) -> Fact:
    """A topic's answer with its figures in place."""
    topic = turn.desk.pack.topics[topic_id]
    return Fact(render(turn.desk.pack, topic.answer), Source(topic.id, topic.title))


def answer_faq(turn: Turn) -> ReplyPlan:
    """Answers the best topic. Where the same answer was just given and did not help, says so and offers more.

    In the middle of an intake or a booking the question that is still open is asked again.
    """
    topic_id = turn.perception.topics[0].id
    topic = turn.desk.pack.topics[topic_id]
    repeated = bool(turn.state.recent) and turn.state.recent[-1] == topic_id and not turn.perception.exact
    facts = [*own_facts(turn, topic_id), topic_fact(turn, topic_id)]
    side = turn.perception.side_topic
    if side is not None and side != topic_id:
        facts.append(topic_fact(turn, side))
    buttons = [*topic.buttons, "human"] if repeated and "human" not in topic.buttons else topic.buttons
    still_open = pending(turn)
    # A question may tell of the noise beside (「夜中の足音、規約で止められますか」): nobody is asked for that again.
    slots = turn.perception.slots
    told = slots if len(slots) > 1 and tells_of_noise(turn.perception, turn.state) else {}
    return ReplyPlan(
        type="faq",
        route=ROUTE,
        confidence=turn.perception.answerable,
        state=replace(
            turn.state,
            slots={**turn.state.slots, **told},
            asks=None if turn.state.asks == "topic" else turn.state.asks,
            recent=turn.state.remember_topic(topic_id),
            choices=(),
        ),
        opening=turn.voice.say("same_answer") if repeated else "",
        facts=tuple(facts),
        closing=still_open.words if still_open else "",
        options=still_open.options if still_open else turn.options(buttons, topic.related),
        asks=still_open.asks if still_open else None,
        progress=not repeated,
    )
