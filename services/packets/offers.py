"""What a member may offer for what went wrong, as far as the customer's words tell."""

from typing import Any

from domain.mails import fill
from domain.packet.terms import Wording
from domain.packet.types import Quote
from domain.recovery import Grounds, covers
from domain.staff import Member, NotAllowed
from services.recovery.desk import RecoveryDesk, Wish


def recovery_card(
    desk: RecoveryDesk, member: Member, customer_id: str, ticket_id: str, found: tuple[str, Quote], wording: Wording
) -> dict[str, Any] | None:
    """What may be offered; None where the member gives nothing.

    Args:
        desk: Where offers are made.
        member: Who reads.
        customer_id: To whom.
        ticket_id: The case.
        found: What went wrong, and the words that say so.
        wording: The pack's words.
    """
    cause, quote = found
    try:
        budget = desk.budget(member)
        weighed = desk.weigh(member, Wish(customer_id, cause, ticket_id=ticket_id))
    except NotAllowed:
        return None
    grounds = weighed.grounds
    return {
        "cause": cause,
        "cause_name": grounds.cause,
        "quote": {"message_id": quote.message_id, "seq": quote.seq, "text": quote.text},
        "reason": _reason(grounds, wording),
        "allowance": weighed.allowance,
        "case_limit": budget.case,
        "left": budget.left,
        "options": [
            {
                "kind": offer.kind,
                "name": offer.name,
                "amount": offer.amount,
                "liked": offer.liked,
                "needs": offer.needs,
                "within": offer.needs is not None and covers(budget.level, offer.needs) and offer.amount <= budget.left,
            }
            for offer in weighed.offers
        ],
    }


def _reason(grounds: Grounds, wording: Wording) -> str:
    values = {
        "cause": grounds.cause,
        "severity": wording.severities[grounds.severity],
        "ltv": "" if grounds.ltv is None else f"{grounds.ltv:,}",
        "escalations": str(grounds.escalations),
        "recoveries": str(grounds.recoveries or ""),
        "given": f"{grounds.given:,}" if grounds.given else "",
    }
    return fill(wording.recovery_because, values).replace("\n", "")
