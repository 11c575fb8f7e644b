"""Measures how far the inputs of each linear layer reach, on texts of every length."""

from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.encoder.e5_file import E5File
from knowledge.encoder.e5_graph import HIGH, LOW, build_graph
from knowledge.encoder.e5_tokenizer import E5Tokenizer, VocabularyIndex
from knowledge.encoder.onnx_e5 import PASSAGE_PREFIX, QUERY_PREFIX, open_session, token_windows
from knowledge.encoder.quantisation import ActivationRanges, ChannelRange

SHORT = (4, 10)
LONG = (150, 300, 600, 900)


def varied_lengths(texts: Sequence[str]) -> list[str]:
    """Add beginnings and joined neighbours, so that a few words and a long message are both covered."""
    varied = list(texts)
    for length in SHORT:
        varied += [text[:length] for text in texts[:: len(SHORT)] if len(text) > length]
    joined = "".join(texts)
    for length in LONG:
        starts = range(0, max(len(joined) - length, 1), max(length, len(joined) // 8))
        varied += [joined[start : start + length] for start in starts]
    return varied


def measure_ranges(file: E5File, index: VocabularyIndex, texts: Iterable[str]) -> ActivationRanges:
    """Run the unquantised network and note the range of every input channel of every linear layer."""
    session = open_session(build_graph(file, observed=True))
    tokenizer = E5Tokenizer(file, index)
    names = [output.name for output in session.get_outputs()][1:]
    ranges: dict[str, np.ndarray] = {}
    for number, text in enumerate(texts):
        prefix = PASSAGE_PREFIX if number % 2 else QUERY_PREFIX
        for window in token_windows(file, tokenizer.encode(prefix + text)):
            values = session.run(names, {"words": file.word_rows(window)[None]})
            for name, value in zip(names, values, strict=True):
                wider = np.minimum if name.startswith(LOW) else np.maximum
                ranges[name] = wider(ranges.get(name, value[0]), value[0])
    layers = [name.removeprefix(LOW) for name in names if name.startswith(LOW)]
    return {layer: ChannelRange(ranges[LOW + layer], ranges[HIGH + layer]) for layer in layers}
