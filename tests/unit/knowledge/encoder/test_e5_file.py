from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.e5_file import E5File, WeightFileError, installed_weight_file


def test_shape_of_the_installed_file(weights: E5File) -> None:
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.positions) == (384, 12, 512)


def test_word_rows_equal_the_rows_of_the_whole_table(weights: E5File) -> None:
    first = weights.word_rows(np.arange(5))
    picked = weights.word_rows(np.array([3, 1]))
    assert picked.shape == (2, 384)
    np.testing.assert_array_equal(picked, first[[3, 1]])
    assert np.abs(first).max() > 0


def test_pieces_are_whole_words(weights: E5File) -> None:
    text, ends = weights.pieces()
    pieces = [text[start:end] for start, end in zip(ends[:-1], ends[1:], strict=True)]
    assert len(pieces) == len(weights.scores) == 250_002
    assert {"<s>", "</s>", "▁que", "ありがとうございます"} <= set(pieces)


@pytest.mark.parametrize("size", [0, 3, 20, 60, 100_000, 5_000_000])
def test_truncated_file_is_refused(tmp_path: Path, size: int) -> None:
    with installed_weight_file().open("rb") as stream:
        beginning = stream.read(size)
    path = tmp_path / "short.bin"
    path.write_bytes(beginning)
    with pytest.raises(WeightFileError, match="pip install"):
        E5File(path)


@pytest.mark.parametrize(("at", "value"), [(0, b"GGUF"), (4, b"\x07\x00\x00\x00"), (8, b"\xff\xff\xff\xff")])
def test_other_magic_version_or_sizes_are_refused(tmp_path: Path, at: int, value: bytes) -> None:
    with installed_weight_file().open("rb") as stream:
        content = bytearray(stream.read(1000))
    content[at : at + len(value)] = value
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(WeightFileError):
        E5File(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightFileError, match="cannot be read"):
        E5File(tmp_path / "none.bin")


def test_unknown_tensor_is_named(weights: E5File) -> None:
    with pytest.raises(WeightFileError, match="no tensor 'l99.q.b'"):
        weights.vector("l99.q.b")
