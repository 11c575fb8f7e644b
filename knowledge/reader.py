"""The local brain's reading of a message: heads, ranking and decision, each with an honest probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from knowledge.artifacts import Artifacts
from knowledge.decision import RIGHT, evidence
from knowledge.encoder.guarded import GuardedEncoder
from knowledge.head_start import HeadStart
from knowledge.heads import Features, Prediction
from knowledge.heads.calibrating import calibration_inputs
from knowledge.heads.examples import HEADS
from knowledge.lexical import Analyzer
from knowledge.pack import Pack
from knowledge.retrieval import Document, Ranking, Retriever, ViewVectors
from knowledge.tone_head import Suspicion, ToneHead

HEAD_NAMES: Final = tuple(HEADS)


@dataclass(frozen=True)
class Reading:
    """What one text was understood as. `answerable` is the probability that the first topic answers it."""

    heads: Mapping[str, Prediction]
    ranking: Ranking
    answerable: float

    def __getitem__(self, head: str) -> Prediction:
        """The prediction of one head."""
        return self.heads[head]


class Reader:
    """Reads texts with what was learned from a pack. Thread-safe."""

    def __init__(
        self, documents: Sequence[Document], artifacts: Artifacts, encoder: GuardedEncoder, views: ViewVectors
    ) -> None:
        self._artifacts = artifacts
        self._vectors = HeadStart(encoder)
        self._analyzer = Analyzer()
        self._retriever = Retriever(documents, views, self._analyzer, artifacts.weights, artifacts.space.mean)
        self._topics = len(documents)

    def begin(self, text: str) -> None:
        """Begins to encode a text that will soon be read, beside whatever else is done."""
        self._vectors.begin(text)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Reads several texts at once.

        Args:
            texts: Normalized texts (`domain.text.normalize`), none of them blank.

        Raises:
            UnreadableText: A text holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        # Words first: a text that was begun is being encoded meanwhile.
        space = self._artifacts.space
        splits = [self._analyzer.split(text) for text in texts]
        lexical = [space.lexical(split) for split in splits]
        words = self._retriever.word_scores([split.content_words for split in splits])
        vectors = self._vectors.encode(texts)
        features = [Features(space.dense(vector), *sparse) for vector, sparse in zip(vectors, lexical, strict=True)]
        scores = self._artifacts.model.scores(features)
        inputs = calibration_inputs(scores, self._topics)
        rankings = self._retriever.rank_by(words, vectors, scores[:, : self._topics])
        readings = []
        for row, ranking in enumerate(rankings):
            heads = {head: self._artifacts.calibrators[head].predict(inputs[row]) for head in HEAD_NAMES}
            decision = self._artifacts.calibrators["decision"].predict(evidence(ranking, heads["intent"]))
            readings.append(Reading(heads, ranking, decision.of(RIGHT)))
        return readings

    def suspicions(self, sentences: Sequence[str]) -> list[Suspicion] | None:
        """How sentences of a draft read to what the pack's tone examples taught; None where it has none.

        Args:
            sentences: Normalized, none of them blank.

        Raises:
            UnreadableText: A sentence holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        if self._tone is None:
            return None
        return self._tone.suspicions(sentences, self._vectors.encode(sentences), self._analyzer)

    @cached_property
    def _tone(self) -> ToneHead | None:
        """Only the staff need it, and no customer waits for it to be read."""
        path = self._artifacts.tone
        return ToneHead.load(path) if path else None

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near other texts are to one: cosines of the embeddings, less what all messages have in common.

        Args:
            text: A normalized text.
            others: More of them; none may be blank.

        Raises:
            UnreadableText: A text holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        own, *rest = self._vectors.encode([text, *others]) - self._artifacts.space.mean
        return [float(own @ row / (np.linalg.norm(own) * np.linalg.norm(row))) for row in rest]


def answer_documents(pack: Pack) -> list[Document]:
    """The topics with their answers, for ranking; how customers ask them lies in the built vectors."""
    from knowledge.pack.references import render

    return [Document(topic.id, topic.question, render(pack, topic.answer)) for topic in pack.topics.values()]
