"""Runs suites: over several processes, resumable, the same result whatever the number of processes."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final

from evals.cases import Suite
from evals.journal import Journal, Trial
from evals.outcomes import Outcome
from evals.workers import Job, Worker, begin, work
from services.settings import Settings

TOGETHER: Final = 12
"""Single messages that make one job: each takes milliseconds, handing it over takes as long."""


@dataclass(frozen=True)
class Plan:
    """What is to be run.

    Attributes:
        suites: The suites, with the cases that were chosen.
        agent: Who is examined.
        seed: Of the simulated customers.
        repeat: How often each case is tried.
        jobs: Processes.
    """

    suites: tuple[Suite, ...]
    agent: str
    seed: int = 0
    repeat: int = 1
    jobs: int = 1

    @property
    def trials(self) -> int:
        """How many there are in all."""
        return self.repeat * sum(len(suite.cases) for suite in self.suites)


@dataclass
class Run:
    """A run that is finished.

    Attributes:
        plan: What was run.
        outcomes: By suite, in the suites' order.
        seconds: How long it took, by the clock on the wall; what an earlier, killed run did is not in it.
        resumed: Trials an earlier, killed run had done.
    """

    plan: Plan
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    seconds: float = 0.0
    resumed: int = 0

    @property
    def all(self) -> list[Outcome]:
        """The outcomes of all suites."""
        return [outcome for own in self.outcomes.values() for outcome in own]

    @property
    def conversation_seconds(self) -> float:
        """How long its turns took, added up."""
        return sum(sum(outcome.milliseconds) for outcome in self.all) / 1000


def run(plan: Plan, settings: Settings, journal: Journal, advance: Callable[[int], None] = lambda trials: None) -> Run:
    """Plays and grades everything that is not done yet.

    Args:
        plan: What is to be run.
        settings: What was set from outside.
        journal: Where it is noted.
        advance: Is told how many trials were done.
    """
    started = time.perf_counter()
    done = journal.read()
    resumed = len(done)
    journal.open(done.values())
    advance(len(done))
    for outcomes in _played(plan, settings, _jobs(plan, done)):
        journal.note(outcomes)
        done |= {(outcome.suite, outcome.case, outcome.trial): outcome for outcome in outcomes}
        advance(len(outcomes))
    journal.close()
    result = Run(plan, seconds=time.perf_counter() - started, resumed=resumed)
    for suite in plan.suites:
        order = [(suite.suite, case.id, trial) for case in suite.cases for trial in range(plan.repeat)]
        result.outcomes[suite.suite] = [done[trial] for trial in order]
    return result


def _played(plan: Plan, settings: Settings, jobs: Sequence[Job]) -> Iterator[list[Outcome]]:
    if not jobs:
        return
    own = (settings, plan.suites, plan.agent, plan.seed)
    if plan.jobs == 1:
        with closing(Worker(*own)) as worker:
            yield from map(worker.work, jobs)
        return
    # Forked from a server that has imported everything and begun nothing: an encoder's threads do not survive a fork,
    # and importing takes each process longer than a hundred messages.
    context = get_context("forkserver")
    context.set_forkserver_preload(["evals.workers"])
    with ProcessPoolExecutor(plan.jobs, context, begin, own) as pool:
        for future in as_completed([pool.submit(work, job) for job in jobs]):
            yield future.result()


def _jobs(plan: Plan, done: dict[Trial, Outcome]) -> list[Job]:
    """What is left to do: long conversations first, so that no process is left alone with one at the end."""
    conversations: list[tuple[int, Job]] = []
    messages: list[tuple[int, int, int]] = []
    for s, suite in enumerate(plan.suites):
        for c, case in enumerate(suite.cases):
            for trial in range(plan.repeat):
                if (suite.suite, case.id, trial) in done:
                    continue
                if case.text is not None:
                    messages.append((s, c, trial))
                else:
                    length = 20 if case.simulate else len(case.turns) + sum(map(len, case.answers.values()))
                    conversations.append((length, Job(((s, c, trial),))))
    conversations.sort(key=lambda entry: -entry[0])
    together = [Job(tuple(messages[start : start + TOGETHER])) for start in range(0, len(messages), TOGETHER)]
    return [*(job for _, job in conversations), *together]


def chosen(suites: Sequence[Suite], tags: Sequence[str], cases: Sequence[str]) -> tuple[tuple[Suite, ...], list[str]]:
    """The suites with only the cases that were asked for.

    Args:
        suites: All.
        tags: A case has to have one of them; none: any will do.
        cases: Ids; none: any will do.

    Returns:
        Suites that still have cases, and the names of those that lost some.
    """
    kept, partial = [], []
    for suite in suites:
        own = [
            case for case in suite.cases if (not tags or set(tags) & set(case.tags)) and (not cases or case.id in cases)
        ]
        if own:
            kept.append(suite.model_copy(update={"cases": tuple(own)}))
        if len(own) < len(suite.cases):
            partial.append(suite.suite)
    return tuple(kept), partial
