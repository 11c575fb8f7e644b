"""What the system wrote to customers by itself, and who wants none of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import CampaignMail, Customer


def welcome_at(session: Session, customer_ids: Collection[str]) -> set[str]:
    """Those of some customers who may be written to."""
    query = select(Customer.id).where(Customer.id.in_(customer_ids), Customer.campaigns, Customer.email.is_not(None))
    return set(session.scalars(query))


def sent_since(session: Session, customer_ids: Collection[str], since: datetime) -> set[tuple[str, str]]:
    """Customer and mail of what was written after a moment."""
    query = select(CampaignMail.customer_id, CampaignMail.mail).where(
        CampaignMail.customer_id.in_(customer_ids), CampaignMail.at > since
    )
    return {(row.customer_id, row.mail) for row in session.execute(query)}


def note(session: Session, customer_id: str, mail: str, at: datetime) -> None:
    """Notes that a customer is written to."""
    session.merge(CampaignMail(customer_id=customer_id, mail=mail, at=at))
