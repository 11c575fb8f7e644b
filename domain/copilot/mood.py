"""How a customer feels now, and which way it goes."""

from collections.abc import Sequence
from typing import Final

from domain.copilot.advice import Mood, MoodPoint, Trend
from domain.copilot.case import Said
from domain.labels import EmotionLabel
from domain.reply import Sentiment

POINTS: Final = 8
"""Messages a path shows."""

_STEP: Final = 0.75
"""Intensities by which the last message must differ from those before to be called another mood."""

_CALM: Final[frozenset[EmotionLabel]] = frozenset({"neutral", "joy"})


def mood_of(said: Sequence[Said], newest: Sentiment | None = None) -> Mood | None:
    """How the customer feels.

    Args:
        said: The conversation, oldest first.
        newest: How the last message of the customer's reads, where it was not answered yet.

    Returns:
        The mood; None where no message of theirs was read.
    """
    own = [entry for entry in said if entry.speaker == "customer"]
    last = own[-1].seq if own else None
    read = [(entry.seq, entry.sentiment or (newest if entry.seq == last else None)) for entry in own]
    path = [MoodPoint(seq, felt.label, felt.target, felt.intensity) for seq, felt in read if felt is not None]
    if not path:
        return None
    path = path[-POINTS:]
    now = path[-1]
    return Mood(now.label, now.target, now.intensity, _trend(path), tuple(path))


def weight(point: MoodPoint) -> int:
    """How heavy a message is: its intensity where it is displeased or troubled, whoever is meant."""
    return 0 if point.label in _CALM else point.intensity


def _trend(path: Sequence[MoodPoint]) -> Trend | None:
    if len(path) < 2:
        return None
    *before, now = path
    lately = before[-3:]
    change = weight(now) - sum(map(weight, lately)) / len(lately)
    return "worsening" if change >= _STEP else "easing" if change <= -_STEP else "steady"
