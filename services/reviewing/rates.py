"""What a review says of the whole week."""

from collections.abc import Callable
from dataclasses import dataclass

from services.reviewing.review import Review, ReviewConversation
from services.reviewing.weighting import Estimate, Reviewed, estimate


@dataclass(frozen=True)
class Rate:
    """How often something happened in the week, as far as the sample tells."""

    name: str
    found: Estimate


def rates_of(review: Review) -> list[Rate]:
    """How often conversations failed or were flawed, and how often each kind of mistake occurred in one."""
    kinds = sorted({turn.error_type for one in review.conversations for turn in one.turns if turn.error_type})
    asked: list[tuple[str, Callable[[ReviewConversation], bool]]] = [
        ("failed", lambda one: one.verdict == "failed"),
        ("flawed or failed", lambda one: one.verdict in ("flawed", "failed")),
        *((kind, _has(kind)) for kind in kinds),
    ]
    return [Rate(name, _estimate(review, holds)) for name, holds in asked]


def _has(kind: str) -> Callable[[ReviewConversation], bool]:
    return lambda one: any(turn.error_type == kind for turn in one.turns)


def _estimate(review: Review, holds: Callable[[ReviewConversation], bool]) -> Estimate:
    read = [one for one in review.conversations if one.verdict is not None]
    return estimate(
        [
            Reviewed(stratum.conversations, tuple(holds(one) for one in read if one.stratum == number))
            for number, stratum in enumerate(review.strata)
        ]
    )
