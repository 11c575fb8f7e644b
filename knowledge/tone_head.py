"""What a pack's examples teach about the tone of a draft: faults no rule has words for.

The kernel model of the other heads, over the sentences of the pack's tone examples: one column for any fault, and one a
kind of fault. It is small, so it is solved at every build; only new sentences are encoded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from domain.copilot.advice import FindingKind
from domain.text import normalize
from knowledge.encoder.port import FloatArray
from knowledge.heads import Features, FeatureSpace, KernelModel
from knowledge.heads.kernel import RIDGE, rbf
from knowledge.lexical import Analyzer
from knowledge.pack.labelled_texts import ToneExamples

LEXICAL: Final = 1.4
"""How much more words weigh here than in the heads for customers' messages: a tone is in the words more than in the
meaning. Found by leaving out writers."""

ANY: Final = "any"
_HEAD: Final = "tone"


@dataclass(frozen=True)
class Suspicion:
    """How likely a sentence has a fault (near 1) or none (near 0), and which it would be."""

    score: float
    kind: FindingKind


@dataclass(frozen=True)
class ToneHead:
    """The solution, and how sentences become its features."""

    space: FeatureSpace
    kernel: KernelModel

    @staticmethod
    def fit(examples: Sequence[tuple[str, FindingKind | None]], embeddings: FloatArray) -> "ToneHead":
        """Learns from sentences, each with its fault or None.

        Args:
            examples: The sentences, normalized.
            embeddings: Their query embeddings, shape (n, dim).
        """
        texts, analyzer = [text for text, _ in examples], Analyzer()
        space = FeatureSpace.fit(embeddings, texts, analyzer)
        batch = _features(space, texts, embeddings, analyzer)
        kinds = sorted({kind for _, kind in examples if kind is not None})
        columns = (ANY, *kinds)
        targets = np.array(
            [[kind is not None, *(kind == column for column in kinds)] for _, kind in examples], np.float32
        )
        words = np.zeros((len(texts), space.lexical_size), np.float32)
        for row, features in zip(words, batch, strict=True):
            row[features.indices] = features.values
        dense = np.stack([features.dense for features in batch])
        gram = rbf(dense, dense) + words @ words.T + RIDGE * np.eye(len(texts), dtype=np.float32)
        bias = targets.mean(axis=0)
        alphas = np.linalg.solve(gram, targets - bias).astype(np.float32)
        return ToneHead(
            space, KernelModel(dense, alphas, words.T @ alphas, bias, tuple((_HEAD, column) for column in columns))
        )

    def suspicions(self, texts: Sequence[str], embeddings: FloatArray, analyzer: Analyzer) -> list[Suspicion]:
        """How sentences read.

        Args:
            texts: Normalized sentences.
            embeddings: Their query embeddings.
            analyzer: Splits them.
        """
        kinds = [cast(FindingKind, kind) for kind in self.kernel.classes(_HEAD)[1:]]
        scores = self.kernel.scores(_features(self.space, texts, embeddings, analyzer))
        return [Suspicion(float(row[0]), kinds[int(row[1:].argmax())]) for row in scores]

    def save(self, path: Path) -> None:
        """Writes it into a file."""
        parts = (("space", self.space.as_arrays()), ("kernel", self.kernel.as_arrays()))
        unfinished = path.with_suffix(".new.npz")
        np.savez(unfinished, **{f"{part}/{name}": array for part, arrays in parts for name, array in arrays.items()})
        unfinished.replace(path)

    @staticmethod
    def load(path: Path) -> "ToneHead":
        """Reads what `save` wrote."""
        with np.load(path) as stored:
            arrays: dict[str, dict[str, Any]] = {"space": {}, "kernel": {}}
            for name in stored.files:
                part, _, field = name.partition("/")
                arrays[part][field] = stored[name]
        return ToneHead(FeatureSpace.from_arrays(arrays["space"]), KernelModel.from_arrays(arrays["kernel"]))


def tone_examples(writers: Sequence[ToneExamples]) -> list[tuple[str, FindingKind | None]]:
    """The sentences of all writers, normalized, each once."""
    found: dict[str, FindingKind | None] = {}
    for writer in writers:
        for text in writer.fine:
            found.setdefault(normalize(text), None)
        for kind, texts in writer.faults.items():
            for text in texts:
                found.setdefault(normalize(text), kind)
    return list(found.items())


def _features(space: FeatureSpace, texts: Sequence[str], embeddings: FloatArray, analyzer: Analyzer) -> list[Features]:
    read = (space.read(text, vector, analyzer) for text, vector in zip(texts, embeddings, strict=True))
    return [Features(features.dense, features.indices, features.values * LEXICAL) for features in read]
