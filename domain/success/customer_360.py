"""The whole of one customer at one moment. What is not known is None, never a silent zero."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

CustomerType = Literal["b2c", "b2b"]
Trend = Literal["increasing", "stable", "decreasing"]
HealthStatus = Literal["green", "yellow", "red"]
RiskLevel = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True)
class ContractView:
    """A monthly contract (b2b), or the last plan that was booked (b2c).

    Attributes:
        plan: The plan's id in the catalogue.
        monthly_limit: Measurements a month; None for single orders.
        mrr: Monthly recurring revenue in yen, options included; None for single orders.
        starts_on: When the contract began.
        ends_on: When it ends unless it is renewed.
        properties_total: Properties the customer manages.
        properties_covered: Those among them that the contract covers.
        has_api: Whether the API option is part of it.
        notice_on: When they said that they will not renew; None if they have not.
        ended_on: The last day it ran, of a customer who has no other; None while it runs.
    """

    plan: str | None = None
    monthly_limit: int | None = None
    mrr: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    properties_total: int | None = None
    properties_covered: int | None = None
    has_api: bool = False
    notice_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class UsageView:
    """What was measured.

    Attributes:
        total: Measurements of all time.
        last_at: The last one.
        last_month: Measurements in the last 30 days.
        mean_3m: Mean measurements a month over the last three 30-day months; None with less than one month of history.
        slope_3m: Least-squares slope of those months, in measurements a month per month; None as above.
        trend: The slope's direction, against 10 % of the mean.
        hours_last: Hours the last measurement took.
        negotiation_attempts: Talks with the other side the customer told of (b2c).
        has_report: Whether there is a report.
        has_mediation: Whether AI仲裁 was ordered.
    """

    total: int = 0
    last_at: datetime | None = None
    last_month: int = 0
    mean_3m: float | None = None
    slope_3m: float | None = None
    trend: Trend | None = None
    hours_last: float | None = None
    negotiation_attempts: int | None = None
    has_report: bool = False
    has_mediation: bool = False


@dataclass(frozen=True)
class EngagementView:
    """How the customer uses the service beside measuring. Rates are 0–1; None where there is nothing to rate.

    Attributes:
        last_login_at: The last login.
        logins_30d: Logins in 30 days.
        report_view_rate: Reports opened among those made within 90 days.
        feature_adoption: Features used in 90 days among those the plan offers.
    """

    last_login_at: datetime | None = None
    logins_30d: int | None = None
    report_view_rate: float | None = None
    feature_adoption: float | None = None


@dataclass(frozen=True)
class SupportView:
    """What the customer needed help with.

    Attributes:
        tickets: Tickets of all time, handovers included.
        tickets_30d: Tickets opened in 30 days.
        open_tickets: Those not yet resolved.
        escalations_90d: Tickets that were escalated within 90 days.
        mean_resolution_hours: Over resolved tickets; None if there are none.
        negative_feedback_90d: Messages and comments of 90 days in which they were displeased with the company.
    """

    tickets: int = 0
    tickets_30d: int = 0
    open_tickets: int = 0
    escalations_90d: int = 0
    mean_resolution_hours: float | None = None
    negative_feedback_90d: int = 0


@dataclass(frozen=True)
class SurveyView:
    """The last answers. NPS 0–10, CSAT and CES 1–5; None where never answered."""

    nps: int | None = None
    csat: float | None = None
    ces: float | None = None
    last_at: datetime | None = None


@dataclass(frozen=True)
class MoneyView:
    """What was paid, in yen.

    Attributes:
        revenue: Paid in all.
        ltv: Expected value over the customer's life (`domain.success.ltv`); None where it cannot be told.
        mean_payment_delay_days: Days past due, early payment counted as 0; None without a due invoice.
        overdue: Unpaid and past due.
        price_sensitivity: 0–1, how often price was the matter (`domain.success.price_sensitivity`); None if unknown.
    """

    revenue: int = 0
    ltv: int | None = None
    mean_payment_delay_days: float | None = None
    overdue: int = 0
    price_sensitivity: float | None = None


@dataclass(frozen=True)
class ScoreView:
    """The scores last stored; None where never computed.

    Attributes:
        health: 0–100.
        health_status: Its colour.
        churn: Probability of leaving within the next quarter.
        churn_level: Its level.
        tone_slope: Slope of the customer's tone over 30 days, per day; negative is worsening.
        computed_at: When.
    """

    health: float | None = None
    health_status: HealthStatus | None = None
    churn: float | None = None
    churn_level: RiskLevel | None = None
    tone_slope: float | None = None
    computed_at: datetime | None = None


@dataclass(frozen=True)
class Customer360:
    """The whole of one customer as of `at`: nothing that happened later is in it."""

    customer_id: str
    name: str
    type: CustomerType
    at: datetime
    since: date | None = None
    contract: ContractView = field(default_factory=ContractView)
    usage: UsageView = field(default_factory=UsageView)
    engagement: EngagementView = field(default_factory=EngagementView)
    support: SupportView = field(default_factory=SupportView)
    survey: SurveyView = field(default_factory=SurveyView)
    money: MoneyView = field(default_factory=MoneyView)
    scores: ScoreView = field(default_factory=ScoreView)
