"""How a customer speaks to us, over 30 days: how much of it is displeased, and which way the tone goes.

What counts is whom a feeling is aimed at: anger at a neighbour is why customers come, and no displeasure with us.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from domain.clock import in_tokyo
from domain.labels import EmotionLabel, Target
from domain.masking import redact

ToneLevel = Literal["low", "medium", "high"]

STRONGEST: Final = 3
"""Intensity goes from 0 to here."""

UNJUDGED: Final = 2
"""The intensity of a feeling of which nobody said how strong it was."""

FEWEST: Final = 3
"""Remarks a slope needs, on two days at least: through two points there is always a line."""

_GLAD: Final = "joy"
_CALM: Final = "neutral"


@dataclass(frozen=True)
class Remark:
    """Something a customer said to us.

    Attributes:
        at: When.
        label: How they felt; remarks that nobody judged are left out before this.
        target: About whom; None where the record of a call or a mail does not say, which is taken to be about us.
        intensity: 0 none to 3 strong; None where nobody judged it.
        quote: In their own words.
    """

    at: datetime
    label: EmotionLabel
    target: Target | None = None
    intensity: int | None = None
    quote: str | None = None

    @property
    def is_negative(self) -> bool:
        """Whether they were displeased with us."""
        return self.label not in (_GLAD, _CALM) and self.target in ("company", None)

    @property
    def tone(self) -> float:
        """From -1 (strongly displeased with us) to 1 (very glad); 0 where neither, whatever they feel about others."""
        strength = (UNJUDGED if self.intensity is None else self.intensity) / STRONGEST
        if self.is_negative:
            return -strength
        return strength if self.label == _GLAD else 0.0


@dataclass(frozen=True)
class ToneAction:
    """What is to be done about a tone, in the staff's words; `hours` is within how many, None where it can wait."""

    text: str
    hours: int | None = None


@dataclass(frozen=True)
class ToneTerms:
    """When tone calls for somebody (pack data).

    Attributes:
        days: How far back is looked.
        high: Share of negative remarks from which on the level is high; 0–1.
        medium: And medium.
        quotes: How many negative quotes are shown.
        actions: What is to be done, by level.
    """

    days: int
    high: float
    medium: float
    quotes: int
    actions: Mapping[ToneLevel, ToneAction]


@dataclass(frozen=True)
class Quote:
    """A displeased remark, personal data masked."""

    at: datetime
    text: str


@dataclass(frozen=True)
class ToneTrend:
    """How a customer has been speaking to us. Everything but the counts is None without a single remark.

    Attributes:
        remarks: How many were judged.
        positive: Those that were glad.
        negative: Those displeased with us.
        neutral: All others, feelings about somebody else among them.
        ratio: Negative among all, 0–1.
        level: What the ratio means.
        action: What is to be done about it; None where nothing.
        quotes: The newest negative ones, newest first.
        slope: Change of tone a day; negative is worsening (`tone_slope`).
    """

    remarks: int
    positive: int
    negative: int
    neutral: int
    ratio: float | None
    level: ToneLevel | None
    action: ToneAction | None
    quotes: tuple[Quote, ...]
    slope: float | None


def trend_of(remarks: Iterable[Remark], at: datetime, terms: ToneTerms, known: Sequence[str] = ()) -> ToneTrend:
    """How a customer has been speaking to us up to a moment.

    Args:
        remarks: Theirs, in any order; those outside the window are left out.
        at: The moment.
        terms: The window, and what its ratio means.
        known: Words that are personal though nothing in them shows it, such as the customer's name.
    """
    heard = sorted(_within(remarks, at, terms.days), key=lambda remark: remark.at)
    negative = [remark for remark in heard if remark.is_negative]
    positive = sum(remark.label == _GLAD for remark in heard)
    ratio = len(negative) / len(heard) if heard else None
    level = _level(ratio, terms)
    quoted = [remark for remark in reversed(negative) if remark.quote][: terms.quotes]
    return ToneTrend(
        remarks=len(heard),
        positive=positive,
        negative=len(negative),
        neutral=len(heard) - positive - len(negative),
        ratio=ratio,
        level=level,
        action=terms.actions.get(level) if level else None,
        quotes=tuple(Quote(remark.at, redact(remark.quote or "", known)) for remark in quoted),
        slope=tone_slope(heard, at, terms.days),
    )


def tone_slope(remarks: Iterable[Remark], at: datetime, days: int = 30) -> float | None:
    """The slope of tone over calendar days (Asia/Tokyo), by ordinary least squares, in tone a day.

    With x the day and y the tone of each remark: `sum((x - mean x)(y - mean y)) / sum((x - mean x)^2)`.

    Args:
        remarks: A customer's, in any order.
        at: Up to this moment.
        days: So far back.

    Returns:
        None with fewer than three remarks, or all of them on one day.
    """
    points = [(in_tokyo(remark.at).toordinal(), remark.tone) for remark in _within(remarks, at, days)]
    if len(points) < FEWEST:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else None


def is_angry(remarks: Iterable[Remark]) -> bool:
    """Whether the last thing a customer said to us was angry with us."""
    last = max(remarks, key=lambda remark: remark.at, default=None)
    return last is not None and last.is_negative and last.label == "anger"


def _within(remarks: Iterable[Remark], at: datetime, days: int) -> list[Remark]:
    since = at - timedelta(days=days)
    return [remark for remark in remarks if since < remark.at <= at]


def _level(ratio: float | None, terms: ToneTerms) -> ToneLevel | None:
    if ratio is None:
        return None
    return "high" if ratio >= terms.high else "medium" if ratio >= terms.medium else "low"
