"""Offers in words for the customer: the pack's sentences, with the figures of the offer in place."""

from dataclasses import dataclass

from domain.mails import fill
from domain.success.upsell import Offer, UpsellTerms
from knowledge.pack.units import YEN


@dataclass(frozen=True)
class OfferWords:
    """An offer as a customer reads it: why, what, and when it is best made."""

    reason: str
    text: str
    timing: str


def offer_words(offer: Offer, terms: UpsellTerms) -> OfferWords:
    """The words of an offer.

    Args:
        offer: The offer.
        terms: What offers are made by.
    """
    values = {
        "title": offer.title,
        "current": offer.current or "",
        "price": yen(offer.price),
        "difference": yen(offer.difference),
        "saving": yen(offer.saving),
        "discount": offer.discount.name if offer.discount else "",
        "reduction": yen(offer.reduction),
    }
    return OfferWords(fill(offer.reason, values), fill(offer.text, values), terms.timings[offer.timing])


def yen(amount: int | None) -> str:
    """An amount as it is written; nothing where it is nothing or unknown."""
    return YEN.render(amount) if amount else ""
