"""The local brain's reading of a message: heads, ranking and decision, each with an honest probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from knowledge.artifacts import Artifacts
from knowledge.decision import RIGHT, evidence
from knowledge.encoder.guarded import GuardedEncoder
from knowledge.heads import Prediction
from knowledge.heads.calibrating import calibration_inputs
from knowledge.heads.examples import HEADS
from knowledge.lexical import Analyzer
from knowledge.pack import Pack
from knowledge.retrieval import Document, Ranking, Retriever, ViewVectors

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
        self._encoder = encoder
        self._analyzer = Analyzer()
        self._retriever = Retriever(documents, views, self._analyzer, artifacts.weights, artifacts.space.mean)
        self._topics = len(documents)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Reads several texts at once.

        Args:
            texts: Normalized texts (`domain.text.normalize`), none of them blank.

        Raises:
            UnreadableText: A text holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        vectors = self._encoder.encode_queries(texts)
        features = [
            self._artifacts.space.read(text, vector, self._analyzer)
            for text, vector in zip(texts, vectors, strict=True)
        ]
        scores = self._artifacts.model.scores(features)
        inputs = calibration_inputs(scores, self._topics)
        rankings = self._retriever.rank(texts, vectors, scores[:, : self._topics])
        readings = []
        for row, ranking in enumerate(rankings):
            heads = {head: self._artifacts.calibrators[head].predict(inputs[row]) for head in HEAD_NAMES}
            decision = self._artifacts.calibrators["decision"].predict(evidence(ranking, heads["intent"]))
            readings.append(Reading(heads, ranking, decision.of(RIGHT)))
        return readings

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near other texts are to one: cosines of the embeddings, less what all messages have in common.

        Args:
            text: A normalized text.
            others: More of them; none may be blank.

        Raises:
            UnreadableText: A text holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        own, *rest = self._encoder.encode_queries([text, *others]) - self._artifacts.space.mean
        return [float(own @ row / (np.linalg.norm(own) * np.linalg.norm(row))) for row in rest]


def answer_documents(pack: Pack) -> list[Document]:
    """The topics with their answers, for ranking; how customers ask them lies in the built vectors."""
    from knowledge.pack.references import render

    return [Document(topic.id, topic.question, render(pack, topic.answer)) for topic in pack.topics.values()]
