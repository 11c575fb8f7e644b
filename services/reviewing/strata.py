"""Which conversations are looked at: some of every kind, the rare kinds more than their share."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import Final, Literal, TypeVar

from services.reviewing.history import PastConversation

Band = Literal["low", "middle", "high", "none"]

K = TypeVar("K", bound=Hashable)

LOW, HIGH = 0.5, 0.8
"""Where the bands of confidence end."""

_MEASURED: Final = frozenset({"faq", "clarify", "diagnose", "recommend_plan"})
"""Routes whose confidence is a probability of having understood."""


@dataclass(frozen=True)
class Kind:
    """A kind of conversation.

    Attributes:
        handover: Whether a person was called.
        negative: Whether the customer was displeased.
        confidence: The band of the least sure reply; none where nothing had to be understood.
        route: The route most turns took.
        channel: Where it took place.
    """

    handover: bool
    negative: bool
    confidence: Band | None = None
    route: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Stratum:
    """A kind of conversation, how many there were, and which were drawn."""

    kind: Kind
    size: int
    drawn: tuple[str, ...]

    @property
    def weight(self) -> float:
        """How many conversations one that was drawn stands for: the inverse of its probability of being drawn."""
        return self.size / len(self.drawn)


COARSER: Final[tuple[Callable[[Kind], Kind], ...]] = (
    lambda kind: kind,
    lambda kind: Kind(kind.handover, kind.negative, kind.confidence, kind.route),
    lambda kind: Kind(kind.handover, kind.negative, kind.confidence),
    lambda kind: Kind(kind.handover, kind.negative),
)
"""Where there would be too many kinds for a sample, the channel is left out first, then the route, then the band."""


def kind_of(conversation: PastConversation) -> Kind:
    """The kind of a conversation."""
    routes = Counter(turn.route for turn in conversation.turns)
    sure = [turn.confidence for turn in conversation.turns if turn.route in _MEASURED and not turn.record.get("exact")]
    return Kind(
        handover=bool(conversation.tickets),
        negative=conversation.is_negative,
        confidence=_band(min(sure)) if sure else "none",
        route=routes.most_common(1)[0][0],
        channel=conversation.channel,
    )


def draw(kinds: Mapping[str, Kind], count: int, seed: str) -> list[Stratum]:
    """Draws a stratified sample; in each stratum every conversation has the same chance.

    Args:
        kinds: The kind of every conversation, by id.
        count: How many are drawn at most.
        seed: The same seed draws the same, whatever the order of `kinds`.
    """
    groups: dict[Kind, list[str]] = {}
    for coarser in COARSER:
        groups = {}
        for name, kind in sorted(kinds.items()):
            groups.setdefault(coarser(kind), []).append(name)
        if 2 * len(groups) <= count:
            break
    order = sorted(groups, key=repr)
    sizes = allocate({kind: len(groups[kind]) for kind in order}, count)
    rng = random.Random(seed)
    return [
        Stratum(kind, len(groups[kind]), tuple(sorted(rng.sample(groups[kind], sizes[kind]))))
        for kind in order
        if sizes[kind]
    ]


def allocate(sizes: Mapping[K, int], count: int) -> dict[K, int]:
    """How many are drawn of each stratum: at least one as far as that goes round, so that rare kinds can be judged.

    Beyond that as the root of its size (power allocation, Bankier 1988, The American Statistician 42:174–177).

    Args:
        sizes: Of the strata.
        count: How many are drawn at most; all where there are fewer.
    """
    given = dict.fromkeys(sizes, 0)
    for key in sorted(sizes, key=lambda key: -sizes[key])[:count]:
        given[key] = 1
    left = min(count, sum(sizes.values())) - sum(given.values())
    while left > 0:
        open_ = {key: sqrt(sizes[key]) for key in sizes if given[key] < sizes[key]}
        share = left / sum(open_.values())
        more = {key: min(floor(root * share), sizes[key] - given[key]) for key, root in open_.items()}
        if not any(more.values()):  # less than one each: to those that are furthest behind their share
            behind = sorted(open_, key=lambda key: (given[key] / open_[key], -sizes[key]))
            more = dict.fromkeys(behind[:left], 1)
        for key, number in more.items():
            given[key] += number
        left -= sum(more.values())
    return given


def _band(confidence: float) -> Band:
    return "low" if confidence < LOW else "middle" if confidence < HIGH else "high"


def ids_of(strata: Sequence[Stratum]) -> set[str]:
    """Everything that was drawn."""
    return {name for stratum in strata for name in stratum.drawn}
