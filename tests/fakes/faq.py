"""Builds of a published FAQ that end when a test says so: real ones take minutes and gigabytes."""

import threading
from pathlib import Path

import pytest

import services.faq
from knowledge.builds import KnowledgeSettings


class FakeBuild:
    """A build that was begun."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.is_done = False
        self.fault: str | None = None
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


class Builder:
    """Begins builds, and tells when one was."""

    def __init__(self) -> None:
        self._last: FakeBuild | None = None
        self._begun = threading.Event()

    def begin(self, _: KnowledgeSettings, root: Path) -> FakeBuild:
        self._last = FakeBuild(root)
        self._begun.set()
        return self._last

    def last(self) -> FakeBuild:
        """The build that was begun last; the background work may be about to begin it."""
        assert self._begun.wait(30)
        assert self._last is not None
        return self._last


def fake_builds(monkeypatch: pytest.MonkeyPatch) -> Builder:
    """From now on applications that open build like this."""
    builder = Builder()
    monkeypatch.setattr(services.faq, "begin_build", builder.begin)
    return builder
