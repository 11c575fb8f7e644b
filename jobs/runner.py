"""Runs periodic tasks in the background, and goes on whatever becomes of one of them."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import structlog

from domain.turn import KnowledgeOutage
from store.session import StoreUnavailable

PAUSE: Final = 5.0
"""Seconds a task rests at least after it failed: what is broken now is broken in a moment, too."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Task:
    """Something done again and again, the first time at once.

    Every process that runs tasks runs all of them, so what must happen once is made so in the database (a locked row,
    a claim). A task ends by itself within seconds: whoever stops the process waits for it.

    Attributes:
        name: For the log, in words.
        every_seconds: Rest between two runs.
        run: Does what there is to do now.
    """

    name: str
    every_seconds: float
    run: Callable[[], object]


class Runner:
    """Runs each task in a thread of its own: a mail server that hangs keeps nobody else waiting.

    Args:
        tasks: What to run.
    """

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._stopping = threading.Event()
        tasks = list(tasks)
        # Every task has its count from the start: who reads them meets no new one.
        self._failures = {task.name: 0 for task in tasks}
        self._threads = [
            threading.Thread(target=self._repeat, args=(task,), name=task.name, daemon=True) for task in tasks
        ]

    @property
    def is_alive(self) -> bool:
        """Whether every task is still run."""
        return all(thread.is_alive() for thread in self._threads)

    @property
    def failures(self) -> Mapping[str, int]:
        """How often each task failed."""
        return self._failures

    def start(self) -> None:
        """Begins to run the tasks."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends every task after what it is doing now."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, task: Task) -> None:
        while True:
            rest = task.every_seconds
            try:
                task.run()
            except (StoreUnavailable, KnowledgeOutage) as outage:
                rest = self._failed(task)
                log.warning("task postponed", task=task.name, why=str(outage))
            except Exception:
                # Nobody waits for a task's result, so nobody else would ever see this fault.
                rest = self._failed(task)
                log.exception("task failed", task=task.name)
            if self._stopping.wait(rest):
                return

    def _failed(self, task: Task) -> float:
        self._failures[task.name] += 1
        return max(task.every_seconds, PAUSE)


@contextmanager
def running(tasks: Iterable[Task]) -> Iterator[Runner]:
    """Runs tasks as long as the block lasts."""
    runner = Runner(tasks)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()
