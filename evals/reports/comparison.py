"""Two runs side by side: what broke, what got fixed, which figures moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.baselines import Baseline, Change, changes
from evals.figures import Figure, figures_of
from evals.outcomes import Outcome


@dataclass(frozen=True)
class Comparison:
    """Run B against run A.

    Attributes:
        changes: Cases that broke or were fixed, by suite.
        figures: (suite, figure, in A, in B) for every figure that moved.
        only_in_a: Cases that B does not have.
        only_in_b: Cases that A does not have.
    """

    changes: tuple[Change, ...]
    figures: tuple[tuple[str, str, Figure, Figure], ...]
    only_in_a: tuple[str, ...]
    only_in_b: tuple[str, ...]


def compare_runs(a: Sequence[Outcome], b: Sequence[Outcome]) -> Comparison:
    """Compares two runs."""
    before, now = Baseline.of(a), Baseline.of(b)
    names = [{f"{outcome.suite}/{outcome.case}" for outcome in run} for run in (a, b)]
    return Comparison(
        changes=tuple(changes(before, now)),
        figures=tuple(_moved(a, b)),
        only_in_a=tuple(sorted(names[0] - names[1])),
        only_in_b=tuple(sorted(names[1] - names[0])),
    )


def _moved(a: Sequence[Outcome], b: Sequence[Outcome]) -> list[tuple[str, str, Figure, Figure]]:
    found = []
    for suite in dict.fromkeys(outcome.suite for outcome in b):
        old, new = (figures_of([entry for entry in run if entry.suite == suite]) for run in (a, b))
        found += [
            (suite, name, old[name], new[name]) for name in new if name in old and old[name].value != new[name].value
        ]
    return found
