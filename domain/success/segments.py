"""Segments: the first rule that holds names the one segment a customer is in."""

from dataclasses import dataclass

from domain.success.conditions import FigureCondition, all_hold
from domain.success.customer_360 import Customer360


@dataclass(frozen=True)
class SegmentRule:
    """One way into a segment (pack data). The last rule of a list has no conditions: everybody is somewhere.

    Attributes:
        segment: Its name.
        label: The same in the staff's words.
        conditions: All must hold.
    """

    segment: str
    label: str
    conditions: tuple[FigureCondition, ...] = ()


def segment_of(view: Customer360, rules: tuple[SegmentRule, ...]) -> SegmentRule:
    """The rule by which a customer is in a segment.

    Args:
        view: The customer, with the scores the rules go by.
        rules: In their order; the last one always holds.
    """
    return next(rule for rule in rules if all_hold(rule.conditions, view))
