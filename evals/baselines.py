"""What an earlier run reached, case by case: enough to tell whether a later one fell behind."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.mending import Mendable
from evals.outcomes import Outcome
from evals.statistics import SIGNIFICANT, mcnemar, paired_bootstrap


class BaselineError(Mendable):
    """A baseline cannot be read."""


class _Stored(BaseModel):
    model_config = ConfigDict(extra="ignore")

    cases: dict[str, dict[str, tuple[bool, ...]]]


@dataclass(frozen=True)
class Baseline:
    """Suite → case → whether each trial passed."""

    cases: Mapping[str, Mapping[str, tuple[bool, ...]]]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Baseline":
        """What some trials reached; a simulator's own faults are left out."""
        cases: dict[str, dict[str, tuple[bool, ...]]] = {}
        for outcome in outcomes:
            if outcome.status != "simulator_fault":
                suite = cases.setdefault(outcome.suite, {})
                suite[outcome.case] = (*suite.get(outcome.case, ()), outcome.passed)
        return cls(cases)

    def save(self, path: Path) -> None:
        """Writes it, a case a line, so that what changed can be read in a review."""
        suites = []
        for suite, cases in sorted(self.cases.items()):
            rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(trials)}" for name, trials in sorted(cases.items()))
            suites.append(f"  {json.dumps(suite)}: {{\n{rows}\n  }}")
        path.write_text('{"cases": {\n' + ",\n".join(suites) + "\n}}\n", encoding="utf-8")


def load_baseline(path: Path) -> Baseline:
    """Reads a baseline, or the `run.json` of a run.

    Raises:
        BaselineError: There is none.
    """
    mend = "Make one: zenbu eval run --save-baseline FILE"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(stored, dict) and "outcomes" in stored:
            return Baseline.of(Outcome.from_json(entry) for entry in stored["outcomes"])
        return Baseline(_Stored.model_validate(stored).cases)
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror}. {mend}") from None
    except (json.JSONDecodeError, ValidationError, KeyError, TypeError) as error:
        raise BaselineError(f"{path} is no baseline and no run: {str(error).splitlines()[0]}. {mend}") from None


@dataclass(frozen=True)
class Change:
    """How a suite's cases changed against a baseline.

    Attributes:
        suite: Which suite.
        broke: Cases that passed more often before.
        fixed: Cases that pass more often now.
        probability: That so much would break by chance.
        compared: Cases in both.
    """

    suite: str
    broke: tuple[str, ...]
    fixed: tuple[str, ...]
    probability: float
    compared: int

    @property
    def is_regression(self) -> bool:
        """Whether the fall is more than chance."""
        return bool(self.broke) and self.probability < SIGNIFICANT


def changes(before: Baseline, now: Baseline) -> list[Change]:
    """What changed in each suite that is in both.

    Single trials are compared by McNemar's test, repeated ones by a paired bootstrap over cases.
    """
    found = []
    for suite, cases in now.cases.items():
        earlier = before.cases.get(suite, {})
        both = sorted(set(earlier) & set(cases))
        old, new = ([_share(source[name]) for name in both] for source in (earlier, cases))
        broke = tuple(name for name, was, value in zip(both, old, new, strict=True) if value < was)
        fixed = tuple(name for name, was, value in zip(both, old, new, strict=True) if value > was)
        single = all(len(source[name]) == 1 for source in (earlier, cases) for name in both)
        probability = mcnemar(len(broke), len(fixed)) if single else paired_bootstrap(old, new)
        found.append(Change(suite, broke, fixed, probability, len(both)))
    return found


def _share(trials: tuple[bool, ...]) -> float:
    return sum(trials) / len(trials)
