"""A process that does nothing but the background work."""

import signal
import threading
from typing import Final

import structlog

from jobs.runner import running
from jobs.tasks import build_tasks
from services.application import open_application
from services.engines import EngineFactory
from services.settings import Settings

LOOK: Final = 5.0
"""Seconds between two looks whether every task is still run."""

log = structlog.get_logger(__name__)


class TaskEnded(RuntimeError):
    """A task is no longer run; whoever watches the process starts it again."""


def work(settings: Settings, responder_factory: EngineFactory) -> None:
    """Works until it is told to stop (SIGTERM, SIGINT), and then finishes what it is at.

    Args:
        settings: What was set from outside.
        responder_factory: Builds what answers: messages whose worker died are answered here, too.

    Raises:
        TaskEnded: A task is no longer run.
    """
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    with (
        open_application(settings, responder_factory) as application,
        running(build_tasks(application)) as runner,
    ):
        log.info("worker started", channels=list(application.delivery.channels))
        while not stopping.wait(LOOK):
            if not runner.is_alive:
                raise TaskEnded("A background task has ended. Start the worker again: zenbu worker")
    log.info("worker stopped")
