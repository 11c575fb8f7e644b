"""What a customer's own record adds to an answer that holds for everybody: their fee, their date."""

from typing import Final

from agents.account_facts import facts_beside
from agents.context import Turn
from agents.visits import bookings, say_start, say_yen, upcoming
from domain.plan import Fact
from domain.pricing import cancel_fee, change_fee
from domain.records import LIVE, Booking
from domain.reply import Source
from services.visit_terms import cancel_terms, change_terms

MOST: Final = 3
"""So many visits are spoken of at most."""


def own_facts(turn: Turn, topic_id: str) -> tuple[Fact, ...]:
    """What is added to a topic's answer for this customer's visits and account; nothing where none is known."""
    match turn.desk.pack.links.own.get(topic_id):
        case "cancel":
            return tuple(cancel_fact(turn, visit) for visit in upcoming(turn)[:MOST])
        case "change":
            return tuple(change_fact(turn, visit) for visit in upcoming(turn)[:MOST])
        case "visit":
            return visit_facts(turn, upcoming(turn)[:MOST])
        case None:
            return ()
        case wish:
            return facts_beside(turn, wish)


def cancel_fee_of(turn: Turn, visit: Booking) -> int:
    """What cancelling a visit costs now."""
    pack = turn.desk.pack
    return cancel_fee(pack.plans[visit.plan].price, cancel_terms(pack), visit.start, visit.terms_start, turn.now)


def cancel_fact(turn: Turn, visit: Booking) -> Fact:
    """What cancelling a visit costs now, in words."""
    fee = cancel_fee_of(turn, visit)
    return _fact(turn, visit, "account_cancel_fee" if fee else "account_cancel_free", fee)


def change_fact(turn: Turn, visit: Booking) -> Fact:
    """What moving a visit costs now, in words."""
    fee = change_fee(change_terms(turn.desk.pack), visit.start, turn.now)
    return _fact(turn, visit, "account_change_fee" if fee else "account_change_free", fee)


def _fact(turn: Turn, visit: Booking, template: str, fee: int) -> Fact:
    source = Source(visit.booking_id, "ご予約")
    return turn.voice.fact(template, source, start=say_start(visit.start, turn.now), fee=say_yen(fee))


def visit_facts(turn: Turn, ahead: list[Booking]) -> tuple[Fact, ...]:
    """The next visit, else the last one."""
    past = [visit for visit in bookings(turn) if visit.status == LIVE and visit.end <= turn.now]
    if not ahead and not past:
        return ()
    visit, template = (ahead[0], "account_due") if ahead else (past[-1], "account_past")
    source = Source(visit.booking_id, "ご予約")
    return (turn.voice.fact(template, source, start=say_start(visit.start, turn.now)),)
