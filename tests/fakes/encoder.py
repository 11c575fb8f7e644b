"""An encoder without a model: hashed character n-grams."""

import zlib
from collections.abc import Sequence

import numpy as np

from knowledge.encoder.port import FloatArray


class HashedEncoder:
    """Texts that share runs of two and three characters are near each other."""

    name = "hashed"
    dim = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        self.encoded += texts
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for length in (2, 3):
                for start in range(len(text) - length + 1):
                    digest = zlib.crc32(text[start : start + length].encode())
                    vector[digest % self.dim] += 1 if digest & 0x10000 else -1
            vector[0] += 0.01  # a text of one character must not be nothing
        normalized: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalized
