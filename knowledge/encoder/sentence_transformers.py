"""Any model of sentence-transformers, by name or path. An extra: it brings PyTorch."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from knowledge.encoder.port import EncoderError, EncoderNotInstalled, FloatArray

INSTALL = "pip install 'zenbu[sentence-transformers]'"

_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)


class SentenceTransformersEncoder:
    """A sentence-transformers model on the processor.

    Models whose name contains "e5" were trained with "query: " and "passage: " before the text and get them; others
    use the prompts their own configuration names, if any.
    """

    def __init__(self, model: str) -> None:
        """Load a model by its Hugging Face name or its folder.

        Raises:
            EncoderNotInstalled: The extra is not installed.
            EncoderError: The model cannot be loaded.
        """
        try:
            import sentence_transformers
        except ImportError as error:
            raise EncoderNotInstalled(
                f"The encoder sentence-transformers:{model} needs an extra ({error}). Install it: {INSTALL}"
            ) from error
        try:
            self._model = sentence_transformers.SentenceTransformer(model, device="cpu")
        except Exception as error:  # a missing folder, no network, a damaged file: each library raises its own
            raise EncoderError(
                f"The model {model!r} cannot be loaded ({type(error).__name__}: {error}). "
                "Check its name, or give the path of a downloaded folder."
            ) from error
        self.name = f"sentence-transformers/{model}/{sentence_transformers.__version__}"
        self.dim = int(self._model.get_embedding_dimension() or 0)
        self._prefixed = _E5.search(model) is not None

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks, shape (len(texts), dim)."""
        if self._prefixed:
            return self._encode(self._model.encode, [f"query: {text}" for text in texts])
        return self._encode(self._model.encode_query, list(texts))

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched, shape (len(texts), dim)."""
        if self._prefixed:
            return self._encode(self._model.encode, [f"passage: {text}" for text in texts])
        return self._encode(self._model.encode_document, list(texts))

    def _encode(self, encode: Callable[..., Any], texts: list[str]) -> FloatArray:
        if not texts:
            return np.empty((0, self.dim), np.float32)
        vectors = encode(texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
