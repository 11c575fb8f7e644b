"""What the model's steps of one turn cost, and what they may cost."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from agents.llm.faults import FaultKind
from domain.llm_spending import Limit, Spent

PER_TOKEN: Final = 1.2
"""Characters of Japanese a token stands for, roughly: for endpoints that do not count, and before a call is made."""


@dataclass(frozen=True)
class Prices:
    """Yen for a thousand tokens; 0 where nobody said."""

    read: float = 0.0
    written: float = 0.0

    def yen(self, read: int, written: int) -> float:
        """What so many tokens cost."""
        return (read * self.read + written * self.written) / 1_000


@dataclass(frozen=True)
class Call:
    """One call. `purpose` is the prompt's name; `estimated` where the endpoint did not count."""

    purpose: str
    milliseconds: float
    read: int = 0
    written: int = 0
    cached: int = 0
    estimated: bool = False
    fault: FaultKind | None = None


@dataclass
class Spending:
    """The calls of one turn."""

    prices: Prices = Prices()
    allowance: Limit = Limit()
    calls: list[Call] = field(default_factory=list)
    refused: list[FaultKind] = field(default_factory=list)
    """Calls that were not made, and why."""

    @property
    def tokens(self) -> int:
        """All of them, read and written."""
        return sum(call.read + call.written for call in self.calls)

    @property
    def yen(self) -> float:
        """What the calls cost."""
        return sum(self.prices.yen(call.read, call.written) for call in self.calls)

    @property
    def spent(self) -> Spent:
        """The sum of it, as it is booked."""
        return Spent(len(self.calls), self.tokens, self.yen)

    def covers(self, characters: int) -> bool:
        """Whether a call that sends so many characters may still be made."""
        read = estimated_tokens(characters)
        tokens, yen = self.allowance.tokens, self.allowance.yen
        if tokens is not None and self.tokens + read > tokens:
            return False
        return yen is None or self.yen + self.prices.yen(read, 0) <= yen

    def as_json(self) -> dict[str, Any]:
        """What the turn's record keeps; no text."""
        faults = Counter([*self.refused, *(call.fault for call in self.calls if call.fault)])
        return {
            "calls": len(self.calls),
            "tokens_read": sum(call.read for call in self.calls),
            "tokens_cached": sum(call.cached for call in self.calls),
            "tokens_written": sum(call.written for call in self.calls),
            "estimated": any(call.estimated for call in self.calls),
            "yen": round(self.yen, 4),
            "ms": round(sum(call.milliseconds for call in self.calls), 1),
            "faults": dict(faults),
            "purposes": dict(Counter(call.purpose for call in self.calls)),
        }


def estimated_tokens(characters: int) -> int:
    """Tokens so many characters are, roughly."""
    return int(characters / PER_TOKEN)
