"""How good the local brain is on writers it never read: ranking, decisions, confusions, calibration."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def ranking_quality(positions: NDArray[np.intp]) -> dict[str, float]:
    """Share of queries whose right document is first and among the first three, and the mean reciprocal rank.

    Args:
        positions: Position (0 = first) of the right document for each query.
    """
    return {
        "first": float((positions == 0).mean()),
        "within_3": float((positions < 3).mean()),
        "mrr": float((1 / (positions + 1)).mean()),
        "n": len(positions),
    }


def detection_quality(flagged: NDArray[np.bool_], due: NDArray[np.bool_]) -> dict[str, float]:
    """Recall and precision of a yes/no decision."""
    hits = int((flagged & due).sum())
    return {
        "recall": hits / max(int(due.sum()), 1),
        "precision": hits / max(int(flagged.sum()), 1),
        "due": int(due.sum()),
        "n": len(due),
    }


def confusions(predicted: Sequence[str], actual: Sequence[str], most: int = 12) -> list[dict[str, Any]]:
    """The most frequent mistakes: what was taken for what, and how often."""
    pairs = Counter((truth, guess) for truth, guess in zip(actual, predicted, strict=True) if truth != guess)
    return [{"true": truth, "taken_for": guess, "times": times} for (truth, guess), times in pairs.most_common(most)]


def reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> dict[str, Any]:
    """Reliability table and expected calibration error (Naeini et al., 2015), equal-width bins.

    Args:
        confidence: Probability given to what was decided.
        right: Whether it was right.
        bins: Number of bins.
    """
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    table, error = [], 0.0
    for number in range(bins):
        inside = index == number
        if inside.any():
            said, was = float(confidence[inside].mean()), float(right[inside].mean())
            table.append({"said": said, "was": was, "n": int(inside.sum())})
            error += float(inside.mean()) * abs(said - was)
    return {"expected_calibration_error": error, "table": table}
