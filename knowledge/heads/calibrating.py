"""Which scores and which examples the calibration of each head rests on."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.port import FloatArray
from knowledge.heads.calibration import Calibrator
from knowledge.heads.examples import Example

CALIBRATED_ON: Final = {
    "intent": ("dialogue", "faq"),
    "emotion": ("dialogue",),
    "target": ("dialogue",),
    "intensity": ("dialogue",),
    "trigger": ("dialogue", "faq", "safety"),
    "safety": ("dialogue", "faq", "safety"),
}
"""Sources of examples whose label of that head somebody wrote."""


def calibration_inputs(scores: FloatArray, topics: int) -> FloatArray:
    """What calibrators see: every score but the topics', and the best topic's. Shape (rows, inputs).

    A head may learn from the others' scores: a feeling at the company means another thing than one at a neighbour.
    """
    return np.concatenate([scores[:, topics:], scores[:, :topics].max(axis=1, keepdims=True)], axis=1)


def labelled_rows(head: str, data: Sequence[Example]) -> NDArray[np.intp]:
    """The examples a head is calibrated and judged on."""
    return np.array([row for row, example in enumerate(data) if example.source in CALIBRATED_ON[head]])


def fit_calibrator(head: str, data: Sequence[Example], rows: NDArray[np.intp], inputs: FloatArray) -> Calibrator:
    """Fits one head's calibrator on the given examples."""
    return Calibrator.fit(inputs[rows], [data[row].labels[head] for row in rows], strength=10.0)
