"""A case of one message, read by the brain alone as `zenbu understand` reads it. Nothing is written."""

from time import perf_counter

from domain.clock import in_tokyo
from domain.dialogue import DialogueState
from domain.handover import priority_of
from domain.labels import Trigger
from domain.perception import Perception
from domain.text import accept
from domain.turn import TurnRequest
from evals.agents.agent import Agent
from evals.cases import Case, Suite
from evals.played import Played, Reading, Said
from graphs.routing import due_trigger

TOPICS = 10
"""How many topics are kept: enough for the reciprocal rank."""


def read(agent: Agent, suite: Suite, case: Case, trial: int = 0) -> Played:
    """Reads the message of a case.

    Args:
        agent: Who reads.
        suite: The case's suite.
        case: A case with a `text`.
        trial: Which repetition.

    Raises:
        UnreadableMessage: The message is empty or too long.
    """
    assert case.text is not None
    agent.begin(suite, case)
    state = DialogueState()
    now = in_tokyo(case.now or suite.now)
    started = perf_counter()
    perception = agent.perceive(TurnRequest("eval", "eval", accept(case.text), now), state)
    trigger = due_trigger(perception, state, agent.thresholds)
    spent = (perf_counter() - started) * 1000
    said = Said(case.text, {}, {**perception.record(), "due": trigger})
    return Played(
        case.id,
        trial,
        turns=(said,),
        reading=_reading(perception, trigger),
        struck=agent.struck,
        milliseconds=(round(spent, 2),),
    )


def _reading(perception: Perception, trigger: Trigger | None) -> Reading:
    sentiment = perception.sentiment
    return Reading(
        topics=tuple((topic.id, round(topic.score, 4)) for topic in perception.topics[:TOPICS]),
        decision=perception.decision,
        intent=perception.intent,
        slots=perception.slots,
        wishes=perception.wishes.as_json(),
        sentiment={"label": sentiment.label, "target": sentiment.target, "intensity": sentiment.intensity},
        danger=perception.danger,
        injection=perception.injection,
        others_data=perception.others_data,
        handover=round(perception.handover, 4),
        trigger=trigger,
        priority=priority_of(trigger) if trigger else None,
        answerable=round(perception.answerable, 4),
    )
