"""Asking a second time where that fits, and what foreign errors mean."""

import random
import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from agents.llm.deadlines import Deadline
from agents.llm.faults import LlmFault
from agents.llm.reading import fault_of

T = TypeVar("T")

LONGEST_WAIT: Final = 1.5
"""Seconds an endpoint's Retry-After may ask for while a customer waits."""


def patiently(ask: Callable[[], T], deadline: Deadline) -> T:
    """Asks a second time where the fault is a passing one and there is time."""
    try:
        return _as_ours(ask)
    except LlmFault as fault:
        pause = _pause_before_retry(fault)
        if pause is None or pause >= deadline.left / 2:
            raise
        time.sleep(pause)
        return _as_ours(ask)


def next_piece(pieces: Iterator[str]) -> str | None:
    """The next piece of a text that has begun; None at its end."""
    try:
        return _as_ours(lambda: next(pieces, None))
    except LlmFault as fault:
        if fault.kind == "connect":
            raise LlmFault("cut", str(fault)) from fault
        raise


def _as_ours(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except Exception as error:
        # Where an endpoint sends garbage the libraries below raise what they like; it is told apart and counted.
        raise fault_of(error) from error


def _pause_before_retry(fault: LlmFault) -> float | None:
    """Seconds, with jitter so that many turns do not come back as one; None where a second try helps nobody."""
    if fault.kind == "connect":
        return random.uniform(0.05, 0.2)
    wanted = fault.retry_after if fault.kind in ("status_429", "status_5xx") else None
    return wanted + random.uniform(0, 0.1) if wanted is not None and wanted <= LONGEST_WAIT else None
