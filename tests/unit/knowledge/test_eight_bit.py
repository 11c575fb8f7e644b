from pathlib import Path

import numpy as np
import pytest

from knowledge.eight_bit import EightBitRows, eight_bit_graph
from knowledge.encoder.port import FloatArray


def unit_vectors(count: int, dim: int, seed: int) -> FloatArray:
    vectors = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.mark.parametrize("dim", [2, 32, 192, 200])
def test_products_are_nearly_exact_whatever_the_dimension(dim: int) -> None:
    rows, messages = unit_vectors(50, dim, 1), unit_vectors(3, dim, 2)
    found = EightBitRows(eight_bit_graph(rows)).products(messages)
    assert np.abs(found - messages @ rows.T).max() < 0.01


def test_products_of_a_message_do_not_depend_on_its_neighbours() -> None:
    opened = EightBitRows(eight_bit_graph(unit_vectors(50, 192, 1)))
    messages = unit_vectors(3, 192, 2)
    alone = [opened.products(messages[row : row + 1])[0] for row in range(3)]
    np.testing.assert_array_equal(opened.products(messages), np.stack(alone))


def test_zeros_stay_zero() -> None:
    opened = EightBitRows(eight_bit_graph(np.zeros((4, 64), np.float32)))
    assert not opened.products(unit_vectors(1, 64, 2)).any()


def test_graph_is_opened_from_its_file(tmp_path: Path) -> None:
    rows = unit_vectors(5, 64, 1)
    (tmp_path / "rows.onnx").write_bytes(eight_bit_graph(rows))
    np.testing.assert_array_equal(
        EightBitRows(tmp_path / "rows.onnx").products(rows), EightBitRows(eight_bit_graph(rows)).products(rows)
    )
