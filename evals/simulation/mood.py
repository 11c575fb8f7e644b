"""How a simulated customer takes being treated: displeasure rises where nothing gets on, and fades where it does."""

from dataclasses import dataclass
from typing import Final

MOST: Final = 3.0
SHOWS: Final = 1.0
"""From here on it is heard, though nobody is blamed yet."""

ALOUD: Final = 2.0
"""From here on it is aimed at the company."""

RELIEF: Final = 0.5
"""What one step forward takes away."""


@dataclass
class Mood:
    """Displeasure, 0 to 3.

    Attributes:
        patience: Turns without getting anywhere that bring it from nothing to being said aloud.
        level: How much there is.
    """

    patience: int
    level: float = 0.0

    def stall(self) -> None:
        """A turn that led nowhere."""
        self.level = min(MOST, self.level + ALOUD / self.patience)

    def relieve(self) -> None:
        """A turn that led somewhere."""
        self.level = max(0.0, self.level - RELIEF)

    @property
    def shows(self) -> bool:
        """Whether it is heard."""
        return self.level >= SHOWS

    @property
    def is_aloud(self) -> bool:
        """Whether the company is told."""
        return self.level >= ALOUD - 1e-9
