"""The processes that play cases: each builds its stage once and plays what it is given."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from evals.agents.named import AGENTS
from evals.agents.oracle import ORACLE, ideal
from evals.agents.wording import build_wording
from evals.cases import Case, Suite
from evals.graders import build_graders
from evals.outcomes import Outcome, examine, graded
from evals.stage import open_stage
from knowledge.pack import load_pack, pack_path
from services.settings import Settings


@dataclass(frozen=True)
class Job:
    """Trials to be played one after another: (place of the suite, place of the case, repetition)."""

    trials: tuple[tuple[int, int, int], ...]


class Worker:
    """Plays and grades cases, one after another.

    Args:
        settings: What was set from outside.
        suites: The suites.
        agent: Who is examined.
        seed: Of the run.
    """

    def __init__(self, settings: Settings, suites: Sequence[Suite], agent: str, seed: int) -> None:
        self._exit = ExitStack()
        self._suites = suites
        self._examine: Callable[[Suite, Case, int], Outcome]
        if agent == ORACLE:
            pack = load_pack(pack_path(settings.pack))
            graders, wording = build_graders(pack), build_wording(pack)
            self._examine = lambda suite, case, trial: graded(graders, suite, case, ideal(wording, suite, case, trial))
        else:
            stage = self._exit.enter_context(open_stage(settings, AGENTS[agent]))
            graders = build_graders(stage.agent.pack)
            self._examine = lambda suite, case, trial: examine(stage, graders, suite, case, trial, seed)

    def work(self, job: Job) -> list[Outcome]:
        """Plays and grades."""
        return [
            self._examine(self._suites[suite], self._suites[suite].cases[case], trial)
            for suite, case, trial in job.trials
        ]

    def close(self) -> None:
        """Clears away what was built."""
        self._exit.close()


_OWN: Final[list[Worker]] = []
"""This process's worker: `ProcessPoolExecutor` hands a task nothing else to hold on to."""


def begin(settings: Settings, suites: Sequence[Suite], agent: str, seed: int) -> None:
    """Begins a worker process."""
    import logging
    import multiprocessing.util

    from services.logs import configure_logs

    configure_logs(True, logging.ERROR)
    _OWN.append(Worker(settings, suites, agent, seed))
    multiprocessing.util.Finalize(None, _OWN[0].close, exitpriority=10)


def work(job: Job) -> list[Outcome]:
    """Plays and grades in a worker process."""
    return _OWN[0].work(job)
