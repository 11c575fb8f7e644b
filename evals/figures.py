"""The figures of a suite: shares with their intervals, retrieval, handovers, turns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any, Final

from domain.intervals import wilson
from evals.outcomes import Outcome
from evals.statistics import calibration_error, pass_at, pass_hat

TOP: Final = 3


@dataclass(frozen=True)
class Figure:
    """A value and how sure it is.

    Attributes:
        value: The value; None where nothing was counted.
        count: Of how many.
        low: Lower end of the 95 % interval, where the value is a share.
        high: Upper end.
    """

    value: float | None
    count: int
    low: float | None = None
    high: float | None = None


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """All figures of some trials; those with nothing to count are left out.

    Args:
        outcomes: Trials of one suite, or of all.

    Returns:
        `passed`; `pass^k` and `pass@k` where there were repetitions; every grader's share; `top_1`, `top_3`, `mrr`,
        `answered_right`, `declined_right`, `calibration_error`; `handover_recall`, `handover_precision`,
        `handover_premature`; `solved`, `person_when_due`, `simulator_faults`; `turns_median`.
    """
    counted = [outcome for outcome in outcomes if outcome.status != "simulator_fault"]
    found = {
        "passed": _share([cases for cases in _by_case(counted).values()]),
        **_steadiness(counted),
        **_graders(counted),
        **_retrieval(counted),
        **_handover(counted),
        **_journeys(outcomes),
    }
    return {name: figure for name, figure in found.items() if figure.count}


def _share(groups: Iterable[Sequence[bool]]) -> Figure:
    """The mean over cases of each case's share of trials; as sure as there are cases, for trials of one are alike."""
    means = [mean(group) for group in groups if group]
    if not means:
        return Figure(None, 0)
    share = mean(means)
    return Figure(share, len(means), *wilson(share, len(means)))


def _by_case(outcomes: Iterable[Outcome]) -> dict[str, list[bool]]:
    groups: dict[str, list[bool]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.case, []).append(outcome.passed)
    return groups


def _steadiness(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    groups = _by_case(outcomes).values()
    trials = min(map(len, groups), default=0)
    found = {}
    for k in range(2, trials + 1):
        for name, estimate in ((f"pass^{k}", pass_hat), (f"pass@{k}", pass_at)):
            value = mean(estimate(sum(group), len(group), k) for group in groups)
            found[name] = Figure(value, len(groups), *wilson(value, len(groups)))
    return found


def _graders(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    groups: dict[str, dict[str, list[bool]]] = {}
    for outcome in outcomes:
        for name, faults in outcome.verdicts.items():
            groups.setdefault(name, {}).setdefault(outcome.case, []).append(not faults)
    return {name: _share(cases.values()) for name, cases in groups.items()}


def _retrieval(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    messages = [entry for outcome in outcomes for entry in outcome.retrieved]
    covered = [entry for entry in messages if entry["topics"]]
    uncovered = [entry for entry in messages if entry["topics"] is not None and not entry["topics"]]
    answered = [entry for entry in messages if entry["topics"] is not None and entry["decision"] == "answer"]
    ranks = [rank_of(entry) for entry in covered]
    scores = [entry["found"][0][1] for entry in covered if entry["found"]]
    right = [rank == 1 for rank, entry in zip(ranks, covered, strict=True) if entry["found"]]
    return {
        "top_1": _plain(rank == 1 for rank in ranks),
        f"top_{TOP}": _plain(rank is not None and rank <= TOP for rank in ranks),
        "mrr": Figure(mean(1 / rank if rank else 0.0 for rank in ranks) if ranks else None, len(ranks)),
        "answered_right": _plain(rank_of(entry) == 1 for entry in answered),
        "declined_right": _plain(entry["decision"] != "answer" for entry in uncovered),
        "calibration_error": Figure(calibration_error(scores, right), len(scores)),
    }


def rank_of(entry: Mapping[str, Any]) -> int | None:
    """The place of the first right topic, 1 is the first; None where it was not found."""
    return next((rank for rank, (name, _) in enumerate(entry["found"], 1) if name in (entry["topics"] or ())), None)


def _handover(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    judged = [outcome.handover for outcome in outcomes if outcome.handover is not None]
    due = [entry for entry in judged if entry["due"]]
    called = [entry for entry in judged if entry["called"]]
    return {
        "handover_recall": _plain(entry["timing"] == "right" for entry in due),
        "handover_precision": _plain(entry["timing"] in ("right", "late") for entry in called),
        "handover_premature": _plain(entry["timing"] == "premature" for entry in due),
    }


def _journeys(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Simulated customers: `solved` without a person where that can be; a person where one is due."""
    simulated = [outcome for outcome in outcomes if outcome.simulated]
    valid = [outcome for outcome in simulated if outcome.status != "simulator_fault"]
    turns = [len(outcome.played["turns"]) for outcome in outcomes if outcome.played["reading"] is None]
    due = [outcome.handover for outcome in valid if outcome.handover is not None and outcome.handover["due"]]
    return {
        "solved": _plain(is_solved(outcome) for outcome in valid if outcome.solvable),
        "person_when_due": _plain(entry["timing"] == "right" for entry in due),
        "simulator_faults": _plain(outcome.status == "simulator_fault" for outcome in simulated),
        "turns_median": Figure(median(turns) if turns else None, len(turns)),
    }


def is_solved(outcome: Outcome) -> bool:
    """Whether a simulated customer got what they came for without a person."""
    handed_over = any("open_handover" in said["effects"] for said in outcome.played["turns"])
    return outcome.played["ending"] == "goal_reached" and not handed_over


def _plain(hits: Iterable[bool]) -> Figure:
    found = list(hits)
    if not found:
        return Figure(None, 0)
    share = sum(found) / len(found)
    return Figure(share, len(found), *wilson(share, len(found)))


def timings(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How many handovers were right, premature, late, missed, needless or rightly none."""
    return Counter(outcome.handover["timing"] for outcome in outcomes if outcome.handover is not None)
