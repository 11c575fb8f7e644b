"""What may be stated: figures of the pack, of the customer's record and of the conversation; sentences of the pack."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.copilot.checking.draft import found
from domain.copilot.advice import Finding
from domain.copilot.case import Case
from domain.copilot.figures import figures, of_moment, values
from domain.copilot.sentences import Sentence, sentences
from domain.text import normalize
from knowledge.pack import Pack
from knowledge.pack.references import render
from knowledge.pack.texts import customer_texts
from knowledge.pack.tone import Remedy, Tone


@dataclass(frozen=True)
class Known:
    """What may be stated in one case."""

    figures: frozenset[str]
    sentences: frozenset[str]
    remedy: Remedy

    def says(self, sentence: Sentence) -> bool:
        """Whether the sentence is one of the company's own, word for word."""
        return _form(sentence) in self.sentences

    def unfounded(self, sentence: Sentence) -> Iterator[Finding]:
        """Figures of a sentence that stand nowhere."""
        for figure in figures(sentence.text):
            if figure.value not in self.figures:
                yield found(sentence, (figure.start, figure.end), "figure", "stop", self.remedy)


class Founded:
    """What the pack founds.

    Args:
        pack: The pack.
        tone: Its rules of tone.
    """

    def __init__(self, pack: Pack, tone: Tone) -> None:
        texts = [render(pack, text) for _, text in customer_texts(pack)]
        texts += [literal.text for literal in pack.literals]
        self._figures = values(texts)
        self._sentences = frozenset(_form(sentence) for text in texts for sentence in sentences(text))
        self._remedy = tone.figures

    def of_case(self, case: Case) -> Known:
        """What may be stated in a case: what was said in it, the customer's visits and promise beside the pack's."""
        record = {f"{amount}円" for booking in case.bookings for amount in (booking.amount,)}
        record |= {f"{granted.amount}円" for granted in case.granted}
        for booking in case.bookings:
            record |= of_moment(booking.start) | of_moment(booking.end)
        spoken = values([case.promise, *(said.text for said in case.said)])
        return Known(self._figures | record | spoken, self._sentences, self._remedy)


def _form(sentence: Sentence) -> str:
    return normalize(sentence.text).rstrip("。.!?")
