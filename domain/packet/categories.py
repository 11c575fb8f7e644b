"""What a handover is about."""

from collections.abc import Sequence
from typing import Final

from domain.labels import Trigger
from domain.packet.answers import answers_given
from domain.packet.terms import Category, PacketTerms, finds
from domain.packet.transcript import Transcript
from domain.packet.types import Quote
from domain.text import normalize

_OF_TRIGGER: Final = 8.0
_OF_LEANING: Final = 1.5
_OF_CAUSE: Final = 5.0
"""What was said when a person was called decides more than the reason: 「二重に請求」 in anger is about billing."""
_OF_FLOW: Final = 2.0
_OF_WORDS: Final = 1.0
_OF_TURN: Final = 0.5
_OF_ANSWER: Final = 0.5
_LEAST: Final = 1.0
"""What speaks less for a category than this speaks for none."""

_MOST: Final = 2.0
"""So much is counted of words, of intents and of answers, however long the talk was about something else before."""


def category_of(
    transcript: Transcript,
    trigger: Trigger,
    spoken: Sequence[Quote],
    categories: Sequence[Category],
    terms: PacketTerms,
) -> Category | None:
    """The category most speaks for; of two the one named first, and where nothing speaks for any, the last.

    Args:
        transcript: The conversation.
        trigger: Why a person is due.
        spoken: What was said when one was called.
        categories: What it may be about.
        terms: Which category of the FAQ a topic is of.
    """
    if not categories:
        return None
    weights = [_weight(category, transcript, trigger, spoken, terms) for category in categories]
    best = max(weights)
    return categories[weights.index(best)] if best >= _LEAST else categories[-1]


def _weight(
    category: Category, transcript: Transcript, trigger: Trigger, spoken: Sequence[Quote], terms: PacketTerms
) -> float:
    weight = _OF_TRIGGER * (trigger in category.triggers) + _OF_LEANING * (trigger in category.leans)
    weight += _OF_CAUSE * any(finds(category.words, normalize(quote.text)) for quote in spoken)
    turns = transcript.turns
    words = sum(finds(category.words, normalize(turn.said.text)) is not None for turn in turns)
    intents = sum(turn.said.record.get("intent") in category.intents for turn in turns)
    given = [terms.topics.get(answer.source_id) for answer in answers_given(transcript)]
    answered = sum(topic in category.topics for topic in given)
    return (
        weight
        + _OF_FLOW * (transcript.handed in category.flows)
        + min(_OF_WORDS * words, _MOST)
        + min(_OF_TURN * intents, _MOST)
        + min(_OF_ANSWER * answered, _MOST)
    )
