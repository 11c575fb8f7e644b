"""How many measurements of a monthly contract are left: what was not used carries over one month."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """The measurements of one calendar month.

    Attributes:
        limit: Included every month.
        carried: Left over from the month before.
        used: Taken this month.
    """

    limit: int
    carried: int
    used: int

    @property
    def left(self) -> int:
        """What can still be taken without paying more."""
        return max(0, self.limit + self.carried - self.used)

    @property
    def over(self) -> int:
        """What was taken beyond it."""
        return max(0, self.used - self.limit - self.carried)


def allowance(limit: int, used: Sequence[int]) -> Allowance:
    """The allowance of the last of some months.

    What was carried over is used first; what then is left of a month's own measurements goes to the next month and
    lapses after it: `carried(m + 1) = max(0, limit - max(0, used(m) - carried(m)))`.

    Args:
        limit: Measurements included every month.
        used: Measurements in each calendar month since the contract began, the oldest first, the last one is asked
            about. At least one month.
    """
    carried = 0
    for month in used[:-1]:
        carried = max(0, limit - max(0, month - carried))
    return Allowance(limit, carried, used[-1])
