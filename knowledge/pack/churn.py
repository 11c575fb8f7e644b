"""How the risk of losing a customer is spoken of, and what is done about it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.success.churn_features import FEATURES
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.units import Days, Hours

Share = Annotated[float, Field(gt=0, lt=1)]
Level = Literal["critical", "high", "medium", "low"]


class ChurnLevels(Part):
    """From which probability on a risk is of a level; what lies below all of them is low."""

    critical: Share
    high: Share
    medium: Share

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.medium < self.high < self.critical:
            raise ValueError("levels must rise: medium < high < critical")
        return self


class FeatureWords(Part):
    """A feature in words: its value is multiplied by `scale` and written with `digits` decimals and its unit."""

    name: Text
    unit: str = ""
    scale: float = 1
    digits: int = Field(0, ge=0, le=3)
    signed: bool = False


class FactorTexts(Part):
    """Sentences about one factor. `{name}`, `{value}` and `{times}` are filled in."""

    raises: Text
    lowers: Text
    unknown: Text
    """Stands for the value where it is not known."""


class ChurnAction(Part):
    """Something that is done for a customer at risk, where all of its conditions hold."""

    text: Text
    hours: Hours
    levels: tuple[Level, ...] = ()
    usage_trend_below: float | None = None
    nps_below: int | None = Field(None, ge=0, le=10)
    discount: Identifier | None = None


class Churn(Part):
    """Levels, words and actions of the churn model.

    Attributes:
        levels: Where probabilities turn into levels.
        level_names: What the levels are called.
        stale_days: A model older than this is not used any more.
        factors: Sentences about a factor.
        features: What each feature is called.
        actions: What is done when.
    """

    levels: ChurnLevels
    level_names: dict[Level, Text]
    stale_days: Days
    factors: FactorTexts
    features: dict[str, FeatureWords]
    actions: dict[Identifier, ChurnAction]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if set(self.features) != set(FEATURES):
            odd = sorted(set(FEATURES) ^ set(self.features))
            raise ValueError(f"features must name what the model looks at; missing or unknown: {', '.join(odd)}")
        if len(self.level_names) != 4:
            raise ValueError("level_names must name critical, high, medium and low")
        return self
