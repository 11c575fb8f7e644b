"""How long a delivery rests after it failed."""

import random
from typing import Final

FIRST: Final = 5.0
"""Seconds at most before the second try; doubled with each further one."""

LONGEST: Final = 2 * 60 * 60.0
"""Seconds at most between two tries."""

MOST_TRIES: Final = 20
"""With the pauses above about ten hours: an outage over night is slept through, and nobody learns of it days later."""


def pause(attempts: int, retry_after: float | None = None) -> float:
    """Seconds until the next try: exponential, with full jitter, so that not all come back at once.

    Args:
        attempts: How often it was tried.
        retry_after: What the other side asked for; never less is waited.
    """
    highest = min(LONGEST, FIRST * 2.0 ** (attempts - 1))
    return max(random.uniform(0, highest), retry_after or 0.0)
