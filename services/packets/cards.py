"""The customer as of now, for whoever is about to answer them."""

from typing import Any

from sqlalchemy.orm import Session

from domain.mails import fill
from domain.packet.terms import CustomerWords, PacketTerms
from domain.records import LIVE
from domain.success.churn import Factor
from domain.success.churn_words import say_factor
from domain.success.customer_360 import Customer360
from store import tickets, visits
from store.models import Score, ScoreRun
from store.success import newest_scores


def customer_card(session: Session, view: Customer360, conversation_id: str, terms: PacketTerms) -> dict[str, Any]:
    """How a customer stands: who they are, how they fare and why, what lies ahead and what was before.

    Args:
        session: A transaction.
        view: The customer as of now.
        conversation_id: Where they speak.
        terms: What things are called.
    """
    words, now = terms.customers, view.at
    score = newest_scores.as_of(session, [view.customer_id], now).get(view.customer_id)
    run = session.get(ScoreRun, score.run_id) if score is not None and score.run_id else None
    top = run.ltv_top_tenth if run is not None else None
    booked = visits.of_customer(session, view.customer_id, conversation_id)
    over = [visit for visit in booked if visit.status == LIVE and visit.ends_at < now]
    plan = view.contract.plan
    return {
        "customer_id": view.customer_id,
        "name": view.name,
        "type": view.type,
        "since": view.since,
        "segment": words.segments.get(score.segment, score.segment) if score and score.segment else None,
        "health": view.scores.health,
        "health_status": view.scores.health_status,
        "health_because": _health_because(score, terms),
        "churn": view.scores.churn,
        "churn_level": view.scores.churn_level,
        "churn_factors": _factors(score, words),
        "ltv": view.money.ltv,
        "ltv_top_tenth": top is not None and view.money.ltv is not None and view.money.ltv >= top,
        "plan": words.plans.get(plan, plan) if plan else None,
        "monthly_fee": view.contract.mrr,
        "contract_ends_on": view.contract.ends_on,
        "measurements": view.usage.total,
        "open_bookings": sum(visit.status == LIVE and visit.ends_at >= now for visit in booked),
        "earlier_visits": len(over),
        "last_visit_at": max((visit.starts_at for visit in over), default=None),
        "earlier_tickets": tickets.count_of(session, view.customer_id) - 1,
        "overdue_invoices": view.money.overdue,
        "advice": score.parts.get("advice", []) if score else [],
        "scored_at": view.scores.computed_at,
    }


def _health_because(score: Score | None, terms: PacketTerms) -> str | None:
    """The part of health that lost most of what it could have had."""
    parts: dict[str, Any] = score.parts.get("parts", {}) if score else {}
    told = {name: part for name, part in parts.items() if part["points"] is not None and part["weight"]}
    if not told or terms.wording is None:
        return None
    weakest = min(told, key=lambda name: told[name]["points"] / told[name]["weight"])
    part = told[weakest]
    if part["points"] >= part["weight"]:
        return None
    values = {
        "part": terms.customers.parts.get(weakest, weakest),
        "points": f"{part['points']:.0f}",
        "weight": f"{part['weight']:.0f}",
    }
    return fill(terms.wording.health_because, values)


def _factors(score: Score | None, words: CustomerWords) -> list[dict[str, Any]]:
    if score is None or words.factors is None:
        return []
    factors = [Factor(**entry) for entry in score.factors]
    return [
        {"feature": factor.feature, "text": say_factor(factor, words.factors), "odds": factor.odds}
        for factor in factors
    ]
