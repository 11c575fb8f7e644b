"""Looks after messages nobody works on, in the background."""

import threading
from typing import Final

import structlog

from domain.turn import KnowledgeOutage
from services.turns import TurnService
from store.session import StoreUnavailable

INTERVAL: Final = 5.0
"""Seconds between two looks."""

log = structlog.get_logger(__name__)


class Recovery:
    """A light thread that calls `TurnService.recover` now and then, the first time at once.

    Args:
        turns: What recovers.
        interval: Seconds between two looks.
    """

    def __init__(self, turns: TurnService, interval: float = INTERVAL) -> None:
        self._turns = turns
        self._interval = interval
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recovery", daemon=True)

    @property
    def is_alive(self) -> bool:
        """Whether somebody still looks."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stops looking, after the turn that is being answered."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                if recovered := self._turns.recover():
                    log.info("messages recovered", count=recovered)
            except (StoreUnavailable, KnowledgeOutage) as outage:
                log.warning("recovery postponed", why=str(outage))
            if self._stopping.wait(self._interval):
                return
