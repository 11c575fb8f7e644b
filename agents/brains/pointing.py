"""Finds the words of a message that call for a person, and those that tell what happened."""

from collections.abc import Mapping, Sequence
from typing import Final

from agents.brains.safety import SafetyReader
from domain.contact import read_contact
from domain.labels import Trigger
from domain.packet.pieces import LONG, Pointed, Span, clauses, runs, sentences
from domain.text import has_words, normalize
from domain.turn import KnowledgeOutage
from knowledge.encoder.port import EncoderError, UnreadableText
from knowledge.heads.examples import NONE
from knowledge.reader import Reader, Reading

MOST_CLAUSES: Final = 3
"""Clauses of a long sentence that are read together; more would be the sentence again."""

SHORTEST: Final = 8
"""Characters of clauses that can stand alone: 「もう、」 calls for nobody."""

TERSE: Final = 8
"""Characters below which a sentence is not understood without its neighbour: 「二度目ですよ。」."""

MOST_PARTS: Final = 16
"""Parts of one message that are read."""

PLAINER: Final = 0.15
"""By how much words of a sentence must speak less clearly than all of it to be too little."""

TELLING: Final = 0.15
"""From which probability on a sentence tells of something that happened, and is no greeting."""


class Pointer:
    """Points to the sentences a person who takes over has to see.

    Args:
        reader: Reads texts with what was learned.
        safety: Reads danger by the pack's patterns.
    """

    def __init__(self, reader: Reader, safety: SafetyReader) -> None:
        self._reader = reader
        self._safety = safety

    def point(self, text: str, trigger: Trigger) -> Pointed:
        """Where the words lie, in the text as it was typed.

        Args:
            text: The message.
            trigger: Why it calls for a person.
        """
        parts = sentences(text)[:MOST_PARTS]
        if not parts:
            return Pointed((0, len(text)), None)
        readings = self._readings(text, parts) if len(parts) > 1 else {}
        cause = self._danger(text, parts) if trigger == "safety" else None
        if cause is None:
            sentence = max(parts, key=lambda part: _calls(readings.get(part), trigger))
            cause = self._words(text, sentence, parts, trigger)
        return Pointed(cause, _matter(parts, cause, readings))

    def _danger(self, text: str, parts: Sequence[Span]) -> Span | None:
        """Everything from the first plain word of danger to the last, as far as it can be read at a glance."""
        plain = [part for part in parts if self._safety.read(normalize(text[part[0] : part[1]])) is not None]
        if not plain:
            return None
        return next(((first[0], plain[-1][1]) for first in plain if plain[-1][1] - first[0] <= LONG), plain[-1])

    def _words(self, text: str, sentence: Span, parts: Sequence[Span], trigger: Trigger) -> Span:
        """The sentence, or of a long one the clauses that say it as clearly."""
        if sentence[1] - sentence[0] <= LONG:
            return _with_neighbour(sentence, parts)
        offset = sentence[0]
        within = [(offset + start, offset + end) for start, end in clauses(text[offset : sentence[1]])]
        shorter = [run for run in runs(within, MOST_CLAUSES) if SHORTEST <= run[1] - run[0] <= LONG]
        readings = self._readings(text, [sentence, *shorter][:MOST_PARTS])
        if not readings:
            return sentence
        best = max(readings, key=lambda part: (part != sentence, _calls(readings[part], trigger)))
        gain = _calls(readings[best], trigger) - _calls(readings.get(sentence), trigger)
        return best if gain >= -PLAINER else sentence

    def _readings(self, text: str, parts: Sequence[Span]) -> Mapping[Span, Reading]:
        # Names and addresses reach no model.
        bare = {part: read_contact(normalize(text[part[0] : part[1]]), None).rest for part in parts}
        readable = [part for part in parts if has_words(bare[part])]
        try:
            readings = self._reader.read([bare[part] for part in readable]) if readable else []
        except (EncoderError, KnowledgeOutage, UnreadableText):
            return {}  # danger is told of without the encoder, too
        return dict(zip(readable, readings, strict=True))


def _matter(parts: Sequence[Span], cause: Span, readings: Mapping[Span, Reading]) -> Span | None:
    """The sentence beside the cause that tells most of what happened."""
    apart = [part for part in parts if part[1] <= cause[0] or part[0] >= cause[1]]
    others = [part for part in apart if part[1] - part[0] >= TERSE]
    best = max(others, key=lambda part: _tells(readings.get(part)), default=None)
    return best if best is not None and _tells(readings.get(best)) >= TELLING else None


def _with_neighbour(sentence: Span, parts: Sequence[Span]) -> Span:
    """A sentence too short to be understood alone takes the one before it along, or else the one behind."""
    if sentence[1] - sentence[0] >= TERSE:
        return sentence
    place = list(parts).index(sentence)
    for first, last in ((place - 1, place), (place, place + 1)):
        if first >= 0 and last < len(parts) and parts[last][1] - parts[first][0] <= LONG:
            return parts[first][0], parts[last][1]
    return sentence


def _calls(reading: Reading | None, trigger: Trigger) -> float:
    """How clearly a text calls for a person at all, and for this reason most."""
    if reading is None:
        return 0.0
    if trigger in ("stalled", "uncovered"):
        return float(reading["intent"].of("question"))
    called = 1 - reading["trigger"].of(NONE)
    if trigger == "safety":
        called = max(called, 1 - reading["safety"].of(NONE))
    return float(called + reading["trigger"].of(trigger))


def _tells(reading: Reading | None) -> float:
    """How much a text tells of something that happened."""
    if reading is None:
        return 0.0
    intent = reading["intent"]
    wanted = (1 - reading["trigger"].of(NONE)) * (1 - intent.of("request_person"))  # 「代わって」 tells nothing
    return float(max(intent.of("grievance") + intent.of("trouble"), wanted))
