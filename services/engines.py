"""What a process is given that answers."""

from collections.abc import Callable
from typing import Protocol

from domain.clock import Clock
from domain.records import Records
from domain.turn import Engine
from services.copilot.port import Copilot
from services.settings import Settings
from store.session import Database


class ServiceEngine(Engine, Protocol):
    """What answers customers, with what stands beside the staff's reply box."""

    def copilot(self, database: Database, clock: Clock) -> Copilot | None:
        """Opens the copilot over a database; None where there is none."""
        ...


EngineFactory = Callable[[Settings, Records, Clock], ServiceEngine]
"""Builds what answers; `graphs.composition.build_engine` is one."""
