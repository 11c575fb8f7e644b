"""What is worth telling somebody: a change since the scores last stored, and nothing that was so before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from services.delivery.routing import CAMPAIGN, CHURN_CRITICAL, HEALTH_RED, UPSELL
from services.scoring.assessment import Assessment
from store.models import Score

NOT_NOW: Final = frozenset({"leaving", "angry", "waiting"})
"""Why nobody is written to by the system: a person's word is due first."""


@dataclass(frozen=True)
class News:
    """An event to be written: its topic, and a payload of ids and figures."""

    topic: str
    payload: dict[str, Any]


def campaigns_of(assessment: Assessment) -> Iterator[News]:
    """What the system does by itself about a customer's health: mails that help them to use what they pay for."""
    view = assessment.view
    if NOT_NOW.intersection(assessment.upsells.withheld):
        return
    for advice in assessment.advice:
        if advice.mail is not None:
            about = {"customer_id": view.customer_id, "type": view.type, "at": view.at.isoformat()}
            yield News(CAMPAIGN, {**about, "kind": advice.kind, "mail": advice.mail})


def news_of(assessment: Assessment, before: Score | None, strong: float) -> Iterator[News]:
    """What changed for a customer: health turned red, the risk turned critical, a strong offer is new.

    Of somebody who was never scored before, what presses is told once; an offer that may have stood for years is no
    news, and a first batch over thousands of customers must not drown the day's.

    Args:
        assessment: What was computed.
        before: The scores last stored before.
        strong: The least weight of an offer worth telling.
    """
    view = assessment.view
    about = {"customer_id": view.customer_id, "type": view.type, "at": view.at.isoformat()}
    if assessment.health.status == "red" and (before is None or before.status != "red"):
        score = {"score": assessment.health.score, "before": before.health if before else None}
        yield News(HEALTH_RED, {**about, **score})
    churn = assessment.churn
    if churn and churn.level == "critical" and (before is None or before.level != "critical"):
        yield News(CHURN_CRITICAL, {**about, "churn": churn.probability, "before": before.churn if before else None})
    if before is None:
        return
    known = {offer["name"] for offer in before.upsells}
    for offer in assessment.upsells.offers:
        if offer.weight >= strong and offer.name not in known:
            yield News(UPSELL, {**about, "offer": offer.name, "weight": offer.weight, "basis": offer.basis})
