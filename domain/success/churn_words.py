"""Says in words why somebody may leave; the words are the pack's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.success.churn import Factor

LARGEST_TIMES: Final = 99.9
"""A multiple beyond this says no more than that the factor decides alone."""


@dataclass(frozen=True)
class FeatureName:
    """A feature as people call it: its value times `scale`, with `digits` decimals, a sign where `signed`, and unit."""

    name: str
    unit: str = ""
    scale: float = 1.0
    digits: int = 0
    signed: bool = False


@dataclass(frozen=True)
class FactorWords:
    """Sentences about a factor that raises or lowers the risk, and what stands for a value nobody knows."""

    raises: str
    lowers: str
    unknown: str
    features: Mapping[str, FeatureName]


def say_factor(factor: Factor, words: FactorWords) -> str:
    """A factor as a sentence: what it is, in which direction it works, and how strongly."""
    called = words.features[factor.feature]
    times = min(max(factor.odds, 1 / factor.odds), LARGEST_TIMES)
    template = words.raises if factor.contribution >= 0 else words.lowers
    value = words.unknown if factor.value is None else say_value(factor.value, called)
    return template.format(name=called.name, value=value, times=f"{times:.1f}")


def say_value(value: float, called: FeatureName) -> str:
    """A value with its unit."""
    scaled = round(value * called.scale, called.digits) + 0.0  # -0 is no number for people
    return f"{scaled:{'+' if called.signed else ''}.{called.digits}f}{called.unit}"
