"""Rules over a customer's figures: all conditions hold, or the rule does not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.success.customer_360 import Customer360
from domain.success.figures import Figure, figure_of

_BOUNDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "at_least": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}


@dataclass(frozen=True)
class FigureCondition:
    """A condition on one figure. Every bound that is given must hold; a figure that cannot be told holds none.

    Attributes:
        figure: Its name (`domain.success.figures`).
        one_of: Words, or whether something is so; empty where bounds are meant.
        at_least: Lower bound, included.
        above: Lower bound, excluded.
        at_most: Upper bound, included.
        below: Upper bound, excluded.
        unknown: Holds where the figure cannot be told, and only there.
    """

    figure: str
    one_of: tuple[str | bool, ...] = ()
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    unknown: bool = False

    def holds(self, view: Customer360) -> bool:
        """Whether the figure is known and fits."""
        value = figure_of(view, self.figure)
        if value is None or self.unknown:
            return value is None and self.unknown
        return value in self.one_of if self.one_of else self._fits(value)

    def _fits(self, value: Figure) -> bool:
        if not isinstance(value, int | float):
            return False
        bounds = ((name, getattr(self, name)) for name in _BOUNDS)
        return all(_BOUNDS[name](value, bound) for name, bound in bounds if bound is not None)


def all_hold(conditions: Iterable[FigureCondition], view: Customer360) -> bool:
    """Whether every condition holds; none at all always do."""
    return all(condition.holds(view) for condition in conditions)
