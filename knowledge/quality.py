"""The report of a build: every figure is on writers whose texts neither the model nor the calibration had read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.decision import RIGHT, WRONG, decide
from knowledge.encoder.port import FloatArray
from knowledge.evaluation import confusions, detection_quality, ranking_quality, reliability
from knowledge.heads import Calibrator
from knowledge.heads.calibrating import fit_calibrator, labelled_rows
from knowledge.heads.examples import HEADS, NONE, Example
from knowledge.pack.schema import Thresholds
from knowledge.ranking_training import HeldOutSignals, decision_cases
from knowledge.retrieval import RankWeights


@dataclass(frozen=True)
class HeldOut:
    """The held-out scores of all examples, and what was fitted on them. `inputs` are the calibrators' inputs."""

    data: Sequence[Example]
    folds: Sequence[NDArray[np.bool_]]
    inputs: FloatArray
    signals: HeldOutSignals
    weights: RankWeights


def held_out_report(held_out: HeldOut, thresholds: Thresholds) -> dict[str, Any]:
    """All figures of `zenbu knowledge report`, as JSON."""
    probabilities = {head: _cross_fitted(held_out, head) for head in HEADS}
    return {
        "examples": _counts(held_out.data),
        "weights": dict(held_out.weights.values),
        "faq": _faq(held_out),
        "decision": _decision(held_out, thresholds),
        "handover": _handover(held_out, probabilities["trigger"], thresholds.handover),
        "safety": _safety(held_out, probabilities["safety"], thresholds.safety),
        "heads": {head: _head(held_out, head, *probabilities[head]) for head in HEADS},
    }


def _counts(data: Sequence[Example]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for example in data:
        key = f"{example.source}/{example.writer}"
        counts[key] = counts.get(key, 0) + 1
    return counts


def _cross_fitted(held_out: HeldOut, head: str) -> tuple[NDArray[np.intp], tuple[str, ...], NDArray[np.float64]]:
    """Probabilities by calibrators that were fitted without the example's fold: rows, classes, (rows, classes)."""
    labelled = labelled_rows(head, held_out.data)
    rows = np.array([row for row in labelled if any(fold[row] for fold in held_out.folds)])
    classes = tuple(sorted({held_out.data[row].labels[head] for row in rows}))
    result = np.zeros((len(rows), len(classes)))
    for fold in held_out.folds:
        inside = fold[rows]
        calibrator = fit_calibrator(head, held_out.data, rows[~inside], held_out.inputs)
        places = [classes.index(label) for label in calibrator.classes]
        result[np.ix_(inside, places)] = calibrator.probabilities(held_out.inputs[rows[inside]])
    return rows, classes, result


def _faq(held_out: HeldOut) -> dict[str, Any]:
    signals = held_out.signals
    positions, writers, truth, guess = [], [], [], []
    for index, (row, ranking) in enumerate(zip(signals.rows, signals.rankings(held_out.weights), strict=True)):
        if signals.right[index] < 0:
            continue
        right = signals.ids[signals.right[index]]
        positions.append(ranking.ids.index(right))
        writers.append(held_out.data[row].writer)
        truth.append(right)
        guess.append(ranking.ids[0])
    found, by = np.array(positions), np.array(writers)
    return {
        "all": ranking_quality(found),
        "by_writer": {writer: ranking_quality(found[by == writer]) for writer in sorted(set(writers))},
        "confusions": confusions(guess, truth),
    }


def _decision(held_out: HeldOut, thresholds: Thresholds) -> dict[str, Any]:
    from knowledge.heads.calibration import Prediction

    signals = held_out.signals
    intent_rows, classes, probabilities = _cross_fitted(held_out, "intent")
    intents = {int(row): Prediction(classes, p) for row, p in zip(intent_rows, probabilities, strict=True)}
    cases, right = decision_cases(signals, held_out.weights, intents)
    confidence = np.zeros(len(right))
    for fold in held_out.folds:
        inside = fold[signals.rows]
        labels = [RIGHT if label else WRONG for label in right[~inside]]
        calibrator = Calibrator.fit(cases[~inside], labels, strength=10.0)
        confidence[inside] = calibrator.probabilities(cases[inside])[:, calibrator.classes.index(RIGHT)]
    decisions = np.array([decide(p, thresholds) for p in confidence])
    question = signals.right >= 0
    return {
        "questions": {
            "answered": float((decisions[question] == "answer").mean()),
            "asked_back": float((decisions[question] == "ask_back").mean()),
            "declined": float((decisions[question] == "decline").mean()),
            "right_when_answered": float(right[question & (decisions == "answer")].mean()),
        },
        "out_of_scope": {
            "answered": float((decisions[~question] == "answer").mean()),
            "declined": float((decisions[~question] == "decline").mean()),
            "n": int((~question).sum()),
        },
        "calibration": reliability(confidence, right),
    }


def _handover(
    held_out: HeldOut, fitted: tuple[NDArray[np.intp], tuple[str, ...], NDArray[np.float64]], threshold: float
) -> dict[str, Any]:
    rows, classes, probabilities = fitted
    sources = np.array([held_out.data[row].source for row in rows])
    writers = np.array([held_out.data[row].writer for row in rows])
    due = np.array([held_out.data[row].labels["trigger"] != NONE for row in rows])
    probability = 1 - probabilities[:, classes.index(NONE)]
    dialogue = sources == "dialogue"
    curve = {
        f"{cut:.2f}": detection_quality(probability[dialogue] > cut, due[dialogue])
        for cut in (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)
    }
    return {
        "threshold": threshold,
        "dialogue": detection_quality(probability[dialogue] > threshold, due[dialogue]),
        "questions_flagged": float((probability[sources == "faq"] > threshold).mean()),
        "by_writer": {
            writer: detection_quality(probability[chosen] > threshold, due[chosen])
            for writer in sorted(set(writers[dialogue]))
            for chosen in (dialogue & (writers == writer),)
        },
        "thresholds": curve,
        "calibration": reliability(probability[dialogue], due[dialogue]),
    }


def _safety(
    held_out: HeldOut, fitted: tuple[NDArray[np.intp], tuple[str, ...], NDArray[np.float64]], threshold: float
) -> dict[str, Any]:
    rows, classes, probabilities = fitted
    sources = np.array([held_out.data[row].source for row in rows])
    due = np.array([held_out.data[row].labels["safety"] != NONE for row in rows])
    probability = 1 - probabilities[:, classes.index(NONE)]
    return {
        "threshold": threshold,
        "safety_sets": detection_quality(probability[sources == "safety"] > threshold, due[sources == "safety"]),
        "false_alarms_elsewhere": int(((sources != "safety") & (probability > threshold) & ~due).sum()),
        "thresholds": {
            f"{cut:.2f}": detection_quality(probability > cut, due) for cut in (0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
        },
    }


def _head(
    held_out: HeldOut,
    head: str,
    rows: NDArray[np.intp],
    classes: tuple[str, ...],
    probabilities: NDArray[np.float64],
) -> dict[str, Any]:
    truth = [held_out.data[row].labels[head] for row in rows]
    guess = [classes[index] for index in probabilities.argmax(axis=1)]
    right = np.array([a == b for a, b in zip(truth, guess, strict=True)])
    return {
        "accuracy": float(right.mean()),
        "n": len(rows),
        "confusions": confusions(guess, truth),
        "calibration": reliability(probabilities.max(axis=1), right),
    }
