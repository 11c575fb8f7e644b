"""From scores to honest probabilities: logistic regression over the scores of writers left out of training."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Prediction:
    """Probabilities of a head's classes."""

    classes: tuple[str, ...]
    probabilities: NDArray[np.float64]

    @property
    def best(self) -> str:
        """The most probable class."""
        return self.classes[int(self.probabilities.argmax())]

    def of(self, label: str) -> float:
        """The probability of one class; 0 for a class the head never saw."""
        return float(self.probabilities[self.classes.index(label)]) if label in self.classes else 0.0

    def ranked(self) -> list[tuple[str, float]]:
        """Classes and probabilities, most probable first."""
        order = np.argsort(-self.probabilities)
        return [(self.classes[i], float(self.probabilities[i])) for i in order]


@dataclass(frozen=True)
class Calibrator:
    """Weights from scores to the logits of one head's classes: shapes (inputs, classes) and (classes,)."""

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def probabilities(self, scores: NDArray[Any]) -> NDArray[np.float64]:
        """Probabilities for rows of scores, shape (rows, classes)."""
        return softmax(scores @ self.weights + self.bias)

    def predict(self, scores: NDArray[Any]) -> Prediction:
        """The probabilities for one row of scores."""
        return Prediction(self.classes, self.probabilities(scores[None, :])[0])

    def as_arrays(self) -> dict[str, Any]:
        """The calibrator as arrays, to be stored."""
        return {"classes": np.array(self.classes), "weights": self.weights, "bias": self.bias}

    @staticmethod
    def from_arrays(arrays: dict[str, Any]) -> "Calibrator":
        """The calibrator `as_arrays` stored."""
        return Calibrator(tuple(str(label) for label in arrays["classes"]), arrays["weights"], arrays["bias"])

    @staticmethod
    def fit(scores: NDArray[Any], labels: list[str], strength: float = 1.0) -> "Calibrator":
        """Learns the weights by logistic regression.

        Args:
            scores: Scores of examples the scoring model had not seen, shape (examples, inputs).
            labels: Their true classes.
            strength: Inverse of the L2 penalty.
        """
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        if len(set(labels)) == 1:  # nothing to tell apart: the one class is certain
            return Calibrator((labels[0],), np.zeros((scores.shape[1], 1)), np.zeros(1))
        with threadpool_limits(1):  # so small a problem only loses by threads that wait for each other
            model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(scores, labels)
        classes = tuple(str(label) for label in model.classes_)
        weights, bias = model.coef_.T, model.intercept_
        if len(classes) == 2:  # scikit-learn keeps one column of logits for two classes
            weights = np.concatenate([np.zeros_like(weights), weights], axis=1)
            bias = np.concatenate([np.zeros_like(bias), bias])
        return Calibrator(classes, weights, bias)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from logits, over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))
