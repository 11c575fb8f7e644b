"""Mails about how a customer fares, to whoever looks after them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.mails import MailText, Stationery
from services.customers import facets
from services.delivery import recipients
from services.delivery.port import Event, Moot, Undeliverable
from services.delivery.routing import CHURN_CRITICAL, HEALTH_RED, MAILS, UPSELL
from store import scores
from store.models import Customer, Score
from store.success import contracts

Values = Mapping[str, str]


def write(session: Session, event: Event, stationery: Stationery) -> tuple[tuple[str, ...], MailText]:
    """To whom an event about a customer is told, and the mail.

    Args:
        session: A reading transaction.
        event: What changed.
        stationery: What mails are written with.

    Raises:
        Moot: The customer or the scores are gone, or the pack has no such mail any more.
        Undeliverable: Nobody of the staff is there to be told.
    """
    customer = session.get(Customer, event.payload["customer_id"])
    score = scores.at_moment(
        session, event.payload["customer_id"], in_tokyo(datetime.fromisoformat(event.payload["at"]))
    )
    if customer is None or score is None:
        raise Moot("the customer or the scores are gone")
    text = stationery.texts.get(MAILS[event.topic])
    if text is None:
        raise Moot("the pack has no mail for this any more")
    to = recipients.looking_after(session, customer, serious=event.topic != UPSELL)
    if not to:
        raise Undeliverable("nobody of the staff has an address: zenbu staff add")
    values = {"customer": customer.name, "customer_id": customer.id}
    return to, text.filled({**values, **_VALUES[event.topic](session, event, score, stationery)})


def _health(session: Session, event: Event, score: Score, stationery: Stationery) -> Values:
    moved = score.parts.get("moved", ())
    return {
        "score": _points(score.health),
        "before": _points(event.payload["before"]),
        "moved": "、".join(f"{stationery.words[move['part']]} {move['change']:+.1f}" for move in moved),
        "advice": "、".join(advice["label"] for advice in score.parts.get("advice", ())),
    }


def _churn(session: Session, event: Event, score: Score, stationery: Stationery) -> Values:
    terms = contracts.as_of(session, [score.customer_id], score.at.date()).get(score.customer_id, [])
    ends_on = facets.contract_view(terms, [], score.at.date()).ends_on
    return {
        "churn": _percent(score.churn),
        "before": _percent(event.payload["before"]),
        "score": _points(score.health),
        "renewal": ends_on.isoformat() if ends_on else "",
    }


def _upsell(session: Session, event: Event, score: Score, stationery: Stationery) -> Values:
    offer: dict[str, Any] = next((entry for entry in score.upsells if entry["name"] == event.payload["offer"]), {})
    if not offer:
        raise Moot("the offer is not made any more")
    return {
        "offer": offer["title"] or offer["text"],
        "reason": offer["reason"],
        "text": offer["text"],
        "timing": offer["when"],
        "weight": f"{offer['weight']:.2f}",
    }


def _points(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"


def _percent(probability: float | None) -> str:
    return "" if probability is None else f"{probability:.0%}"


_VALUES: Final[dict[str, Callable[[Session, Event, Score, Stationery], Values]]] = {
    HEALTH_RED: _health,
    CHURN_CRITICAL: _churn,
    UPSELL: _upsell,
}
