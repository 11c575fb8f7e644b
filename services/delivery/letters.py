"""What is written to whom: an event, with what the records say about it now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.dates.describe import say_day, say_time
from domain.mails import MailText, Stationery
from knowledge.pack.units import YEN
from services.delivery import recipients, success_letters
from services.delivery.port import Event, Moot, Undeliverable
from services.delivery.routing import CAMPAIGN, MAILS, REMINDER, SUCCESS, VISITS, campaign_text
from services.packets.heads import head_of
from store import outbox, staff
from store.models import Booking, Customer, OutboxEvent, Ticket

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class CalendarEntry:
    """A visit in the customer's calendar. `sequence` grows with every change of it."""

    uid: str
    method: Method
    sequence: int
    start: datetime
    end: datetime
    title: str
    place: str
    stamp: datetime


@dataclass(frozen=True)
class Letter:
    """A mail before it is one."""

    to: tuple[str, ...]
    text: MailText
    entry: CalendarEntry | None = None


def write_letter(session: Session, event: Event, stationery: Stationery) -> Letter:
    """Writes the mail an event is told by.

    Args:
        session: A reading transaction.
        event: What happened.
        stationery: What mails are written with.

    Raises:
        Moot: There is no address to write to, or nothing to write about any more.
        Undeliverable: Nobody of the staff is there to be told.
    """
    return _WRITERS[event.topic](session, event, stationery)


def _code(session: Session, event: Event, stationery: Stationery) -> Letter:
    return Letter(
        (event.payload["email"],), stationery.texts[MAILS[event.topic]].filled({"code": event.payload["code"]})
    )


def _visit(session: Session, event: Event, stationery: Stationery) -> Letter:
    booking = session.get(Booking, event.payload["booking_id"])
    if booking is None:
        raise Moot("the booking is gone")
    customer = session.get(Customer, booking.customer_id) if booking.customer_id else None
    address = booking.contact.get("email") or (customer.email if customer else None)
    if not address:
        raise Moot("no e-mail address is known")
    name = f"reminder_{event.payload['kind']}" if event.topic == REMINDER else MAILS[event.topic]
    start = in_tokyo(datetime.fromisoformat(event.payload["start"]))
    values = _visit_values(booking, customer, start, event, stationery)
    text = stationery.texts[name].filled(values)
    if text.calendar is None:
        return Letter((address,), text)
    row = session.get_one(OutboxEvent, event.id)
    entry = CalendarEntry(
        uid=booking.id,
        method="CANCEL" if event.topic == "booking.cancelled" else "REQUEST",
        sequence=outbox.count_before(session, row, VISITS),
        start=start,
        end=start + (booking.ends_at - booking.starts_at),
        title=text.calendar,
        place=values["address"],
        stamp=event.at,
    )
    return Letter((address,), text, entry)


def _visit_values(
    booking: Booking, customer: Customer | None, start: datetime, event: Event, stationery: Stationery
) -> dict[str, str]:
    before = event.payload.get("before")
    fee = event.payload.get("fee")
    return {
        "name": booking.contact.get("name") or (customer.name if customer else ""),
        "booking_id": booking.id,
        "plan": stationery.plans.get(booking.plan, booking.plan),
        "addons": "、".join(stationery.addons.get(name, name) for name in booking.addons),
        "total": YEN.render(booking.amount),
        "start": _moment(start, event.at),
        "time": say_time(start.time()),
        "address": booking.contact.get("address") or (customer.address if customer else None) or "",
        "payment": booking.contact.get("payment") or "",
        "before": _moment(in_tokyo(datetime.fromisoformat(before)), event.at) if before else "",
        "fee": YEN.render(fee) if fee is not None else "",
    }


def _handover(session: Session, event: Event, stationery: Stationery) -> Letter:
    ticket = _waiting_ticket(session, event)
    to = recipients.staff_for(session, serious=ticket.senior)
    return _to_staff(to, event, _ticket_values(session, ticket, event, stationery), stationery)


def _unanswered(session: Session, event: Event, stationery: Stationery) -> Letter:
    ticket = session.get(Ticket, event.payload["ticket_id"])
    if ticket is None or ticket.status != "claimed" or (ticket.attended_at and ticket.attended_at >= event.at):
        raise Moot("somebody answered, or nobody has the ticket any more")
    by = staff.name_of(session, ticket.claimed_by) or ""
    values = {**_ticket_values(session, ticket, event, stationery), "by": by}
    return _to_staff(recipients.managers(session), event, values, stationery)


def _page(session: Session, event: Event, stationery: Stationery) -> Letter:
    ticket = session.get(Ticket, event.payload["ticket_id"])
    # A claimed ticket pages too: danger was named again, and who has it has not been seen since.
    if ticket is None or ticket.status == "closed" or (ticket.attended_at and ticket.attended_at >= event.at):
        raise Moot("somebody is there, or the ticket is closed")
    address = recipients.member(session, event.payload["staff_id"])
    values = {**_ticket_values(session, ticket, event, stationery), "step": str(event.payload["step"])}
    return _to_staff((address,) if address else (), event, values, stationery)


def _failure(session: Session, event: Event, stationery: Stationery) -> Letter:
    to = recipients.staff_for(session, serious=False)
    values = {name: event.payload[name] for name in ("conversation_id", "message_id")}
    return _to_staff(to, event, values, stationery)


def _success(session: Session, event: Event, stationery: Stationery) -> Letter:
    return Letter(*success_letters.write(session, event, stationery))


def _campaign(session: Session, event: Event, stationery: Stationery) -> Letter:
    customer = session.get(Customer, event.payload["customer_id"])
    if customer is None or not customer.email or not customer.campaigns:
        raise Moot("the customer is gone, has no e-mail address, or wants no such mails")
    text = stationery.texts.get(campaign_text(event.payload["mail"]))
    if text is None:
        raise Moot("the pack has no such campaign any more")
    return Letter((customer.email,), text.filled({"customer": customer.name}))


def _waiting_ticket(session: Session, event: Event) -> Ticket:
    ticket = session.get(Ticket, event.payload["ticket_id"])
    if ticket is None or ticket.status != "open":
        raise Moot("somebody has the ticket, or it is closed")
    return ticket


def _ticket_values(session: Session, ticket: Ticket, event: Event, stationery: Stationery) -> dict[str, str]:
    customer = session.get(Customer, ticket.customer_id) if ticket.customer_id else None
    head = head_of(ticket, customer.name if customer else ticket.brief.get("customer"), masked=True)
    return {
        "category": head.category,
        "summary": "\n".join(head.summary),
        "sentence": head.sentence,
        "ticket_id": ticket.id,
        "priority": stationery.words[ticket.priority],
        "trigger": stationery.words[ticket.trigger],
        "promise": ticket.promise,
        "due": _moment(ticket.due, event.at) if ticket.due else "",
        "link": f"{stationery.console}/tickets/{ticket.id}" if stationery.console else "",
    }


def _to_staff(to: tuple[str, ...], event: Event, values: Mapping[str, str], stationery: Stationery) -> Letter:
    if not to:
        raise Undeliverable("nobody of the staff has an address: zenbu staff add")
    return Letter(to, stationery.texts[MAILS[event.topic]].filled(values))


def _moment(moment: datetime, now: datetime) -> str:
    return f"{say_day(moment.date(), now.date())} {say_time(moment.time())}"


_WRITERS: Final[dict[str, Callable[[Session, Event, Stationery], Letter]]] = {
    "mail.code": _code,
    **dict.fromkeys((*VISITS, REMINDER), _visit),
    "handover.opened": _handover,
    "handover.raised": _handover,
    "handover.requeued": _handover,
    "handover.unanswered": _unanswered,
    "page.sent": _page,
    "turn.failed": _failure,
    CAMPAIGN: _campaign,
    **dict.fromkeys(SUCCESS, _success),
}
