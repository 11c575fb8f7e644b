"""Many vectors in 8 bits, multiplied with a few: such a product costs what it costs to read the many from memory.

Every 32 numbers of a vector share a step; products are summed in integers (onnxruntime's MatMulNBits). A product of
unit vectors is off by .0005 (standard deviation).
"""

from pathlib import Path
from typing import Final

import numpy as np

from knowledge.encoder.onnx_e5 import open_session
from knowledge.encoder.port import FloatArray

BLOCK: Final = 32
"""Numbers that share a step."""

_MIDDLE: Final = 128
"""The unsigned byte that stands for 0."""

_OPSET, _IR_VERSION, _MICROSOFT = 21, 10, "com.microsoft"
_SUM_IN_INTEGERS: Final = 4


class EightBitRows:
    """The opened vectors. Thread-safe.

    Args:
        graph: What `eight_bit_graph` gave, or the file it was written to.
    """

    def __init__(self, graph: Path | bytes) -> None:
        self._session = open_session(graph)

    def products(self, vectors: FloatArray) -> FloatArray:
        """The products of each vector with every row, shape (vectors, rows); a vector's do not depend on the others."""
        (found,) = self._session.run(["products"], {"vectors": vectors})
        return np.asarray(found)


def eight_bit_graph(rows: FloatArray) -> bytes:
    """Brings vectors, shape (rows, dim), into 8 bits: a serialised graph of one product."""
    from onnx import TensorProto, helper, numpy_helper  # building needs it, serving does not

    count, dim = rows.shape
    blocks = np.pad(rows, ((0, 0), (0, -dim % BLOCK))).reshape(count, -1, BLOCK)
    steps = np.maximum(np.abs(blocks).max(axis=2) / (_MIDDLE - 1), 1e-9).astype(np.float32)
    numbers = (np.rint(blocks / steps[:, :, None]) + _MIDDLE).astype(np.uint8)
    product = helper.make_node(
        "MatMulNBits", ["vectors", "numbers", "steps"], ["products"], domain=_MICROSOFT,
        K=dim, N=count, bits=8, block_size=BLOCK, accuracy_level=_SUM_IN_INTEGERS,
    )  # fmt: skip
    graph = helper.make_graph(
        [product],
        "products",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["messages", dim])],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["messages", count])],
        [numpy_helper.from_array(numbers, "numbers"), numpy_helper.from_array(steps, "steps")],
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    serialised: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION).SerializeToString()
    return serialised
