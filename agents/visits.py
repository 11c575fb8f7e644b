"""Visits as skills speak of them: who may be visited where, what it costs, how it is said."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from agents.context import Turn
from domain.availability import Slot, explain_empty
from domain.dates import DateWishes
from domain.effects import NewPrice
from domain.naming import named
from domain.noise_hours import noise_hours_of
from domain.prefectures import read_prefecture
from domain.pricing import Quote
from domain.records import LIVE, Booking
from domain.reply import Candidate
from knowledge.pack.units import YEN
from services import visit_terms
from services.visit_terms import VisitSearch, area_of, price_of_move, price_visit, search_visits, visit_rules
from services.visit_terms import say_start as say_start


def search(
    turn: Turn,
    wishes: DateWishes,
    plan: str,
    area: str,
    *,
    but: Collection[datetime] = (),
    moved: str | None = None,
) -> tuple[Sequence[Slot], bool]:
    """Candidates for what is wished; where there are none, the nearest others.

    Args:
        turn: The turn.
        wishes: When the customer would like the visit.
        plan: How long it takes.
        area: Where it takes place.
        but: Starts that are not offered again.
        moved: The booking that is to be moved: its own time is free for it.

    Returns:
        The candidates, best first, and whether they are as wished.
    """
    wanted = VisitSearch(
        conversation_id=turn.request.conversation_id,
        wishes=wishes,
        plan=plan,
        area=area,
        noise_hours=noise_hours(turn),
        now=turn.now,
        but=but,
        moved=moved,
    )
    return search_visits(turn.desk.pack, turn.desk.records, wanted)


def bookable(turn: Turn, start: datetime) -> bool:
    """Whether a visit may still begin then: a candidate offered yesterday may be too soon today."""
    rules = turn.desk.pack.booking
    return rules.earliest_days <= (start.date() - turn.now.date()).days <= rules.latest_days


def why_empty(turn: Turn, wishes: DateWishes) -> str:
    """Why others than the visits wished for are offered."""
    why = explain_empty(visit_rules(turn.desk.pack), wishes, turn.now)
    return turn.voice.say_first(f"book_none_{why}", "book_none_as_wished")


def named_area(turn: Turn, text: str) -> str | None:
    """The area a text names, as the pack writes it: by its own name, by a place in it, by its prefecture."""
    rules = turn.desk.pack.booking
    found = read_prefecture(text)
    if found in rules.areas:
        return found
    return named(text, {area: (area, *rules.places.get(area, ())) for area in rules.areas})


def prefecture(turn: Turn, *, surely: bool) -> str | None:
    """The prefecture a message names; `surely` only where it is named in full (千葉 may be a person)."""
    found = read_prefecture(turn.perception.text)
    sure = found is not None and any(name in turn.perception.text for name in (found, f"{found[:-1]}市"))
    return found if sure or not surely else None


def noise_hours(turn: Turn) -> frozenset[int]:
    """The hours of this customer's noise: as said here, else as on record."""
    said = noise_hours_of(turn.state.slots)
    customer = turn.customer()
    return said or frozenset(customer.noise_hours if customer else ())


def price(turn: Turn, plan: str, start: datetime) -> tuple[Quote, tuple[str, ...]]:
    """The quote for a visit, and the add-ons its start brings with it."""
    return price_visit(turn.desk.pack, plan, start, standing_percent(turn))


def moved_price(turn: Turn, visit: Booking, start: datetime) -> NewPrice | None:
    """What a visit costs at another time, where an add-on comes or goes with the hour; nothing else changes."""
    return price_of_move(turn.desk.pack, visit, start)


def standing_percent(turn: Turn) -> int:
    """What this customer's standing discount takes off a plan, in percent; 0 where none applies."""
    return visit_terms.standing_percent(turn.desk.pack, turn.customer() is not None, bookings(turn))


def bookings(turn: Turn) -> Sequence[Booking]:
    """The customer's own bookings."""
    return turn.desk.records.bookings(turn.request.customer_id, turn.request.conversation_id)


def upcoming(turn: Turn) -> list[Booking]:
    """Visits that will take place, soonest first."""
    return [booking for booking in bookings(turn) if booking.status == LIVE and booking.start > turn.now]


def as_draft(slot: Slot) -> dict[str, str]:
    """A candidate as it is kept in the dialogue state."""
    return {
        "technician_id": slot.technician_id,
        "area": slot.area,
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
    }


def as_candidate(kept: dict[str, Any]) -> Candidate:
    """A kept candidate as the customer sees it."""
    return Candidate(datetime.fromisoformat(kept["start"]), datetime.fromisoformat(kept["end"]), kept["area"])


def say_yen(amount: int) -> str:
    """An amount as the pack writes prices."""
    return YEN.render(amount)


def visit_area(turn: Turn, visit: Booking) -> str | None:
    """Where a visit takes place: by its address, else by the customer's, else the technician's first area."""
    return area_of(turn.desk.pack, turn.desk.records, visit, turn.customer())
