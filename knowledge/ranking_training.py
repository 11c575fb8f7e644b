"""Fitting the ranking and the decision on questions whose writers were held out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.decision import RIGHT, WRONG, evidence
from knowledge.encoder.port import FloatArray
from knowledge.heads import Calibrator
from knowledge.heads.calibration import Prediction
from knowledge.heads.examples import Example
from knowledge.lexical import Analyzer
from knowledge.retrieval import Document, Ranking, RankWeights, ViewVectors
from knowledge.retrieval.ranking import SIGNALS, rank_all
from knowledge.retrieval.retriever import bm25, distinct

OUT_OF_SCOPE = ("off_topic", "near_topic")


@dataclass(frozen=True)
class HeldOutSignals:
    """Ranking signals of questions and out-of-scope messages, as a system would see them that never read their writer.

    `rows` are the examples' positions; `right` is the position of the true document, -1 where there is none.
    """

    ids: tuple[str, ...]
    rows: NDArray[np.intp]
    values: Mapping[str, NDArray[Any]]
    right: NDArray[np.intp]

    def of_questions(self) -> Mapping[str, NDArray[Any]]:
        """The signals of those that have a right document."""
        return {name: values[self.right >= 0] for name, values in self.values.items()}

    def rankings(self, weights: RankWeights) -> list[Ranking]:
        """The ranking of each."""
        return rank_all(self.ids, {name: self.values[name] for name in SIGNALS}, weights)


def held_out_signals(
    data: Sequence[Example],
    embeddings: FloatArray,
    scores: FloatArray,
    folds: Sequence[NDArray[np.bool_]],
    documents: Sequence[Document],
    views: ViewVectors,
    analyzer: Analyzer,
    mean: FloatArray,
) -> HeldOutSignals:
    """Computes the signals; the paraphrase view leaves out everything of the example's own fold.

    Args:
        data: All examples.
        embeddings: Their query embeddings.
        scores: Their scores by models that had not read their writer.
        folds: Who was left out together.
        documents: What can be found.
        views: The documents' vectors.
        analyzer: Splits texts into words.
        mean: The mean embedding of messages.
    """
    ids = tuple(document.id for document in documents)
    position = {document_id: index for index, document_id in enumerate(ids)}
    rows = np.array(
        [
            row
            for row, example in enumerate(data)
            if any(fold[row] for fold in folds)
            and ("topic" in example.labels or example.labels["intent"] in OUT_OF_SCOPE)
        ]
    )
    right = np.array([position.get(data[row].labels.get("topic", ""), -1) for row in rows])
    queries = distinct(embeddings[rows], mean)
    dense = (queries @ views.vectors["question"].T + queries @ views.vectors["answer"].T) / 2
    index = bm25(documents, analyzer)
    words = np.stack([index.scores(analyzer.content_words(data[row].text)) for row in rows])
    paraphrase = np.zeros_like(dense)
    asked = np.array([row for row, example in enumerate(data) if "topic" in example.labels])
    owners = np.array([position[data[row].labels["topic"]] for row in asked])
    for fold in folds:
        inside, others = fold[rows], ~fold[asked]
        similarity = queries[inside] @ embeddings[asked[others]].T
        paraphrase[inside] = np.stack(
            [similarity[:, owners[others] == number].max(axis=1, initial=-1.0) for number in range(len(ids))], axis=1
        )
    values = {"dense": dense, "words": words, "paraphrase": paraphrase, "topic": scores[rows][:, : len(ids)]}
    return HeldOutSignals(ids, rows, values, right)


def train_decision(
    signals: HeldOutSignals,
    weights: RankWeights,
    intents: Mapping[int, Prediction],
) -> Calibrator:
    """Learns how probable it is that the first topic is right; out of scope, none is.

    Args:
        signals: The held-out signals.
        weights: The fitted ranking.
        intents: Calibrated intent of each example, by its row.
    """
    rows, labels = decision_cases(signals, weights, intents)
    return Calibrator.fit(rows, [RIGHT if label else WRONG for label in labels], strength=10.0)


def decision_cases(
    signals: HeldOutSignals, weights: RankWeights, intents: Mapping[int, Prediction]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Evidence of each case, shape (cases, evidence), and whether its first topic is the right one."""
    cases, right = [], []
    for index, (row, ranking) in enumerate(zip(signals.rows, signals.rankings(weights), strict=True)):
        cases.append(evidence(ranking, intents[int(row)]))
        right.append(signals.right[index] >= 0 and ranking.ids[0] == signals.ids[signals.right[index]])
    return np.stack(cases), np.array(right)
