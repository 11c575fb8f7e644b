"""Turns a model's margins into honest probabilities: Platt's sigmoid, which keeps Shapley values exact."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

STEPS: Final = 100
SMALLEST_STEP: Final = 1e-9
SMALLEST_SLOPE: Final = 0.05
"""A calibration never turns the ranking round, whatever a small sample says."""


@dataclass(frozen=True)
class Platt:
    """P(leaves) = 1 / (1 + exp(-(slope * margin + intercept))).

    It is linear in the margin, so a margin's Shapley values times `slope` are the calibrated log-odds' own Shapley
    values, exactly; a step function such as isotonic regression has no such property.
    """

    slope: float
    intercept: float

    def probabilities(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated probabilities of margins (log-odds)."""
        return sigmoid(self.slope * margins + self.intercept)


def fit_platt(margins: NDArray[np.float64], labels: NDArray[np.bool_], *, slope: bool = True) -> Platt:
    """Fits the sigmoid by Newton's method on Platt's smoothed targets.

    Source: J. Platt, "Probabilistic outputs for support vector machines" (1999): targets (n1 + 1) / (n1 + 2) and
    1 / (n0 + 2) instead of 1 and 0, which keeps a small sample from certainty.

    Args:
        margins: Log-odds of a model on rows it was not trained on.
        labels: Whether it happened.
        slope: Whether the slope is fitted, too; with few positives only the level is.

    Raises:
        ValueError: There are no rows.
    """
    if len(margins) == 0:
        raise ValueError("there are no rows to calibrate on")
    positives = int(labels.sum())
    targets = np.where(labels, (positives + 1) / (positives + 2), 1 / (len(labels) - positives + 2))
    columns = np.column_stack([margins, np.ones_like(margins)])
    weights, free = np.array([1.0, 0.0]), np.array([slope, True])
    for _ in range(STEPS):
        expected = sigmoid(columns @ weights)
        gradient = columns.T @ (targets - expected)
        hessian = (columns * (expected * (1 - expected))[:, None]).T @ columns + 1e-9 * np.eye(2)
        step = np.zeros(2)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        # The loss is convex, but far from its bottom a whole step may overshoot without end.
        while (worse := _loss(columns @ (weights + step), targets) > _loss(columns @ weights, targets)) and (
            np.abs(step).max() > SMALLEST_STEP
        ):
            step = step / 2
        if worse or np.abs(step).max() <= SMALLEST_STEP:
            break
        weights = weights + step
    if weights[0] < SMALLEST_SLOPE:
        return Platt(SMALLEST_SLOPE, fit_platt(margins * SMALLEST_SLOPE, labels, slope=False).intercept)
    return Platt(float(weights[0]), float(weights[1]))


def _loss(logits: NDArray[np.float64], targets: NDArray[np.float64]) -> float:
    """Cross-entropy of targets in 0–1."""
    return float((np.logaddexp(0, logits) - targets * logits).sum())


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + exp(-x)), without overflow."""
    return np.exp(-np.logaddexp(0, -logits))
