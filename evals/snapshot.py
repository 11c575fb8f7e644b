"""What a conversation changed in the database, read back from it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from evals.played import Snapshot
from store.models import Booking, Conversation, Customer, Ticket
from store.session import Database

Bookings = dict[str, dict[str, Any]]


def bookings_in(database: Database) -> Bookings:
    """Every booking, by its id."""
    with database.read() as session:
        return {row.id: _booking(row) for row in session.scalars(select(Booking).order_by(Booking.starts_at))}


def compare(database: Database, conversation_id: str, speaker: str | None, before: Bookings) -> Snapshot:
    """What became of the database since a conversation began.

    Args:
        database: Where it is.
        conversation_id: Which conversation.
        speaker: The customer who spoke; None: nobody known.
        before: Every booking as it was.
    """
    now = bookings_in(database)
    made = [booking for name, booking in now.items() if name not in before]
    changed = [
        {**booking, "fee": booking["fees"] - before[name]["fees"]}
        for name, booking in now.items()
        if name in before and booking != before[name]
    ]
    with database.read() as session:
        conversation = session.get_one(Conversation, conversation_id)
        own = {speaker, conversation.customer_id} - {None}
        known = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
        return Snapshot(
            booked=tuple(made),
            changed=tuple(booking for booking in changed if booking["customer"] in own),
            tickets=tuple(_tickets(session, conversation_id)),
            slots=dict(conversation.state.get("slots") or {}),
            plan=conversation.state.get("plan"),
            known_as=known.email if known else None,
            strangers=tuple(str(booking["booking"]) for booking in changed if booking["customer"] not in own),
        )


def _booking(row: Booking) -> dict[str, Any]:
    return {
        "booking": row.id,
        "customer": row.customer_id,
        "plan": row.plan,
        "start": f"{row.starts_at:%Y-%m-%dT%H:%M}",
        "status": row.status,
        "amount": row.amount,
        "addons": list(row.addons),
        "fees": row.fees,
        "contact": dict(row.contact),
    }


def _tickets(session: Session, conversation_id: str) -> list[dict[str, Any]]:
    rows = session.scalars(select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.opened_at))
    return [
        {
            "trigger": row.trigger,
            "priority": row.priority,
            "senior": row.senior,
            "status": row.status,
            "promise": row.promise,
            "contact": row.brief.get("contact"),
        }
        for row in rows
    ]
