"""From reviewed failures to what can be learned of them: cases, ways of asking a topic, labelled examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from domain.labels import EmotionLabel, Intent, SafetyKind, Target, Trigger
from knowledge.pack import Pack
from knowledge.pack.labelled_texts import EmotionTag
from services.reviewing.review import Review, ReviewConversation, ReviewTurn

_MASK: Final = re.compile(r"\[(?:トークン|メール|カード|電話|郵便番号|住所|氏名)\d*\]")

_INTENTS: Final[dict[Trigger, Intent]] = {
    "human_request": "request_person",
    "refund": "demand",
    "contract_end": "demand",
    "legal": "demand",
}
"""What somebody wants for whom a person was due; else it is a grievance."""

_FEELINGS: Final[dict[Trigger, tuple[EmotionLabel, Target, int]]] = {
    "anger": ("anger", "company", 3),
    "dissatisfaction": ("dissatisfaction", "company", 2),
    "complaint": ("dissatisfaction", "company", 2),
    "impatience": ("impatience", "company", 2),
    "anxiety": ("anxiety", "company", 2),
}
"""What somebody feels for whom a person was due, where the reviewer says nothing else (LABELLING.md)."""

_COURSE: Final = frozenset({"stalled", "uncovered"})
"""Triggers that lie in the course of a conversation, not in a message."""

_READ: Final = re.compile(r"(\w+) at (\w+), (\d)")
_CALM: Final = EmotionTag(label="neutral", target="none", intensity=0)


@dataclass(frozen=True)
class Example:
    """A labelled message, as a writer's file has it."""

    intent: Intent
    emotion: EmotionTag
    handover: Trigger | None
    text: str


@dataclass
class Lessons:
    """What a review teaches.

    Attributes:
        cases: Cases of the suite `learned`, as its file has them.
        paraphrases: Ways of asking, with their topic.
        examples: Labelled messages.
        dangers: Messages with the danger in them, or none.
        left: What only people can mend: where it is, and what the reviewer says.
    """

    cases: list[dict[str, Any]] = field(default_factory=list)
    paraphrases: list[tuple[str, str]] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    dangers: list[tuple[SafetyKind | str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def lessons_of(review: Review, pack: Pack) -> Lessons:
    """Collects what a review teaches; what the pack's texts hold already is not taught again."""
    found = Lessons()
    known = _texts_of(pack)
    for conversation in review.conversations:
        for place, turn in enumerate(conversation.turns):
            if turn.error_type is not None:
                _learn(found, review, conversation, place, known)
    return found


def _learn(found: Lessons, review: Review, conversation: ReviewConversation, place: int, known: set[str]) -> None:
    turn = conversation.turns[place]
    where = f"{conversation.id}, turn {place} ({turn.error_type})"
    case = case_of(review, conversation, place)
    if case is not None and all(_asks_of(case) != _asks_of(other) for other in found.cases):
        found.cases.append(case)
    told = [text for text in (turn.right_answer, turn.note) if text]
    if case is None or told:
        found.left.append(f"{where}: {' / '.join(told) or 'nothing says what would have been right'}")
    if _MASK.search(turn.customer):
        found.left.append(f"{where}: its words are masked; write one like it into a writer's file")
        return
    if turn.customer in known:
        return
    known.add(turn.customer)
    if turn.error_type in ("wrong_topic", "missed_topic") and turn.right_topic is not None:
        found.paraphrases.append((turn.right_topic, turn.customer))
    elif turn.right_danger is not None:
        found.dangers.append((turn.right_danger, turn.customer))
    elif (example := _example_of(turn)) is not None:
        found.examples.append(example)
    elif turn.error_type in ("missed_handover", "needless_handover"):
        found.left.append(f"{where}: taught by its case alone; right_emotion and right_intent would teach its words")


def case_of(review: Review, conversation: ReviewConversation, place: int) -> dict[str, Any] | None:
    """A case that fails where the turn goes wrong again; None where nothing says what would be right."""
    turn = conversation.turns[place]
    understood: dict[str, Any] = {}
    handover: dict[str, Any] | str | None = None
    match turn.error_type:
        case "wrong_topic" | "missed_topic":
            understood = {"topics": turn.right_topic, "decision": "answer"}
        case "should_decline":
            understood = {"decision": "decline"}
        case "missed_handover":
            handover = {"at": place, "triggers": turn.right_trigger}
        case "needless_handover":
            handover = "none"
        case _ if turn.right_intent is not None:
            understood = {"intent": turn.right_intent}
    if turn.right_danger is not None:
        understood["danger"] = turn.right_danger
    if not understood and handover is None:
        return None
    alone = place == 0 or handover is None
    said: dict[str, Any] = (
        {"text": turn.customer} if alone else {"turns": [one.customer for one in conversation.turns[: place + 1]]}
    )
    if alone and isinstance(handover, dict):
        del handover["at"]
    return {
        "id": f"learned-{conversation.id.removeprefix('c_')[:12].lower()}-{place}",
        "purpose": turn.note or f"{turn.error_type} of a conversation in {review.week} does not happen again.",
        "because": f"review of {review.week}, {conversation.id}",
        "tags": ["learned", str(turn.error_type)],
        "now": conversation.began,
        **said,
        **({"understood": understood} if understood else {}),
        **({"handover": handover} if handover is not None else {}),
    }


def _asks_of(case: dict[str, Any]) -> dict[str, Any]:
    """What a case plays and expects: of two that play and expect the same, one is enough."""
    return {key: value for key, value in case.items() if key not in ("id", "purpose", "because", "now", "tags")}


def _example_of(turn: ReviewTurn) -> Example | None:
    """The message with its labels, where the review says enough of them."""
    emotion = EmotionTag(**turn.right_emotion.model_dump()) if turn.right_emotion else None
    match turn.error_type:
        case "should_decline" if turn.right_intent is not None:
            return Example(turn.right_intent, emotion or _as_read(turn), None, turn.customer)
        case "missed_handover" if turn.right_trigger not in (None, "none", "safety", *_COURSE):
            trigger: Trigger = turn.right_trigger  # type: ignore[assignment]
            feeling = _FEELINGS.get(trigger)
            felt = EmotionTag(label=feeling[0], target=feeling[1], intensity=feeling[2]) if feeling else _CALM
            intent = turn.right_intent or _INTENTS.get(trigger, "grievance")
            return Example(intent, emotion or felt, trigger, turn.customer)
        case "needless_handover" if emotion is not None and turn.right_intent is not None:
            return Example(turn.right_intent, emotion, None, turn.customer)
        case "misread" if turn.right_intent is not None:
            return Example(turn.right_intent, emotion or _as_read(turn), None, turn.customer)
        case _:
            return None


def _as_read(turn: ReviewTurn) -> EmotionTag:
    """The feeling that was read, which the reviewer did not object to."""
    read = _READ.fullmatch(str(turn.understood.get("feeling", "")))
    return (
        EmotionTag.model_validate(dict(zip(("label", "target", "intensity"), read.groups(), strict=True)))
        if read
        else _CALM
    )


def _texts_of(pack: Pack) -> set[str]:
    return set(_all_texts(pack))


def _all_texts(pack: Pack) -> Iterator[str]:
    for faq in pack.faq_utterances:
        for texts in faq.topics.values():
            yield from texts
    for talk in pack.dialogue_utterances:
        for labelled in talk.groups:
            yield from labelled.texts
    for danger in pack.safety_utterances:
        for kind in danger.groups:
            yield from kind.texts
