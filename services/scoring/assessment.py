"""Everything that is computed about a customer at once, from their view and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from domain.success.churn import Factor, level_of
from domain.success.customer_360 import Customer360, RiskLevel
from domain.success.health import Health, healths_of
from domain.success.ltv import ltv_of
from domain.success.recommendations import Advice, advice_on
from domain.success.segments import SegmentRule, segment_of
from domain.success.sentiment import Remark, ToneTrend, is_angry, trend_of
from domain.success.terms import SuccessTerms
from domain.success.upsell import Upsells, upsells_of

Parts = Mapping[str, float]
"""What each part of health added to the score."""


class ChurnReader(Protocol):
    """What tells the probability of leaving (`services.churn`)."""

    @property
    def version(self) -> str:
        """Which model it is."""
        ...

    def predict(self, views: Sequence[Customer360]) -> Sequence[float | None]:
        """The probability of each; None for those it says nothing of."""
        ...

    def factors(self, views: Sequence[Customer360]) -> Sequence[tuple[Factor, ...]]:
        """The strongest factors behind each probability; none where there is none."""
        ...


@dataclass(frozen=True)
class Churn:
    """The risk of leaving within the next quarter."""

    probability: float
    level: RiskLevel
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Assessment:
    """What is made of one customer.

    Attributes:
        view: The customer, with these scores in it.
        health: Theirs.
        advice: What to do about it.
        churn: Their risk of leaving; None without a model, and for those it says nothing of.
        tone: How they speak to us.
        segment: The segment they are in.
        upsells: What to offer them.
    """

    view: Customer360
    health: Health
    advice: tuple[Advice, ...]
    churn: Churn | None
    tone: ToneTrend
    segment: SegmentRule
    upsells: Upsells


class Assessor:
    """Assesses customers.

    Args:
        terms: What the company goes by.
        churn: Tells the probability of leaving; None where there is no model. It is not asked where the terms do not
            say what its probabilities mean.
    """

    def __init__(self, terms: SuccessTerms, churn: ChurnReader | None = None) -> None:
        self.terms = terms
        self._churn = churn if terms.risk else None

    @property
    def model_version(self) -> str | None:
        """Which churn model is asked; None where there is none."""
        return self._churn.version if self._churn else None

    def assess(
        self,
        views: Sequence[Customer360],
        remarks: Mapping[str, Sequence[Remark]],
        before: Mapping[str, Parts],
    ) -> list[Assessment]:
        """Assesses some customers, in their order.

        Args:
            views: The customers, all as of one moment.
            remarks: What they said within the window of tone, by customer id.
            before: What each part added to the health last stored, by customer id.
        """
        healths = healths_of(views, self.terms.health, before)
        risks = self._risks(views)
        return [
            self._assessment(view, health, risk, remarks.get(view.customer_id, ()))
            for view, health, risk in zip(views, healths, risks, strict=True)
        ]

    def _risks(self, views: Sequence[Customer360]) -> list[Churn | None]:
        risk = self.terms.risk
        if self._churn is None or risk is None or not views:
            return [None] * len(views)
        probabilities, factors = self._churn.predict(views), self._churn.factors(views)
        return [
            None if probability is None else Churn(probability, level_of(probability, risk.levels), causes)
            for probability, causes in zip(probabilities, factors, strict=True)
        ]

    def _assessment(
        self, view: Customer360, health: Health, churn: Churn | None, remarks: Sequence[Remark]
    ) -> Assessment:
        terms = self.terms
        tone = trend_of(remarks, view.at, terms.tone, known=(view.name,))
        scores = replace(
            view.scores,
            health=health.score,
            health_status=health.status,
            churn=churn.probability if churn else None,
            churn_level=churn.level if churn else None,
            tone_slope=tone.slope,
            computed_at=view.at,
        )
        ltv = ltv_of(view, terms.ltv, churn.probability if churn else None)
        scored = replace(view, scores=scores, money=replace(view.money, ltv=ltv))
        return Assessment(
            view=scored,
            health=health,
            advice=advice_on(health, terms.advice.get(view.type, ())),
            churn=churn,
            tone=tone,
            segment=segment_of(scored, terms.segments[view.type]),
            upsells=upsells_of(scored, terms.upsell, angry=is_angry(remarks)),
        )
