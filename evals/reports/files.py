"""What a run leaves behind: `run.json` is the same byte for byte in every run of the same; times lie beside it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from domain.mending import Mendable
from evals.figures import Figure, figures_of
from evals.judging import Judgement
from evals.outcomes import Outcome
from evals.runner import Run
from evals.statistics import quantile

RUN: Final = "run.json"
TIMES: Final = "times.json"


class RunUnreadable(Mendable):
    """There is no run in a file."""


def write_run(folder: Path, run: Run, judgement: Judgement) -> None:
    """Writes `run.json` and `times.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RUN).write_text(_dumped(run_as_json(run, judgement)), encoding="utf-8")
    (folder / TIMES).write_text(_dumped(times_of(run)), encoding="utf-8")


def read_outcomes(path: Path) -> list[Outcome]:
    """The trials of a run.

    Args:
        path: A `run.json`, or the folder it lies in.

    Raises:
        RunUnreadable: There is no run.
    """
    file = path / RUN if path.is_dir() else path
    try:
        return [Outcome.from_json(entry) for entry in json.loads(file.read_text(encoding="utf-8"))["outcomes"]]
    except OSError as error:
        raise RunUnreadable(f"{file} cannot be read: {error.strerror}. Make one: zenbu eval run --out FOLDER") from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise RunUnreadable(f"{file} is no run ({error!r}). Make one: zenbu eval run --out FOLDER") from None


def run_as_json(run: Run, judgement: Judgement) -> dict[str, Any]:
    """Everything about a run but its times."""
    return {
        "agent": run.plan.agent,
        "seed": run.plan.seed,
        "repeat": run.plan.repeat,
        "may_ship": judgement.may_ship,
        "blocking": judgement.blocking,
        "gates": [
            {
                "suite": entry.suite,
                **entry.gate.model_dump(exclude_none=True),
                "held": entry.held,
                **_value(entry.figure),
            }
            for entry in judgement.gates
        ],
        "changes": [asdict(change) for change in judgement.changes],
        "figures": {"all": _figures(figures_of(run.all))}
        | {suite: _figures(figures_of(outcomes)) for suite, outcomes in run.outcomes.items()},
        "tokens": tokens_of(run),
        "outcomes": [_without_times(outcome) for outcome in run.all],
    }


def times_of(run: Run) -> dict[str, Any]:
    """How long a run took."""
    turns = [spent for outcome in run.all for spent in outcome.milliseconds]
    return {
        "seconds": round(run.seconds, 2),
        "conversation_seconds": round(run.conversation_seconds, 2),
        "jobs": run.plan.jobs,
        "resumed": run.resumed,
        "turn_ms": {"p50": quantile(turns, 0.5), "p95": quantile(turns, 0.95)},
        "cases_ms": {f"{o.suite}/{o.case}#{o.trial}": round(sum(o.milliseconds), 2) for o in run.all},
    }


def tokens_of(run: Run) -> dict[str, int]:
    """Tokens that models were paid for, by the turns' records; the local brain needs none."""
    total: dict[str, int] = {}
    for outcome in run.all:
        for said in outcome.played["turns"]:
            llm = said["record"].get("llm") or {}
            for kind in ("read", "written"):
                if count := llm.get(f"tokens_{kind}", 0):
                    total[kind] = total.get(kind, 0) + count
    return total


def _without_times(outcome: Outcome) -> dict[str, Any]:
    fields = outcome.as_json()
    fields["milliseconds"] = []
    return fields


def _figures(figures: Mapping[str, Figure]) -> dict[str, dict[str, Any]]:
    return {name: _value(figure) for name, figure in figures.items()}


def _value(figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return {"value": None, "count": 0}
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(figure).items()}


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
