"""A message read once more by the model, where the local brain is unsure. What it may change is bounded.

Danger, what attacks, dates, contacts and everything about a visit stay the local brain's. The model chooses among known
labels and among the topics that were found; it may call for a person, and calls one off only where it was not sure.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict

from agents.hearing import PERSONAL
from agents.llm.faults import LlmFault
from agents.llm.model import LanguageModel
from agents.llm.prompting import Prompt, template
from agents.llm.turn import LlmTurn
from domain.contact import read_contact
from domain.dialogue import DialogueState
from domain.labels import EMOTIONS, INTENTS, TARGETS, EmotionLabel, Intent, Target, Trigger
from domain.perception import Perception, TopicScore
from domain.reply import Sentiment
from domain.text import clauses
from domain.turn import TurnRequest
from knowledge.decision import decide
from knowledge.pack import Pack
from knowledge.pack.language_model import Understanding as Terms
from knowledge.pack.language_model import Understood

Person = Literal[
    "none",
    "anger",
    "dissatisfaction",
    "anxiety",
    "impatience",
    "complaint",
    "contract_end",
    "refund",
    "legal",
    "human_request",
]
"""Reasons for a person that a message can give; danger is read elsewhere, and stalling is counted."""

LONGEST_TEXT: Final = 1_000
"""Characters of a message that are shown to the model."""

MOST_TOPICS: Final = 10

SHORT_ANSWER: Final = 24
"""Characters within which a message is taken for an answer to our own question."""


class SaidSlot(BaseModel):
    """A diagnosis value the model heard."""

    model_config = ConfigDict(extra="forbid")
    slot: str
    value: str


class Heard(BaseModel):
    """What the model makes of a message."""

    model_config = ConfigDict(extra="forbid")
    intent: Intent
    topics: list[str]
    feeling: EmotionLabel
    at: Target
    strength: Literal[0, 1, 2, 3]
    person: Person
    slots: list[SaidSlot]


class Understanding:
    """Reads messages again.

    Args:
        pack: Whose topics, slots and examples are shown.
        terms: When the model is asked.
        model: What is asked.
    """

    def __init__(self, pack: Pack, terms: Terms, model: LanguageModel) -> None:
        self._pack = pack
        self._terms = terms
        self._model = model
        self._slots = {name: frozenset(values) for name, values in _slots(pack).items()}
        self._prompt = template("understand")
        self._system = system_of(pack, terms.examples)

    def read(self, perceived: Perception, request: TurnRequest, state: DialogueState, turn: LlmTurn) -> Perception:
        """The perception, sharpened by the model where that is worth a call and it answers in time.

        Args:
            perceived: By the local brain.
            request: The message and who owns the conversation.
            state: Where the dialogue stands.
            turn: On whose account it goes.
        """
        if not self.is_worth(perceived, request, state):
            return perceived
        deadline = turn.deadline.within(self._model.terms.understanding)
        try:
            heard = self._model.client.structured(self._asked(perceived, state), Heard, turn, deadline)
        except LlmFault:
            return perceived  # counted where it happened
        return self.sharpened(perceived, heard)

    def is_worth(self, perceived: Perception, request: TurnRequest, state: DialogueState) -> bool:
        """Whether the local brain is unsure, or the message wants several things."""
        terms = self._terms
        claimed = request.people_only or (request.ticket is not None and request.ticket.claimed)
        settled = perceived.exact or perceived.danger is not None or perceived.injection or perceived.others_data
        if claimed or settled or state.asks in PERSONAL or not perceived.topics:
            return False
        torn = terms.handover.above <= perceived.handover < terms.handover.below
        if _answers(perceived, state):
            return torn and perceived.handover >= self._pack.thresholds.handover
        vague = perceived.confidence < terms.intent or (
            perceived.intent in ("question", "near_topic", "off_topic")
            and terms.answerable.above <= perceived.answerable < terms.answerable.below
        )
        long = len(perceived.text) >= terms.long and len(clauses(perceived.text)) >= terms.compound
        return torn or vague or long

    def sharpened(self, local: Perception, heard: Heard) -> Perception:
        """Puts together what both made of a message; each field by who may decide it."""
        return replace(
            local,
            **self._intent(local, heard),
            **self._topics(local, heard),
            **self._person(local, heard),
            sentiment=_sentiment(local, heard),
            slots={**self._said(heard), **local.slots},
            brain="llm",
        )

    def _intent(self, local: Perception, heard: Heard) -> dict[str, Any]:
        if heard.intent == local.intent or local.confidence >= self._terms.trust:
            return {}
        likely = dict(local.intents)
        confidence = max(self._terms.trust, likely.get(heard.intent, 0.0))
        others = tuple(pair for pair in local.intents if pair[0] != heard.intent)
        return {"intent": heard.intent, "confidence": confidence, "intents": ((heard.intent, confidence), *others)[:3]}

    def _topics(self, local: Perception, heard: Heard) -> dict[str, Any]:
        thresholds, terms = self._pack.thresholds, self._terms
        found = {topic.id: topic for topic in local.topics}
        chosen = [name for name in dict.fromkeys(heard.topics) if name in found][:2]
        sure = local.answerable >= terms.answerable.below
        if sure or local.answerable < terms.answerable.above:
            side = next((name for name in chosen if name != local.topics[0].id), None)
            return {"side_topic": local.side_topic or (side if sure else None)}
        if not chosen:
            answerable = min(local.answerable, thresholds.answer - 0.01)
            return {"answerable": answerable, "decision": decide(answerable, thresholds)}
        answerable = max(local.answerable, terms.trust)
        first = TopicScore(chosen[0], max(found[chosen[0]].score, terms.trust))
        return {
            "topics": (first, *(topic for topic in local.topics if topic.id != first.id)),
            "answerable": answerable,
            "decision": decide(answerable, thresholds),
            "side_topic": local.side_topic or (chosen[1] if len(chosen) > 1 else None),
        }

    def _person(self, local: Perception, heard: Heard) -> dict[str, Any]:
        """A person may be called for wherever it seemed possible; none is called off where it seemed clear."""
        unsure = self._terms.handover
        if local.handover >= unsure.below or local.handover < unsure.above / 2:
            return {}
        if heard.person == "none":
            return {"handover": min(local.handover, unsure.above / 2)}
        trigger: Trigger = heard.person
        return {"handover": max(local.handover, self._terms.trust), "trigger": trigger}

    def _said(self, heard: Heard) -> dict[str, Any]:
        """Values of the pack's own vocabulary; the local brain's word counts more where it heard the slot, too."""
        said: dict[str, Any] = {}
        for entry in heard.slots:
            if entry.value not in self._slots.get(entry.slot, ()):
                continue
            if self._pack.diagnosis.slots[entry.slot].many:
                said.setdefault(entry.slot, [])
                said[entry.slot] += [entry.value] if entry.value not in said[entry.slot] else []
            else:
                said.setdefault(entry.slot, entry.value)
        return said

    def _asked(self, perceived: Perception, state: DialogueState) -> Prompt:
        topics = self._pack.topics
        said = read_contact(perceived.text, state.asks if state.flow == "booking" else None).rest
        return self._prompt.prompt(
            self._system,
            300,
            text=said[:LONGEST_TEXT].replace("\n", " "),
            asked=_question(self._pack, state.asks),
            flow=state.flow or "",
            guess=" ".join(f"{intent} {probability:.0%}" for intent, probability in perceived.intents),
            topics=[topics[topic.id] for topic in perceived.topics[:MOST_TOPICS] if topic.id in topics],
        )


def _answers(perceived: Perception, state: DialogueState) -> bool:
    """Whether a message only answers what was asked; rules read that, whatever the heads make of so few words."""
    if state.asks in (None, "topic"):
        return False
    return bool(perceived.slots) or perceived.wishes.found or len(perceived.text) <= SHORT_ANSWER


def system_of(pack: Pack, examples: Sequence[Understood]) -> str:
    """What the model is told of a pack; the same for every message."""
    return template("understand").system(
        service=pack.company.service,
        intents=" ".join(INTENTS),
        feelings=" ".join(EMOTIONS),
        targets=" ".join(TARGETS),
        persons=" ".join(person for person in get_args(Person) if person != "none"),
        slots={name: " ".join(values) for name, values in _slots(pack).items()},
        examples=[{"text": example.text, "json": _shown(example)} for example in examples],
    )


def _slots(pack: Pack) -> dict[str, list[str]]:
    """The slots whose values are words of the pack's."""
    slots = pack.diagnosis.slots.items()
    return {name: list(slot.values) for name, slot in slots if slot.kind == "words" and slot.values}


def _question(pack: Pack, asks: str | None) -> str:
    slot = pack.diagnosis.slots.get(asks or "")
    return (slot.question or "") if slot else ""


def _sentiment(local: Perception, heard: Heard) -> Sentiment:
    """The stronger displeasure with the company counts; else a feeling where the local brain heard none."""
    told = Sentiment(heard.feeling, heard.at, heard.strength) if heard.feeling != "neutral" else Sentiment()
    if local.sentiment.label == "neutral":
        return told
    angrier = told.target == "company" and (
        local.sentiment.target != "company" or told.intensity > local.sentiment.intensity
    )
    return told if angrier else local.sentiment


def _shown(example: Understood) -> str:
    return Heard(
        intent=example.intent,
        topics=[],
        feeling=example.feeling,
        at=example.at,
        strength=example.strength,
        person=example.person or "none",
        slots=[SaidSlot(slot=slot, value=value) for slot, values in example.slots.items() for value in values],
    ).model_dump_json()
