"""Real server processes on one database, killed and started again at any moment."""

import multiprocessing
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import patch

import httpx
import uvicorn

from api.app import create_app
from bench.crowd import CALL
from domain.reply import HandoverCard
from domain.turn import TurnOutcome, TurnRequest
from jobs import tasks
from services import application
from services.ids import new_id
from services.logs import configure_logs
from services.settings import Settings
from services.turns import TurnService
from tests.fakes.engine import FakeEngine, echo
from tests.fakes.waiting import handover

LEASE = timedelta(seconds=1)
"""Short, so that what a killed worker held is soon free."""

PATIENCE = 4.0
RECOVERY = 0.3
SLOWEST = 0.03
"""Seconds of the slowest turn."""

SILENT = 100
"""A log level above all others: the killed cannot be blamed."""


def answer_slowly(request: TurnRequest) -> TurnOutcome:
    time.sleep(random.uniform(0, SLOWEST))  # noqa: S311
    return echo(request)


def answer_or_call(request: TurnRequest) -> TurnOutcome:
    """The same, but for whoever asks for a person."""
    time.sleep(random.uniform(0, SLOWEST))  # noqa: S311
    if request.text == CALL and request.ticket is None:
        turns = request.state.get("turns", 0) + 1
        called = handover(new_id("tk"), message=CALL)
        card = HandoverCard(called.effects[0].ticket_id, "normal", "human_request", "2時間以内")  # type: ignore[union-attr]
        return replace(called, reply=replace(called.reply, handover=card), state={"turns": turns})
    return echo(request)


def serve(url: str, folder: Path, port: int, answer: Callable[[TurnRequest], TurnOutcome]) -> None:
    """A worker as `zenbu serve` makes it, but for the engine and shorter waits."""
    configure_logs(development=True, level=SILENT)
    settings = Settings(database_url=url, data_dir=folder, rate_limit=0)
    turns = partial(TurnService, lease=LEASE, patience=PATIENCE)
    with (
        patch.object(application, "TurnService", turns),
        patch.object(tasks, "RECOVERY", RECOVERY),
    ):
        app = create_app(settings, lambda *_: FakeEngine(answer))
        uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


class Fleet:
    """Workers with a port each. Whoever is killed is started again at the same port.

    Args:
        url: The database they share.
        folder: Where they may write.
        size: How many.
        answer: What answers in them; a function of a module, which a process can find.
    """

    def __init__(
        self, url: str, folder: Path, size: int, answer: Callable[[TurnRequest], TurnOutcome] = answer_slowly
    ) -> None:
        # Workers fork from a process that has imported everything and opened nothing: they start at once.
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.integration.fleet"])
        self._url, self._folder, self._answer = url, folder, answer
        self._workers: dict[int, BaseProcess] = {}
        for port in free_ports(size):
            self.start(port)

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._workers]

    @property
    def ports(self) -> list[int]:
        return list(self._workers)

    def start(self, port: int) -> None:
        worker = self._processes.Process(target=serve, args=(self._url, self._folder, port, self._answer), daemon=True)
        worker.start()
        self._workers[port] = worker

    def wait(self, port: int) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self._workers[port].is_alive(), "a worker ended by itself"
            assert time.monotonic() < deadline, "a worker does not come up"
            time.sleep(0.02)

    def kill(self, port: int) -> None:
        worker = self._workers[port]
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert worker.exitcode == -signal.SIGKILL

    @contextmanager
    def stalled(self, port: int) -> Iterator[None]:
        """A worker that stands still, as on a machine that swaps, and goes on as if nothing had happened."""
        pid = self._workers[port].pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        for worker in self._workers.values():
            worker.terminate()
        for worker in self._workers.values():
            worker.join(10)


@contextmanager
def running(
    url: str, folder: Path, size: int = 2, answer: Callable[[TurnRequest], TurnOutcome] = answer_slowly
) -> Iterator[Fleet]:
    """A fleet that is up."""
    fleet = Fleet(url, folder, size, answer)
    try:
        for port in fleet.ports:
            fleet.wait(port)
        yield fleet
    finally:
        fleet.stop()


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
