"""Where the time of nested calls goes: each phase is charged only for what no inner phase is charged for."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch


class Stopwatch:
    """Adds up seconds by phase, of one thread at a time."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._local = threading.local()

    @contextmanager
    def measuring(self, phase: str) -> Iterator[None]:
        """Charges the block to a phase, less what it charges to others."""
        inner: list[float] = self._stack()
        inner.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - start
            self.seconds[phase] += taken - inner.pop()
            self.calls[phase] += 1
            if inner:
                inner[-1] += taken

    @contextmanager
    def watching(self, methods: dict[str, list[tuple[type, str]]]) -> Iterator[None]:
        """Wraps methods of classes for the length of a block: phase → (class, method)."""
        with ExitStack() as patches:
            for phase, owned in methods.items():
                for owner, name in owned:
                    patches.enter_context(patch.object(owner, name, self._wrapped(phase, getattr(owner, name))))
            yield

    def _wrapped(self, phase: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*args: Any, **kwargs: Any) -> Any:
            with self.measuring(phase):
                return method(*args, **kwargs)

        return measured

    def _stack(self) -> list[float]:
        if not hasattr(self._local, "stack"):
            self._local.stack = []
        stack: list[float] = self._local.stack
        return stack
