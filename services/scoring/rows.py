"""Assessments as they are stored, and what is read back from them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.success.health import Health
from domain.success.upsell import Offer, UpsellTerms
from services.scoring.assessment import Assessment
from services.scoring.wording import offer_words
from store.models import Score


def score_row(assessment: Assessment, terms: UpsellTerms, run_id: str | None, version: str | None) -> dict[str, Any]:
    """The row of one assessment.

    Args:
        assessment: What was computed.
        terms: What its offers were made by.
        run_id: The batch; None where it was computed for this customer alone.
        version: Of the churn model, if there was one.
    """
    view, churn = assessment.view, assessment.churn
    return {
        "customer_id": view.customer_id,
        "run_id": run_id,
        "at": view.at,
        "health": assessment.health.score,
        "status": assessment.health.status,
        "parts": {**health_record(assessment.health), "advice": [asdict(advice) for advice in assessment.advice]},
        "churn": churn.probability if churn else None,
        "level": churn.level if churn else None,
        "factors": [asdict(factor) for factor in churn.factors] if churn else [],
        "upsells": [offer_record(offer, terms) for offer in assessment.upsells.offers],
        "tone_slope": assessment.tone.slope,
        "tone_level": assessment.tone.level,
        "ltv": view.money.ltv,
        "segment": assessment.segment.segment,
        "model_version": version,
    }


def health_record(health: Health) -> dict[str, Any]:
    """Health by part, what was missing, and what moved it, as JSON."""
    return {
        "parts": {
            part.name: {"points": part.points, "weight": part.weight, "counted": part.counted} for part in health.parts
        },
        "missing": [asdict(missing) for missing in health.missing],
        "moved": [asdict(move) for move in health.moved],
    }


def offer_record(offer: Offer, terms: UpsellTerms) -> dict[str, Any]:
    """An offer with its words, as JSON. `basis` says what the weight comes from."""
    words = offer_words(offer, terms)
    return {
        "name": offer.name,
        "kind": offer.kind,
        "item": offer.item,
        "title": offer.title,
        "price": offer.price,
        "per": offer.per,
        "difference": offer.difference,
        "saving": offer.saving,
        "saving_by": offer.saving_by,
        "discount": offer.discount.name if offer.discount else None,
        "reduction": offer.reduction,
        "timing": offer.timing,
        "on": offer.on.isoformat() if offer.on else None,
        "weight": offer.weight,
        "basis": offer.basis,
        "reason": words.reason,
        "text": words.text,
        "when": words.timing,
    }


def parts_before(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    """What each part added to the scores last stored, by customer; where no health was told there is nothing."""
    return {
        customer_id: {name: part["counted"] for name, part in score.parts.get("parts", {}).items()}
        for customer_id, score in scores.items()
        if score.health is not None
    }
