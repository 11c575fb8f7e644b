"""Visits as skills speak of them: who may be visited where, what it costs, how it is said."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from agents.context import Turn
from domain.availability import Slot, VisitRules, explain_empty, find_candidates, nearest_alternatives
from domain.dates import DateWishes
from domain.dates.describe import say_day, say_time
from domain.effects import NewPrice
from domain.naming import named
from domain.noise_hours import noise_hours_of
from domain.prefectures import read_prefecture
from domain.pricing import CancelTerms, ChangeTerms, Quote, is_repeat, quote
from domain.records import LIVE, Booking, Busy
from domain.reply import Candidate
from knowledge.pack import Pack
from knowledge.pack.units import YEN


def visit_rules(pack: Pack) -> VisitRules:
    """The pack's rules for visits."""
    rules = pack.booking
    return VisitRules(
        starts=tuple(time.fromisoformat(start) for start in rules.starts),
        late_night_start=time.fromisoformat(max(rules.starts)),
        earliest_days=rules.earliest_days,
        latest_days=rules.latest_days,
        candidates=rules.candidates,
        gap=timedelta(minutes=rules.gap_minutes),
    )


def duration(pack: Pack, plan: str) -> timedelta:
    """How long a visit takes: the measurement and the set-up."""
    setup = pack.facts.get("visit_setup")
    minutes = setup.value if setup is not None and isinstance(setup.value, int) else 0
    return timedelta(hours=pack.plans[plan].measurement, minutes=minutes)


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
    pack, records = turn.desk.pack, turn.desk.records
    rules = visit_rules(pack)
    length = duration(pack, plan)

    def busy(start: datetime, end: datetime, technicians: Collection[str]) -> list[Busy]:
        spans = records.busy(start, end, turn.request.conversation_id, technicians)
        return [span for span in spans if moved is None or span.booking_id != moved]

    wanted = (rules, records.technicians(), busy, area, wishes, noise_hours(turn), length, turn.now, but)
    found = find_candidates(*wanted)
    return (found, True) if found else (nearest_alternatives(*wanted), False)


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
    pack = turn.desk.pack
    addons = tuple(
        name for name, addon in pack.addons.items() if addon.start is not None and addon.start == f"{start:%H:%M}"
    )
    return quote(pack.plans[plan].price, [pack.addons[name].price for name in addons], standing_percent(turn)), addons


def moved_price(turn: Turn, visit: Booking, start: datetime) -> NewPrice | None:
    """What a visit costs at another time, where an add-on comes or goes with the hour; nothing else changes."""
    offered = turn.desk.pack.addons
    bound = {name: addon for name, addon in offered.items() if addon.start is not None}
    before = [name for name in visit.addons if name in bound]
    after = [name for name, addon in bound.items() if addon.start == f"{start:%H:%M}"]
    if before == after:
        return None
    kept = [name for name in visit.addons if name not in bound]
    more = sum(offered[name].price for name in after) - sum(offered[name].price for name in before)
    return NewPrice((*kept, *after), visit.amount + more)


def standing_percent(turn: Turn) -> int:
    """What this customer's standing discount takes off a plan, in percent; 0 where none applies."""
    repeat = turn.desk.pack.discounts.get("repeat")
    standing = repeat is not None and is_repeat(turn.customer() is not None, bookings(turn))
    return (repeat.percent or 0) if repeat is not None and standing else 0


def bookings(turn: Turn) -> Sequence[Booking]:
    """The customer's own bookings."""
    return turn.desk.records.bookings(turn.request.customer_id, turn.request.conversation_id)


def upcoming(turn: Turn) -> list[Booking]:
    """Visits that will take place, soonest first."""
    return [booking for booking in bookings(turn) if booking.status == LIVE and booking.start > turn.now]


def cancel_terms(pack: Pack) -> CancelTerms:
    """The pack's terms for cancelling."""
    terms = pack.booking.cancel
    return CancelTerms(terms.free_days, terms.fee_percent, terms.same_day_percent)


def change_terms(pack: Pack) -> ChangeTerms:
    """The pack's terms for a change of date."""
    terms = pack.booking.change
    return ChangeTerms(time.fromisoformat(terms.free_until), terms.fee)


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


def say_start(start: datetime, now: datetime) -> str:
    """「11月28日(土) 19:00」."""
    return f"{say_day(start.date(), now.date())} {say_time(start.time())}"


def say_yen(amount: int) -> str:
    """An amount as the pack writes prices."""
    return YEN.render(amount)


def visit_area(turn: Turn, visit: Booking) -> str | None:
    """Where a visit takes place: by its address, else by the customer's, else the technician's first area."""
    areas, customer = turn.desk.pack.booking.areas, turn.customer()
    for place in (read_prefecture(visit.address or ""), customer.prefecture if customer else None):
        if place in areas:
            return place
    technicians = {t.technician_id: t for t in turn.desk.records.technicians()}
    technician = technicians.get(visit.technician_id or "")
    return technician.areas[0] if technician else None
