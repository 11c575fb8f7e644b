"""A circuit breaker (Nygard, Release It!): an endpoint that is down is not asked, and no customer waits to find out."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final, Literal

from agents.llm.faults import NOT_THE_ENDPOINTS, FaultKind

FAULTS: Final = 3
"""Faults in a row that open it."""

FIRST_PAUSE, LONGEST_PAUSE = 10.0, 300.0
"""Seconds; each time it opens again without a call having succeeded the pause doubles."""

Verdict = Literal["ask", "probe", "leave"]


class Breaker:
    """Whether an endpoint is worth asking.

    Closed, calls go through. Open, none does. After a pause one probe is due, which runs beside the turns; where it
    succeeds the next call is let through on trial: a fault of it opens the breaker at once, and for longer.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._faults = 0
        self._pause = FIRST_PAUSE
        self._probe_at: float | None = None
        self._on_trial = False

    @property
    def is_open(self) -> bool:
        """Whether calls are refused."""
        return self._probe_at is not None

    def ask(self) -> Verdict:
        """What to do with a call: ask the endpoint, leave it, or leave it and probe the endpoint meanwhile."""
        with self._lock:
            if self._probe_at is None:
                return "ask"
            if self._clock() < self._probe_at:
                return "leave"
            self._probe_at = self._clock() + self._pause  # one probe at a time
            return "probe"

    def succeeded(self) -> None:
        """A call was answered."""
        with self._lock:
            self._faults, self._pause, self._probe_at, self._on_trial = 0, FIRST_PAUSE, None, False

    def failed(self, kind: FaultKind) -> bool:
        """A call was not answered. A wrong key is wrong the next time too.

        Returns:
            Whether this opened it.
        """
        if kind in NOT_THE_ENDPOINTS:
            return False
        with self._lock:
            self._faults += 1
            enough = self._on_trial or self._faults >= FAULTS or kind == "status_401"
            if self._probe_at is not None or not enough:
                return False
            self._probe_at = self._clock() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._on_trial = False
            return True

    def probed(self, answered: bool) -> None:
        """The probe came back."""
        with self._lock:
            if answered:
                self._probe_at, self._on_trial = None, True
            else:
                self._probe_at = self._clock() + self._pause
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
