"""Visits that can be booked."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from domain.availability import Slot
from domain.clock import in_tokyo
from domain.dates import DateWishes, Wish, read_wishes
from domain.naming import named
from domain.records import Booking
from domain.text import normalize
from services.visit_terms import VisitSearch, area_of, price_visit, search_visits, standing_percent
from tools.context import CustomerCall
from tools.declaration import CUSTOMERS, Arguments, Json, Tool
from tools.own import own_bookings
from tools.refusal import Refused

PlanId = Annotated[str, Field(description="A plan's id, from list_plans.")]
Start = Annotated[str, Field(description="When it begins: a `start` that find_visits returned.")]


class FindVisits(Arguments):
    """What is wished for."""

    plan: PlanId
    wish: Annotated[
        str, Field(description="When the customer would like the visit, in their own words (「来週の土曜の夜」).")
    ] = ""
    area: Annotated[
        str | None, Field(description="The prefecture to visit; the one on record where none is given.")
    ] = None


def find_visits(call: CustomerCall, given: FindVisits) -> Json:
    """Candidates, best first, with their price."""
    deps, plan = call.deps, require_plan(call, given.plan)
    area = _named_area(call, given.area) if given.area else own_area(call)
    wishes = read_wishes(normalize(given.wish), call.now, latest_days=deps.pack.booking.latest_days)
    slots, as_wished = search_visits(deps.pack, deps.records, _search(call, wishes, plan, area))
    percent = own_percent(call)
    return {
        "as_wished": as_wished,
        "understood": wishes.describe() or None,
        "visits": [
            {
                "start": slot.start.isoformat(),
                "end": slot.end.isoformat(),
                "area": slot.area,
                "total": price_visit(deps.pack, plan, slot.start, percent)[0].total,
            }
            for slot in slots
        ],
    }


def require_plan(call: CustomerCall, plan: str) -> str:
    """A plan's id, as it was given.

    Raises:
        Refused: There is no such plan.
    """
    plans = call.deps.pack.plans
    if plan not in plans:
        raise Refused(f"There is no plan {plan!r}. There are: {', '.join(plans)}.")
    return plan


def own_area(call: CustomerCall) -> str:
    """The area the customer lives in.

    Raises:
        Refused: It is unknown, or nobody is sent there.
    """
    areas = call.deps.pack.booking.areas
    prefecture = call.customer().prefecture
    if prefecture not in areas:
        raise Refused(
            f"The prefecture on record is {prefecture or 'unknown'}; visits take place in {', '.join(areas)}. "
            "Elsewhere a person answers: request_person."
        )
    return prefecture


def own_percent(call: CustomerCall) -> int:
    """What the customer's standing discount takes off, in percent."""
    return standing_percent(call.deps.pack, call.context.customer_id is not None, own_bookings(call))


def free_slot(call: CustomerCall, plan: str, start: str, moved: Booking | None = None) -> Slot:
    """The visit that begins just then.

    Args:
        call: The call.
        plan: How long it takes.
        start: When it begins, ISO 8601.
        moved: The visit that is to be moved there.

    Raises:
        Refused: Nobody is free then, or it is no time at all.
    """
    deps = call.deps
    try:
        moment = in_tokyo(datetime.fromisoformat(start))
    except ValueError as error:
        raise Refused(f"start {start!r} is no ISO 8601 time. Take one that find_visits returned.") from error
    area = own_area(call) if moved is None else area_of(deps.pack, deps.records, moved, call.customer())
    then = DateWishes(call.now.date(), wishes=(Wish(dates=(moment.date(),), times=(moment.time(),)),))
    wanted = _search(call, then, plan, area or own_area(call), moved.booking_id if moved else None)
    slots, as_wished = search_visits(deps.pack, deps.records, wanted)
    found = next((slot for slot in slots if as_wished and slot.start == moment), None)
    if found is None:
        raise Refused(f"Nobody is free at {moment.isoformat()}. Ask find_visits for others.")
    return found


def _search(call: CustomerCall, wishes: DateWishes, plan: str, area: str, moved: str | None = None) -> VisitSearch:
    customer_id = call.context.customer_id
    customer = call.deps.records.customer(customer_id) if customer_id else None
    return VisitSearch(
        conversation_id=call.context.conversation_id,
        wishes=wishes,
        plan=plan,
        area=area,
        noise_hours=frozenset(customer.noise_hours if customer else ()),
        now=call.now,
        moved=moved,
    )


def _named_area(call: CustomerCall, area: str) -> str:
    rules = call.deps.pack.booking
    found = named(normalize(area), {name: (name, *rules.places.get(name, ())) for name in rules.areas})
    if found is None:
        raise Refused(f"Nobody is sent to {area!r}. Visits take place in {', '.join(rules.areas)}.")
    return found


TOOLS = (
    Tool(
        "find_visits",
        "Finds up to three visits that can be booked, best first, each with start, end, area and total price in yen. "
        "`as_wished` is false where nothing fits the wish and the nearest others are returned. Nothing is held yet.",
        "read",
        CUSTOMERS,
        FindVisits,
        find_visits,
    ),
)
