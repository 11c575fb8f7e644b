"""Handovers as a matter of a threshold: precision and recall at each, and where the cost is least."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from evals.outcomes import Outcome

COSTS: Final = Path(__file__).with_name("costs.yaml")


@dataclass(frozen=True)
class Costs:
    """What a wrong handover costs, in one unit."""

    unit: str
    missed: float
    needless: float


@dataclass(frozen=True)
class Point:
    """What a threshold on the probability of a handover would do.

    Attributes:
        threshold: From this probability on a person is called.
        precision: Of those called, how many were due; None where nobody would be called.
        recall: Of those due, how many would be called.
        cost: A case on average.
    """

    threshold: float
    precision: float | None
    recall: float
    cost: float


def load_costs(path: Path = COSTS) -> Costs:
    """Reads what a wrong handover costs."""
    return Costs(**yaml.safe_load(path.read_text(encoding="utf-8")))


def curve(outcomes: Sequence[Outcome], costs: Costs) -> list[Point]:
    """A point for every probability that occurred, rising; none where no case speaks of handovers."""
    scored = [(entry.handover["score"], entry.handover["due"]) for entry in outcomes if entry.handover is not None]
    if not any(due for _, due in scored):
        return []
    return [point_at(scored, threshold, costs) for threshold in sorted({score for score, _ in scored})]


def point_at(scored: Sequence[tuple[float, bool]], threshold: float, costs: Costs) -> Point:
    """What one threshold would do.

    Args:
        scored: Each case's highest probability, and whether a person was due.
        threshold: From where on a person is called.
        costs: What is wrong costs.
    """
    called = [due for score, due in scored if score >= threshold]
    missed = sum(due for score, due in scored if score < threshold)
    needless = len(called) - sum(called)
    due_in_all = missed + sum(called)
    return Point(
        threshold,
        sum(called) / len(called) if called else None,
        sum(called) / due_in_all if due_in_all else 0.0,
        (missed * costs.missed + needless * costs.needless) / len(scored),
    )


def operating_point(outcomes: Sequence[Outcome], costs: Costs) -> Point | None:
    """What the run really did, rules, carried displeasure and stalling included; its threshold is not one number."""
    judged = [entry.handover for entry in outcomes if entry.handover is not None]
    if not judged:
        return None
    return point_at([(float(entry["called"]), entry["due"]) for entry in judged], 1.0, costs)
