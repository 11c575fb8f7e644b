"""Which answers look odd afterwards, so that somebody of QA looks at them. Thresholds are pack data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from domain.labels import EmotionLabel
from domain.reply import Sentiment
from domain.text import normalize

OddKind = Literal["low_confidence", "fell_back", "rephrased", "negative_after"]

NEGATIVE: Final[frozenset[EmotionLabel]] = frozenset({"anger", "dissatisfaction", "impatience", "anxiety", "despair"})

_ANSWERS: Final = frozenset({"faq", "clarify"})
"""Routes on which somebody who got no answer asks again; in a booking people repeat themselves for other reasons."""


@dataclass(frozen=True)
class WatchTerms:
    """What is odd.

    Attributes:
        confidence: An answer that was given below this probability of being right.
        similarity: From which likeness on (0 to 1) a message says again what an earlier one said.
        rephrasings: How often it must be said again.
        intensity: How strong displeasure with the company must be (1 to 3).
        hours: How long after a turn it is still looked at: feedback comes late.
    """

    confidence: float = 0.6
    similarity: float = 0.4
    rephrasings: int = 2
    intensity: int = 2
    hours: int = 24


@dataclass(frozen=True)
class WatchedTurn:
    """A turn as it is looked at.

    Attributes:
        reply_id: Names the answer.
        text: What the customer said.
        type: Of the reply.
        route: Which skill answered.
        confidence: Of the reply.
        topic: The topic that was likeliest, where the message was looked up at all.
        exact: Whether it was a button.
        fell_back: Whether a worded reply failed its check, and the template went out.
        sentiment: Of what the customer said.
        helpful: What the customer thought of the reply, where they said so.
    """

    reply_id: str
    text: str
    type: str
    route: str
    confidence: float
    topic: str | None = None
    exact: bool = False
    fell_back: bool = False
    sentiment: Sentiment = Sentiment()
    helpful: bool | None = None


@dataclass(frozen=True)
class Odd:
    """An answer that looks odd, and why. `detail` is JSON without a word of the customer's."""

    kind: OddKind
    reply_id: str
    detail: dict[str, Any]


def odd_answers(turns: Sequence[WatchedTurn], terms: WatchTerms) -> list[Odd]:
    """Finds odd answers in one conversation.

    Args:
        turns: All its turns, in order.
        terms: What is odd.
    """
    return [*_doubtful(turns, terms), *_asked_again(turns, terms), *_disliked(turns, terms)]


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the Dice coefficient of their pairs of characters (Dice 1945)."""
    first, second = _pairs(one), _pairs(other)
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _doubtful(turns: Sequence[WatchedTurn], terms: WatchTerms) -> Iterator[Odd]:
    for turn in turns:
        if turn.type == "faq" and not turn.exact and turn.confidence < terms.confidence:
            yield Odd("low_confidence", turn.reply_id, {"confidence": turn.confidence, "topic": turn.topic})
        if turn.fell_back:
            yield Odd("fell_back", turn.reply_id, {"route": turn.route})


def _asked_again(turns: Sequence[WatchedTurn], terms: WatchTerms) -> Iterator[Odd]:
    """Runs of messages that each say again what one of them said; told once, about the run's first answer."""
    run: list[WatchedTurn] = []
    for turn in (*turns, None):
        if turn is not None and any(_says_again(before, turn, terms) for before in run):
            run.append(turn)
            continue
        if len(run) > terms.rephrasings:
            yield Odd("rephrased", run[0].reply_id, {"times": len(run) - 1, "topic": run[0].topic})
        run = [turn] if turn is not None else []


def _says_again(before: WatchedTurn, now: WatchedTurn, terms: WatchTerms) -> bool:
    if before.exact or now.exact or not {before.route, now.route} <= _ANSWERS:
        return False
    same_topic = now.topic is not None and now.topic == before.topic
    return same_topic or likeness(before.text, now.text) >= terms.similarity


def _disliked(turns: Sequence[WatchedTurn], terms: WatchTerms) -> Iterator[Odd]:
    for turn in turns:
        if turn.helpful is False:
            yield Odd("negative_after", turn.reply_id, {"by": "feedback"})
    for answer, now in pairwise(turns):
        feeling = now.sentiment
        if (
            answer.type == "faq"
            and answer.helpful is not False
            and feeling.target == "company"
            and feeling.label in NEGATIVE
            and feeling.intensity >= terms.intensity
        ):
            detail = {"by": "message", "label": feeling.label, "intensity": feeling.intensity}
            yield Odd("negative_after", answer.reply_id, detail)


def _pairs(text: str) -> set[str]:
    plain = normalize(text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
