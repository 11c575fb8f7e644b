"""Everything scoring goes by, in one place (pack data)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from domain.success.churn import RiskLevels
from domain.success.churn_words import FactorWords
from domain.success.customer_360 import CustomerType
from domain.success.health_columns import HealthTerms
from domain.success.ltv import LtvTerms
from domain.success.recommendations import AdviceTerms
from domain.success.segments import SegmentRule
from domain.success.sentiment import ToneTerms
from domain.success.upsell import UpsellTerms


@dataclass(frozen=True)
class RiskTerms:
    """What the probability of leaving means, its words, and how many days old the model that tells it may be."""

    levels: RiskLevels
    stale_days: int
    words: FactorWords | None = None


@dataclass(frozen=True)
class SuccessTerms:
    """What a company goes by when it looks after its customers.

    Attributes:
        health: How health is computed.
        advice: What to do about it.
        campaign_days: Within so many days the system writes a customer the same only once.
        tone: When tone calls for somebody.
        ltv: What lifetime value rests on.
        segments: The rules of each kind of customer.
        upsell: What can be offered.
        part_names: The parts of health in the staff's words.
        risk: What goes for the probability of leaving; None where the company has no words for it.
        nightly_at: When everybody is scored, in Asia/Tokyo.
    """

    health: HealthTerms
    advice: AdviceTerms
    campaign_days: int
    tone: ToneTerms
    ltv: LtvTerms
    segments: Mapping[CustomerType, tuple[SegmentRule, ...]]
    upsell: UpsellTerms
    part_names: Mapping[str, str]
    risk: RiskTerms | None
    nightly_at: time
