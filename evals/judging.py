"""Whether a change may ship: the gates of the suites, and no significant fall against the baseline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.baselines import Baseline, Change, changes
from evals.cases import Suite
from evals.figures import Figure, figures_of
from evals.gates import Gate
from evals.outcomes import Outcome


@dataclass(frozen=True)
class GateResult:
    """A gate and what was reached.

    Attributes:
        suite: Whose gate.
        gate: The gate.
        figure: What was reached; None where nothing was counted, which no gate passes.
        held: Whether it holds.
    """

    suite: str
    gate: Gate
    figure: Figure | None
    held: bool

    def __str__(self) -> str:
        sign, bound = ("≥", self.gate.at_least) if self.gate.at_least is not None else ("≤", self.gate.at_most)
        where = f"{self.suite}.{self.gate.metric}" + (f" [{self.gate.tag}]" if self.gate.tag else "")
        return f"{where} is {say(self.figure)}, wanted {sign} {bound:g}"


@dataclass(frozen=True)
class Judgement:
    """The outcome of a run.

    Attributes:
        gates: Every gate of every suite that was run whole.
        changes: Against the baseline, where there is one.
        partial: Suites of which only some cases were run: their gates are not judged.
    """

    gates: tuple[GateResult, ...]
    changes: tuple[Change, ...] = ()
    partial: tuple[str, ...] = ()

    @property
    def may_ship(self) -> bool:
        """Whether nothing blocks."""
        return all(gate.held for gate in self.gates) and not any(change.is_regression for change in self.changes)

    @property
    def blocking(self) -> list[str]:
        """What blocks, in words."""
        return [
            *(str(gate) for gate in self.gates if not gate.held),
            *(
                f"{change.suite}: {len(change.broke)} cases broke and {len(change.fixed)} were fixed against the "
                f"baseline (p = {change.probability:.3f}): {', '.join(change.broke)}"
                for change in self.changes
                if change.is_regression
            ),
        ]


def judge(
    suites: Sequence[Suite],
    outcomes: Mapping[str, Sequence[Outcome]],
    baseline: Baseline | None,
    partial: Sequence[str] = (),
) -> Judgement:
    """Judges a run.

    Args:
        suites: The suites.
        outcomes: Their trials, by suite.
        baseline: What an earlier run reached.
        partial: Suites of which only some cases were run.
    """
    gates = tuple(
        _judged(suite.suite, gate, outcomes[suite.suite])
        for suite in suites
        if suite.suite not in partial
        for gate in suite.gates
    )
    now = Baseline.of(outcome for own in outcomes.values() for outcome in own)
    return Judgement(gates, tuple(changes(baseline, now)) if baseline else (), tuple(partial))


def _judged(suite: str, gate: Gate, outcomes: Sequence[Outcome]) -> GateResult:
    counted = [outcome for outcome in outcomes if gate.tag is None or gate.tag in outcome.tags]
    figure = figures_of(counted).get(gate.metric)
    value = figure.value if figure else None
    if value is None:
        return GateResult(suite, gate, figure, held=False)
    enough = gate.at_least is None or value >= gate.at_least
    return GateResult(suite, gate, figure, held=enough and (gate.at_most is None or value <= gate.at_most))


def say(figure: Figure | None) -> str:
    """A figure with its interval and its count, as reports show it."""
    if figure is None or figure.value is None:
        return "not counted"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3g} (n={figure.count})"
    return f"{figure.value:.3f} [{figure.low:.3f}–{figure.high:.3f}] (n={figure.count})"
