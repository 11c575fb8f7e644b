"""How customers are looked after: health and what follows from it, tone, lifetime value, segments, offers."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StrictBool, model_validator

from domain.success.customer_360 import CustomerType, HealthStatus
from domain.success.figures import FIGURES, NUMBERS
from domain.success.health_columns import FULL
from domain.success.recommendations import By, Urgency
from domain.success.sentiment import ToneLevel
from domain.success.upsell import OfferKind, TimingKind
from knowledge.pack.mails import Mail
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.units import ClockTime, Count, Days, Hours, Months

Share = Annotated[float, Field(ge=0, le=1)]
PartName = Literal["usage", "engagement", "support", "payment"]
Points = Annotated[float, Field(gt=0, le=FULL)]

BOUNDS = ("at_least", "above", "at_most", "below")

SUCCESS_MAILS = {
    "health_red": frozenset({"customer", "customer_id", "score", "before", "moved", "advice"}),
    "churn_critical": frozenset({"customer", "customer_id", "churn", "before", "score", "renewal"}),
    "upsell": frozenset({"customer", "customer_id", "offer", "reason", "text", "timing", "weight"}),
}
"""The mails to whoever looks after a customer, and the values each may hold."""

CAMPAIGN_VALUES = frozenset({"customer"})
"""What mails to the customers themselves may hold."""

OFFER_VALUES = frozenset({"title", "current", "price", "difference", "saving", "discount", "reduction"})
"""What the texts of an offer may hold. A line whose values are all empty is left out."""


class Measured(Part):
    """What one figure earns: by steps (`at_least` or `at_most`), or in proportion between `worst` and `best`."""

    of: str
    at_least: dict[float, Annotated[float, Field(ge=0)]] = {}
    at_most: dict[float, Annotated[float, Field(ge=0)]] = {}
    otherwise: Annotated[float, Field(ge=0)] = 0
    points: Points | None = None
    worst: float | None = None
    best: float | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.of not in NUMBERS:
            raise ValueError(f"there is no number {self.of!r}; use one of: {', '.join(sorted(NUMBERS))}")
        in_proportion = None not in (self.points, self.worst, self.best)
        if bool(self.at_least) + bool(self.at_most) + in_proportion != 1:
            raise ValueError("give either at_least, or at_most, or points with worst and best")
        if in_proportion and self.worst == self.best:
            raise ValueError("worst and best must differ")
        # Strictest first, each step earns less than the one before: more of something good never costs points.
        earned = [points for _, points in self.steps] + [self.otherwise]
        if self.steps and (earned != sorted(earned, reverse=True) or len(set(earned)) < len(earned)):
            raise ValueError("a stricter bound must earn more")
        return self

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """Bounds and points, the strictest bound first."""
        return (*sorted(self.at_least.items(), reverse=True), *sorted(self.at_most.items()))

    @property
    def most(self) -> float:
        """Most it can earn."""
        return max((points for _, points in self.steps), default=self.points or 0)


class HealthParts(Part):
    """The four parts for one kind of customer."""

    usage: tuple[Measured, ...] = Field(min_length=1)
    engagement: tuple[Measured, ...] = Field(min_length=1)
    support: tuple[Measured, ...] = Field(min_length=1)
    payment: tuple[Measured, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(measure.most for name in type(self).model_fields for measure in getattr(self, name))
        if total != FULL:
            raise ValueError(f"the points add up to {total:g}, not to {FULL:g}")
        return self


class HealthRules(Part):
    """How health is computed, and up to where it is red and yellow."""

    red: Annotated[float, Field(gt=0, lt=FULL)]
    yellow: Annotated[float, Field(gt=0, lt=FULL)]
    least_told: Annotated[float, Field(gt=0, le=1)]
    parts: dict[CustomerType, HealthParts]
    part_names: dict[PartName, Text]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.red < self.yellow:
            raise ValueError("red must lie below yellow")
        if len(self.parts) != 2 or len(self.part_names) != 4:
            raise ValueError("parts needs b2b and b2c; part_names all four parts")
        return self


class AdviceEntry(Part):
    """What is to be done where a part earns little, or where health has a colour."""

    label: Text
    urgency: Urgency
    by: By
    part: PartName | None = None
    below: float | None = None
    status: HealthStatus | None = None
    mail: Identifier | None = None
    """What the customer is written, where the system does it by itself."""

    @model_validator(mode="after")
    def _one_reason(self) -> Self:
        if (self.part is None) == (self.status is None) or (self.part is None) != (self.below is None):
            raise ValueError("give either part and below, or status")
        return self

    @model_validator(mode="after")
    def _carried_out(self) -> Self:
        if (self.by == "system") != (self.mail is not None):
            raise ValueError("what the system does by itself is a mail: give mail with `by: system`, and only there")
        return self


class Campaigns(Part):
    """What the system writes to customers by itself: each mail at most once in `repeat_days`."""

    repeat_days: Annotated[int, Field(ge=1)]
    mails: dict[Identifier, Mail] = {}


class ToneAction(Part):
    """What is to be done about a tone, and within how many hours."""

    text: Text
    hours: Hours | None = None


class Tone(Part):
    """When tone calls for somebody, by the share of remarks that are displeased with the company."""

    days: Annotated[int, Field(ge=2, le=365)]
    high: Share
    medium: Share
    quotes: Count
    actions: dict[ToneLevel, ToneAction] = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.medium < self.high:
            raise ValueError("medium must lie below high")
        return self


class Ltv(Part):
    """What lifetime value rests on where nothing is known of the customer itself."""

    yearly_churn: Annotated[float, Field(ge=0, lt=1)]
    horizon: Months
    yearly_discount: Share
    repeat_rate: Annotated[float, Field(ge=0, lt=1)]
    repeat_within: Annotated[Days, Field(ge=1)]


class FigureBound(Part):
    """A condition on a number, or on its being unknown."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    unknown: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if any(getattr(self, name) is not None for name in BOUNDS) == self.unknown:
            raise ValueError(f"give some of {', '.join(BOUNDS)}, or unknown")
        return self


When = dict[str, FigureBound | StrictBool | tuple[str, ...]]


def known_figures(when: When) -> None:
    """Makes sure that conditions speak of figures there are, in the way of each.

    Raises:
        ValueError: One does not.
    """
    for name, expected in when.items():
        if name not in FIGURES:
            raise ValueError(f"there is no figure {name!r}; use one of: {', '.join(FIGURES)}")
        if isinstance(expected, FigureBound) and name not in NUMBERS and not expected.unknown:
            raise ValueError(f"{name} is no number: give words, or true or false")
        if not isinstance(expected, FigureBound) and name in NUMBERS:
            raise ValueError(f"{name} is a number: give some of {', '.join(BOUNDS)}")


class _Conditional(Part):
    when: When = {}

    @model_validator(mode="after")
    def _known_figures(self) -> Self:
        known_figures(self.when)
        return self


class SegmentEntry(_Conditional):
    """One way into a segment."""

    segment: Identifier
    label: Text


class UpsellOffer(_Conditional):
    """One offer, and whom it is made to."""

    kind: OfferKind
    customers: CustomerType
    item: Identifier | None = None
    weight: Share
    discount: Identifier | None = None
    off_price: bool = True
    """Whether the discount is off the price named; one off something else saves no known amount."""
    timing: TimingKind
    reason: Text
    text: Text

    @model_validator(mode="after")
    def _names_its_item(self) -> Self:
        if (self.item is None) != (self.kind in ("tier", "talk")):
            raise ValueError("plan, addon and option need an item; tier and talk have none")
        return self


class Upsell(Part):
    """The offers, how many are made at most, and from which weight on the CSM is told."""

    most: Annotated[int, Field(ge=1, le=10)]
    strong: Share
    renewal_within: Days
    timings: dict[TimingKind, Text]
    offers: dict[Identifier, UpsellOffer]


class Nightly(Part):
    """When everybody is scored, in Asia/Tokyo."""

    at: ClockTime


class Success(Part):
    """Everything the company goes by when it looks after its customers."""

    nightly: Nightly
    health: HealthRules
    advice: dict[CustomerType, dict[Identifier, AdviceEntry]] = {}
    campaigns: Campaigns
    tone: Tone
    ltv: Ltv
    segments: dict[CustomerType, Annotated[tuple[SegmentEntry, ...], Field(min_length=1)]]
    upsell: Upsell
    mails: dict[Literal["health_red", "churn_critical", "upsell"], Mail]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if len(self.upsell.timings) != len(get_args(TimingKind)):
            raise ValueError(f"upsell.timings needs: {', '.join(get_args(TimingKind))}")
        for kind, rules in self.segments.items():
            if rules[-1].when:
                raise ValueError(f"the last segment of {kind} has conditions: end with one that always holds")
        if len(self.segments) != 2:
            raise ValueError("segments needs b2b and b2c")
        if len(self.mails) != len(SUCCESS_MAILS):
            raise ValueError(f"mails needs: {', '.join(SUCCESS_MAILS)}")
        return self
