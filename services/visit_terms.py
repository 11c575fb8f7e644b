"""When visits can be had and what they cost: the pack's rules over what is stored, for skills and tools alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.availability import Slot, VisitRules, find_candidates, nearest_alternatives
from domain.dates import DateWishes
from domain.dates.describe import say_day, say_time
from domain.effects import NewPrice
from domain.prefectures import read_prefecture
from domain.pricing import CancelTerms, ChangeTerms, Quote, is_repeat, quote
from domain.records import Booking, Busy, Customer, Records
from knowledge.pack import Pack


@dataclass(frozen=True)
class VisitSearch:
    """What is searched for.

    Attributes:
        conversation_id: Whose hold is no obstacle.
        wishes: When the customer would like the visit.
        plan: How long it takes.
        area: Where it takes place.
        noise_hours: Hours of the day (0–23) in which the noise is heard.
        now: The moment of booking.
        but: Starts that are not offered again.
        moved: The booking that is to be moved: its own time is free for it.
    """

    conversation_id: str
    wishes: DateWishes
    plan: str
    area: str
    noise_hours: frozenset[int]
    now: datetime
    but: Collection[datetime] = ()
    moved: str | None = None


def search_visits(pack: Pack, records: Records, wanted: VisitSearch) -> tuple[Sequence[Slot], bool]:
    """Candidates for what is wished; where there are none, the nearest others.

    Returns:
        The candidates, best first, and whether they are as wished.
    """
    length = duration(pack, wanted.plan)

    def busy(start: datetime, end: datetime, technicians: Collection[str]) -> list[Busy]:
        spans = records.busy(start, end, wanted.conversation_id, technicians)
        return [span for span in spans if wanted.moved is None or span.booking_id != wanted.moved]

    given = (
        visit_rules(pack), records.technicians(), busy, wanted.area, wanted.wishes, wanted.noise_hours, length,
        wanted.now, wanted.but,
    )  # fmt: skip
    found = find_candidates(*given)
    return (found, True) if found else (nearest_alternatives(*given), False)


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


def cancel_terms(pack: Pack) -> CancelTerms:
    """The pack's terms for cancelling."""
    terms = pack.booking.cancel
    return CancelTerms(terms.free_days, terms.fee_percent, terms.same_day_percent)


def change_terms(pack: Pack) -> ChangeTerms:
    """The pack's terms for a change of date."""
    terms = pack.booking.change
    return ChangeTerms(time.fromisoformat(terms.free_until), terms.fee)


def standing_percent(pack: Pack, known: bool, bookings: Sequence[Booking]) -> int:
    """What a customer's standing discount takes off a plan, in percent; 0 where none applies.

    Args:
        pack: The pack.
        known: The customer is known to us.
        bookings: The customer's bookings.
    """
    repeat = pack.discounts.get("repeat")
    return (repeat.percent or 0) if repeat is not None and is_repeat(known, bookings) else 0


def price_visit(pack: Pack, plan: str, start: datetime, percent: int) -> tuple[Quote, tuple[str, ...]]:
    """The quote for a visit, and the add-ons its start brings with it.

    Args:
        pack: The pack.
        plan: Its id.
        start: When the visit begins.
        percent: The customer's standing discount.
    """
    addons = tuple(
        name for name, addon in pack.addons.items() if addon.start is not None and addon.start == f"{start:%H:%M}"
    )
    return quote(pack.plans[plan].price, [pack.addons[name].price for name in addons], percent), addons


def price_of_move(pack: Pack, visit: Booking, start: datetime) -> NewPrice | None:
    """What a visit costs at another time, where an add-on comes or goes with the hour; nothing else changes."""
    bound = {name: addon for name, addon in pack.addons.items() if addon.start is not None}
    before = [name for name in visit.addons if name in bound]
    after = [name for name, addon in bound.items() if addon.start == f"{start:%H:%M}"]
    if before == after:
        return None
    kept = [name for name in visit.addons if name not in bound]
    more = sum(pack.addons[name].price for name in after) - sum(pack.addons[name].price for name in before)
    return NewPrice((*kept, *after), visit.amount + more)


def say_start(start: datetime, now: datetime) -> str:
    """「11月28日(土) 19:00」."""
    return f"{say_day(start.date(), now.date())} {say_time(start.time())}"


def area_of(pack: Pack, records: Records, visit: Booking, customer: Customer | None) -> str | None:
    """Where a visit takes place: by its address, else by the customer's, else the technician's first area."""
    for place in (read_prefecture(visit.address or ""), customer.prefecture if customer else None):
        if place in pack.booking.areas:
            return place
    technicians = {t.technician_id: t for t in records.technicians()}
    technician = technicians.get(visit.technician_id or "")
    return technician.areas[0] if technician else None
