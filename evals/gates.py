"""Gates: what a suite's figures must reach for a change to ship."""

from typing import Self

from pydantic import model_validator

from evals.part import Identifier, Part


class Gate(Part):
    """A threshold on one figure of a suite; missing it blocks.

    Attributes:
        metric: `passed`, the name of a grader, or a figure such as `top_1`, `handover_recall`, `solved`.
        at_least: It may not be lower.
        at_most: It may not be higher.
        tag: Only over cases with this tag.
    """

    metric: Identifier
    at_least: float | None = None
    at_most: float | None = None
    tag: Identifier | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a gate has `at_least` or `at_most`, one of the two")
        return self
