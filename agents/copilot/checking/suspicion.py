"""Sentences that read like faulty ones though no rule has words for them: called in question, never more."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from agents.copilot.checking.draft import found
from domain.copilot.advice import Finding
from domain.copilot.sentences import Sentence
from domain.text import has_words, normalize
from knowledge.encoder.port import EncoderError, UnreadableText
from knowledge.pack.tone import SuspicionRules
from knowledge.tone_head import Suspicion

Suspicions = Callable[[Sequence[str]], list[Suspicion] | None]
"""How normalized sentences read; None where nothing was learned. `knowledge.reader.Reader.suspicions` is one."""

MOST: Final = 20
"""Sentences read of one draft: each that was never read costs milliseconds, and somebody is typing."""

SHORTEST: Final = 3
"""Characters below which a sentence says too little to be judged."""


class SuspicionCheck:
    """Calls sentences in question.

    Args:
        rules: From which score on, and what is told.
        suspicions: How sentences read.
    """

    def __init__(self, rules: SuspicionRules, suspicions: Suspicions) -> None:
        self._rules = rules
        self._suspicions = suspicions

    def findings(self, sentences: Sequence[Sentence]) -> Iterator[Finding]:
        """What reads like a fault. Where sentences cannot be read, the rules have said all there is."""
        texts = [(sentence, normalize(sentence.text)) for sentence in sentences]
        texts = [(sentence, text) for sentence, text in texts if len(text) >= SHORTEST and has_words(text)][:MOST]
        if not texts:
            return
        try:
            read = self._suspicions([text for _, text in texts])
        except (EncoderError, UnreadableText):
            return
        for (sentence, _), suspicion in zip(texts, read or (), strict=False):
            remedy = self._rules.remedies.get(suspicion.kind)
            if suspicion.score >= self._rules.least and remedy is not None:
                yield found(sentence, (0, len(sentence.text)), suspicion.kind, "warn", remedy)
