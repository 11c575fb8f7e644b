"""The health of a customer: score, colour, parts, what could not be told, and what moved it.

The formula is that of `domain.success.health_columns`, over columns of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.success.customer_360 import Customer360, HealthStatus
from domain.success.figures import figure_of, has_ended, has_month
from domain.success.health_columns import STATUSES, Column, HealthColumns, HealthTerms, PartTerms, health_columns


@dataclass(frozen=True)
class Part:
    """One part of a customer's score.

    Attributes:
        name: usage, engagement, support or payment.
        points: Out of `weight`; None where it cannot be told.
        weight: Most it can earn.
        counted: What it adds to the score once the rest is scaled to 100.
    """

    name: str
    points: float | None
    weight: float
    counted: float


@dataclass(frozen=True)
class Missing:
    """A figure that could not be told, with the part it belongs to and why."""

    part: str
    figure: str
    why: str


@dataclass(frozen=True)
class Move:
    """How one part moved the score since last time; `change` is `now - before` in points of the score."""

    part: str
    before: float
    now: float
    change: float


@dataclass(frozen=True)
class Health:
    """The health of one customer.

    Attributes:
        score: 0–100; None where too little can be told.
        status: Its colour; None as above.
        parts: Their `counted` sum to the score.
        missing: What could not be told.
        moved: What moved the score since it was last computed, most first; empty where there is nothing to compare.
    """

    score: float | None
    status: HealthStatus | None
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...] = ()
    moved: tuple[Move, ...] = ()

    def part(self, name: str) -> Part | None:
        """The part of this name; None if there is no such part."""
        return next((part for part in self.parts if part.name == name), None)


def figure_columns(views: Sequence[Customer360], parts: Sequence[PartTerms]) -> dict[str, Column]:
    """The figures that some parts measure, a column each; NaN is unknown."""
    names = sorted({measure.figure for part in parts for measure in part.measures})
    columns = {name: np.array([figure_of(view, name) for view in views], np.float64) for name in names}
    ended = np.array([has_ended(view) for view in views], np.bool_)
    for column in columns.values():
        column[ended] = np.nan
    return columns


def healths_of(
    views: Sequence[Customer360], terms: HealthTerms, before: Mapping[str, Mapping[str, float]] | None = None
) -> list[Health]:
    """The health of some customers, of either kind, in their order.

    Args:
        views: The customers.
        terms: How it is computed.
        before: What each part added to the score last time, by customer id; who is not in it has nothing to compare.
    """
    found: list[Health | None] = [None] * len(views)
    for kind, parts in terms.parts.items():
        places = [place for place, view in enumerate(views) if view.type == kind]
        if not places:
            continue
        chosen = [views[place] for place in places]
        figures = figure_columns(chosen, parts)
        columns = health_columns(figures, parts, terms)
        for row, (place, view) in enumerate(zip(places, chosen, strict=True)):
            earlier = (before or {}).get(view.customer_id)
            found[place] = _row(columns, figures, row, parts, view, earlier)
    return [health for health in found if health is not None]


def health_of(view: Customer360, terms: HealthTerms, before: Mapping[str, float] | None = None) -> Health:
    """The health of one customer.

    Args:
        view: The customer.
        terms: How it is computed.
        before: What each part added to the score when it was last computed; None if it never was.
    """
    return healths_of([view], terms, {view.customer_id: before} if before else None)[0]


def moves(before: Mapping[str, float], now: Mapping[str, float]) -> tuple[Move, ...]:
    """What moved the score, most first: the difference of what each part adds to it. Their changes sum to the score's.

    A part that could not be told adds nothing, so that its appearing or vanishing is seen as a move, too.
    """
    names = dict.fromkeys((*now, *before))
    found = (Move(name, before.get(name, 0.0), now.get(name, 0.0), 0.0) for name in names)
    changed = [Move(move.part, move.before, move.now, move.now - move.before) for move in found]
    return tuple(sorted((move for move in changed if move.change), key=lambda move: -abs(move.change)))


def _row(
    columns: HealthColumns,
    figures: Mapping[str, Column],
    row: int,
    parts: Sequence[PartTerms],
    view: Customer360,
    before: Mapping[str, float] | None,
) -> Health:
    told = tuple(
        Part(
            part.name,
            _known(columns.points[part.name][row]),
            part.weight,
            _known(columns.counted[part.name][row]) or 0.0,
        )
        for part in parts
    )
    score = _known(columns.score[row])
    now = {part.name: part.counted for part in told}
    return Health(
        score,
        STATUSES[columns.status[row]],
        told,
        tuple(_missing(figures, row, parts, view)),
        moves(before, now) if before and score is not None else (),
    )


def _missing(
    figures: Mapping[str, Column], row: int, parts: Sequence[PartTerms], view: Customer360
) -> Iterator[Missing]:
    for part in parts:
        for measure in part.measures:
            if np.isnan(figures[measure.figure][row]):
                yield Missing(part.name, measure.figure, _why(view, measure.figure))


def _why(view: Customer360, figure: str) -> str:
    """Why a figure cannot be told: ended, no_record, or for use of a contract no_limit, zero_limit or under_a_month."""
    if has_ended(view):
        return "ended"
    if figure not in ("usage_rate", "usage_mean_rate"):
        return "no_record"
    if view.contract.monthly_limit is None:
        return "no_limit"
    if view.contract.monthly_limit == 0:
        return "zero_limit"
    return "no_record" if has_month(view) else "under_a_month"


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
