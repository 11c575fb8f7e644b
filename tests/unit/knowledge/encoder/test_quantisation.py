import numpy as np

from knowledge.encoder.port import FloatArray
from knowledge.encoder.quantisation import ChannelRange, QuantisedLinear, quantise_linear


def _product(layer: QuantisedLinear, inputs: FloatArray) -> FloatArray:
    integers = np.clip(np.rint(inputs * layer.smoothing / layer.input_scale) + layer.input_zero, 0, 255)
    sums = (integers - layer.input_zero) @ layer.weights.astype(np.float64)
    return np.asarray(sums * layer.input_scale * layer.weight_scales, np.float32)


def _inputs_with_outliers(rng: np.random.Generator) -> FloatArray:
    inputs = rng.normal(size=(200, 64)).astype(np.float32)
    inputs[:, 7] *= 60
    return inputs


def test_product_is_close_in_spite_of_an_outlier_channel() -> None:
    rng = np.random.default_rng(1)
    inputs, weights = _inputs_with_outliers(rng), rng.normal(size=(64, 32)).astype(np.float32)
    layer = quantise_linear(weights, ChannelRange(inputs.min(axis=0), inputs.max(axis=0)))
    exact = inputs @ weights
    error = np.linalg.norm(_product(layer, inputs) - exact) / np.linalg.norm(exact)
    assert error < 0.02


def test_values_a_little_beyond_the_calibrated_range_do_not_saturate() -> None:
    rng = np.random.default_rng(2)
    inputs, weights = _inputs_with_outliers(rng), rng.normal(size=(64, 32)).astype(np.float32)
    layer = quantise_linear(weights, ChannelRange(inputs.min(axis=0), inputs.max(axis=0)))
    integers = np.rint(1.15 * inputs * layer.smoothing / layer.input_scale) + layer.input_zero
    assert integers.min() >= 0
    assert integers.max() <= 255


def test_silent_channels_and_weights_give_zeros() -> None:
    weights = np.zeros((8, 4), np.float32)
    layer = quantise_linear(weights, ChannelRange(np.zeros(8, np.float32), np.zeros(8, np.float32)))
    assert np.isfinite(layer.smoothing).all()
    np.testing.assert_array_equal(_product(layer, np.zeros((2, 8), np.float32)), 0)
