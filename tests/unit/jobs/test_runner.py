import threading
import time

import pytest
from structlog.testing import CapturingLogger

import jobs.runner
from jobs import Runner, Task, running
from jobs import runner as module
from store.session import StoreUnavailable


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)


class Counting:
    """A task's work: lets a test wait until it was done so many times."""

    def __init__(self, error: Exception | None = None) -> None:
        self._done = threading.Semaphore(0)
        self._error = error

    def __call__(self) -> None:
        self._done.release()
        if self._error:
            raise self._error

    def wait_for(self, times: int) -> bool:
        return all(self._done.acquire(timeout=10) for _ in range(times))


def test_task_is_run_again_and_again() -> None:
    work = Counting()
    with running([Task("work", 0.01, work)]):
        assert work.wait_for(3)


def test_task_is_run_at_once_the_first_time() -> None:
    work = Counting()
    with running([Task("work", 3600, work)]):
        assert work.wait_for(1)


def test_task_that_hangs_keeps_no_other_waiting() -> None:
    gate, work = threading.Event(), Counting()
    with running([Task("hangs", 0.01, gate.wait), Task("work", 0.01, work)]):
        assert work.wait_for(3)
        gate.set()


@pytest.mark.parametrize(
    ("error", "told_as"),
    [(ZeroDivisionError("a fault"), "exception"), (StoreUnavailable("The database is gone."), "warning")],
)
def test_failure_is_counted_logged_and_ends_nothing(
    error: Exception, told_as: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = CapturingLogger()
    monkeypatch.setattr(jobs.runner, "log", told)
    broken, work = Counting(error), Counting()
    with running([Task("broken", 0.01, broken), Task("work", 0.01, work)]) as runner:
        assert broken.wait_for(3)
        assert work.wait_for(3)
        assert runner.is_alive
    assert runner.failures["broken"] >= 2
    assert runner.failures["work"] == 0
    assert {(call.method_name, call.kwargs["task"]) for call in told.calls} == {(told_as, "broken")}


def test_end_waits_for_what_is_being_done() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.2)
        ended.set()

    with running([Task("work", 3600, work)]):
        assert begun.wait(10)
    assert ended.is_set()


def test_end_does_not_wait_for_the_next_run() -> None:
    work = Counting()
    started = time.monotonic()
    with running([Task("work", 3600, work)]):
        assert work.wait_for(1)
    assert time.monotonic() - started < 60


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_runner_whose_task_was_ended_is_not_alive() -> None:
    def end() -> None:
        raise SystemExit

    runner = Runner([Task("ends", 0.01, end)])
    runner.start()
    runner.stop()
    assert not runner.is_alive


def test_without_tasks_nothing_is_missing() -> None:
    with running([]) as runner:
        assert runner.is_alive
