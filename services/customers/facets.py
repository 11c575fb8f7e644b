"""Each side of a customer's view, put together from what the store counted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from domain.success.customer_360 import (
    ContractView,
    EngagementView,
    MoneyView,
    SupportView,
    SurveyView,
    UsageView,
)
from domain.success.history import MEDIATION
from domain.success.months import MONTH, monthly_use
from domain.success.payments import Bill, payments_of
from domain.success.price_sensitivity import price_sensitivity
from domain.success.renewal import current_end
from domain.success.sentiment import Remark
from store.models import Contract
from store.success.support import Case
from store.success.surveys import Answer
from store.success.usage import Use
from store.success.visits import Visit

RECENT: Final = timedelta(days=90)
YEAR: Final = timedelta(days=365)
LONG_MONTH: Final = timedelta(days=MONTH)
HOUR: Final = timedelta(hours=1)

DETRACTOR: Final = 6
"""NPS up to here is a detractor's."""

UNHAPPY: Final = 2
"""CSAT up to here is not content."""


def contract_view(contracts: Sequence[Contract], visits: Sequence[Visit], day: date) -> ContractView:
    """The contract that runs on a day, else the last that ended, else the visit booked last.

    Args:
        contracts: Those that had begun, the oldest first.
        visits: Of a customer who signs none.
        day: The day.
    """
    running = [row for row in contracts if row.ended_on is None or row.ended_on >= day]
    if not contracts:
        live = [visit for visit in visits if visit.is_live]
        return ContractView(plan=live[-1].plan, starts_on=live[-1].made_at.date()) if live else ContractView()
    row = running[-1] if running else max(contracts, key=lambda past: (past.ended_on or day, past.starts_on))
    return ContractView(
        plan=row.plan,
        monthly_limit=row.monthly_limit if running else None,
        mrr=row.mrr if running else None,
        starts_on=row.starts_on,
        ends_on=current_end(row.starts_on, row.ends_on, day) if running else row.ends_on,
        properties_total=row.properties_total,
        properties_covered=row.properties_covered if running else None,
        has_api=row.has_api and bool(running),
        notice_on=row.notice_on if row.notice_on is not None and row.notice_on <= day else None,
        ended_on=None if running else row.ended_on,
    )


def offered_features(contracts: Sequence[Contract], day: date) -> frozenset[str]:
    """The features of the contract that runs on a day."""
    running = [row for row in contracts if row.ended_on is None or row.ended_on >= day]
    return frozenset(running[-1].features or ()) if running else frozenset()


def usage_view(
    use: Use | None,
    hours: float | None,
    visits: Sequence[Visit],
    contracts: Sequence[Contract],
    attempts: int | None,
    at: datetime,
) -> UsageView:
    """What was measured: events of usage, and visits that are over.

    Args:
        use: What the events say; None where there are none.
        hours: How long the last measurement among them took.
        visits: What was booked.
        contracts: A history of use begins with the first of them, or with the first event or visit.
        attempts: Talks with the other side the customer told of.
        at: The moment.
    """
    over = [visit for visit in visits if visit.is_over(at)]
    done = [visit for visit in over if not visit.measured]
    counted = use.months if use else (0, 0, 0)
    months = [
        count + sum(_within(visit.ends_at, at - (2 - n) * LONG_MONTH, LONG_MONTH) for visit in done)
        for n, count in enumerate(counted)
    ]
    began = [row.starts_on for row in contracts] + [visit.starts_at.date() for visit in over]
    if use:
        began.append(use.first_at.date())
    monthly = monthly_use(months, (at.date() - min(began)).days if began else None)
    last_visit = max(done, key=lambda visit: visit.ends_at, default=None)
    last_at = use.measured_at if use else None
    if last_visit is not None and (last_at is None or last_visit.ends_at > last_at):
        last_at, hours = last_visit.ends_at, None  # a visit is longer than what is measured in it
    return UsageView(
        total=(use.measured if use else 0) + len(done),
        last_at=last_at,
        last_month=months[-1],
        mean_3m=monthly.mean,
        slope_3m=monthly.slope,
        trend=monthly.trend,
        hours_last=hours,
        negotiation_attempts=attempts,
        has_report=bool(over) or bool(use and use.reports),
        has_mediation=any(visit.is_live and MEDIATION in visit.addons for visit in visits)
        or bool(use and use.mediated),
    )


def engagement_view(
    use: Use | None, reports: tuple[int, int], offered: frozenset[str], used: set[str]
) -> EngagementView:
    """How the service is used beside measuring. No login and no feature are 0 only where the account was ever used.

    Args:
        use: What the events say; None where there are none.
        reports: Reports with a name made in 90 days, and those of them that were opened.
        offered: Features the contract offers.
        used: Features used in 90 days.
    """
    if use is None:
        return EngagementView()
    made, opened = reports
    all_made = made + use.unnamed_made
    all_opened = opened + min(use.unnamed_made, use.unnamed_viewed)
    return EngagementView(
        last_login_at=use.login_at,
        logins_30d=use.logins if use.account_known else None,
        report_view_rate=all_opened / all_made if all_made else None,
        feature_adoption=len(offered & used) / len(offered) if offered and use.account_known else None,
    )


def support_view(
    cases: Sequence[Case], remarks: Sequence[Remark], answers: Sequence[Answer], at: datetime
) -> SupportView:
    """What help was needed, and how often the customer was displeased with us.

    Args:
        cases: Requests for help.
        remarks: What they said in 90 days.
        answers: Their answers to surveys; one with a comment and a low mark counts as displeasure.
        at: The moment.
    """
    solved = [(case.resolved_at - case.opened_at) / HOUR for case in cases if case.resolved_at is not None]
    low = [answer for answer in answers if answer.comment and _is_low(answer) and _within(answer.at, at, RECENT)]
    return SupportView(
        tickets=len(cases),
        tickets_30d=sum(_within(case.opened_at, at, LONG_MONTH) for case in cases),
        open_tickets=sum(case.resolved_at is None for case in cases),
        escalations_90d=sum(_within(case.escalated_at, at, RECENT) for case in cases),
        mean_resolution_hours=sum(solved) / len(solved) if solved else None,
        negative_feedback_90d=sum(remark.is_negative for remark in remarks) + len(low),
    )


def survey_view(answers: Sequence[Answer]) -> SurveyView:
    """The last answer to each question; `answers` the oldest first."""

    def newest(values: Sequence[float | None]) -> float | None:
        return next((value for value in reversed(values) if value is not None), None)

    nps = newest([answer.nps for answer in answers])
    return SurveyView(
        nps=None if nps is None else int(nps),
        csat=newest([answer.csat for answer in answers]),
        ces=newest([answer.ces for answer in answers]),
        last_at=answers[-1].at if answers else None,
    )


def money_view(
    bills: Sequence[Bill], visits: Sequence[Visit], contacts: tuple[int, int], ltv: int | None, at: datetime
) -> MoneyView:
    """What was paid: invoices, and visits that were billed by none.

    Args:
        bills: Invoices.
        visits: Of a customer who signs no contract; a cancelled one brought its fees.
        contacts: Contacts in a year, and those of them about the price.
        ltv: As it was stored last.
        at: The moment.
    """
    payments = payments_of(bills, at.date())
    direct = sum(
        visit.fees + (visit.amount if visit.is_live else 0)
        for visit in visits
        if visit.ends_at <= at and not visit.billed
    )
    recent = [bill for bill in bills if bill.issued_on > (at - YEAR).date()]
    return MoneyView(
        revenue=payments.paid + direct,
        ltv=ltv,
        mean_payment_delay_days=payments.mean_delay,
        overdue=payments.overdue,
        price_sensitivity=price_sensitivity(*contacts, len(recent), sum(bill.discount > 0 for bill in recent)),
    )


def _is_low(answer: Answer) -> bool:
    return (answer.nps is not None and answer.nps <= DETRACTOR) or (answer.csat is not None and answer.csat <= UNHAPPY)


def _within(moment: datetime | None, at: datetime, span: timedelta) -> bool:
    return moment is not None and at - span < moment <= at
