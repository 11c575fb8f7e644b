"""Builds knowledge in a process of its own: it takes minutes and gigabytes, and customers are being answered."""

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

from knowledge.builds import KnowledgeSettings

LOW_PRIORITY: Final = 10
"""Of the process (nice): customers come first."""


class Build(Protocol):
    """A build that was begun."""

    @property
    def is_done(self) -> bool:
        """Whether it has ended, one way or the other."""
        ...

    @property
    def fault(self) -> str | None:
        """Why it failed, once it has ended; None where it did not."""
        ...

    def stop(self) -> None:
        """Ends it before its time."""
        ...


class ProcessBuild:
    """A build in a child process.

    Args:
        settings: What to build with what.
    """

    def __init__(self, settings: KnowledgeSettings) -> None:
        # A forked child would share locks with threads it does not have.
        context = multiprocessing.get_context("spawn")
        self._told, tell = context.Pipe(duplex=False)
        self._process = context.Process(target=_build, args=(settings, tell), daemon=True)
        self._process.start()
        tell.close()

    @property
    def is_done(self) -> bool:
        """Whether it has ended, one way or the other."""
        return not self._process.is_alive()

    @property
    def fault(self) -> str | None:
        """Why it failed, once it has ended; None where it did not."""
        if self._process.exitcode == 0:
            return None
        try:
            return str(self._told.recv())
        except EOFError:
            return f"The build ended with code {self._process.exitcode}. It needs about 5 GB of memory; see the log."

    def stop(self) -> None:
        """Ends it before its time."""
        self._process.terminate()
        self._process.join()


def begin_build(settings: KnowledgeSettings, root: Path) -> Build:
    """Begins to build a folder with the encoder and the data folder of these settings."""
    from dataclasses import replace

    return ProcessBuild(replace(settings, pack=str(root)))


def _build(settings: KnowledgeSettings, tell: Connection) -> None:
    from domain.mending import Mendable
    from knowledge.builds import ensure_built
    from knowledge.overlay import note_build

    os.nice(LOW_PRIORITY)
    try:
        built = ensure_built(settings, lambda *_: None)
        note_build(Path(settings.pack), built.path)
    except Mendable as error:
        tell.send(str(error))
        raise SystemExit(1) from None
