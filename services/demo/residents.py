"""Residents who booked a visit, some of them again: their visits, reports, invoices, marks and calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from domain.clock import TOKYO
from domain.records import LIVE, Technician
from domain.success.platt import sigmoid
from domain.success.quarters import months_later
from services.demo.calendar import Calendar
from services.demo.catalogue import DemoCatalogue, VisitPlan
from services.demo.courses import MONTHS
from services.demo.rows import Chance, Rows, address, person_name, phone
from services.demo.words import Words
from store.models import Booking, Customer, Interaction, Invoice, SupportCase, SurveyAnswer, UsageEvent

AWAITING: Final = 0.01
"""How many have a visit ahead of them."""

_REPEATS: Final = -2.1
"""Log-odds of another visit at a middling satisfaction: about one in seven comes again."""

_NOISY: Final = ((22, 23, 0, 1), (6, 7, 8), (18, 19, 20, 21), (13, 14, 15, 16), (0, 1, 2, 3), ())
_LIKES: Final = (0.38, 0.48, 0.14)
"""How many take the cheapest plan, the next, the third."""


@dataclass
class _Resident:
    id: str
    mood: float
    contact: dict[str, str]
    prefecture: str
    visits: int = 0


def write_resident(
    number: int, rows: Rows, words: Words, catalogue: DemoCatalogue, calendar: Calendar, chance: Chance
) -> None:
    """Writes one resident and everything that happened to them.

    Args:
        number: Their place among the residents.
        rows: Where to write.
        words: Names and sayings.
        catalogue: What they can book.
        calendar: Who is free for the visits ahead.
        chance: Their own chance.
    """
    prefecture = chance.one_of(sorted(catalogue.places))
    place, today = catalogue.places[prefecture], chance.now.date()
    name = person_name(chance, words)
    id = f"b2c-{number:04d}"
    # The business grows: of the days of three years, the later ones saw more first visits.
    days = (today - months_later(today, -MONTHS)).days - 3
    first = months_later(today, -MONTHS) + timedelta(days=round(days * float(np.sqrt(chance.random.random()))))
    where = address(chance, place, words, room=True)
    called, mail = phone(chance, "090-0000"), f"{id}@example.com"
    rows.add(
        Customer,
        id=id,
        name=name,
        type="b2c",
        prefecture=prefecture,
        address=where,
        phone=called,
        email=mail,
        noise_hours=list(chance.one_of(_NOISY)),
        since=first,
        csm_id=None,
    )
    contact = {"name": name, "address": prefecture + where, "phone": called, "email": mail}
    resident = _Resident(id, chance.near(0, 1), contact, prefecture)
    day: date | None = first
    while day is not None:
        plan = _plan(catalogue, chance)
        _visit(resident, day, plan, rows, words, catalogue, chance)
        again = chance.happens(float(sigmoid(np.array(_REPEATS + 0.7 * resident.mood))))
        after = day + timedelta(days=round(40 + float(chance.random.exponential(150)))) if again else None
        day = after if after is not None and after < today - timedelta(days=1) else None
    if chance.happens(AWAITING):
        _await(resident, _plan(catalogue, chance), rows, catalogue, calendar, chance)


def _plan(catalogue: DemoCatalogue, chance: Chance) -> VisitPlan:
    weights = np.array([_LIKES[min(n, len(_LIKES) - 1)] for n in range(len(catalogue.plans))])
    return catalogue.plans[int(chance.random.choice(len(weights), p=weights / weights.sum()))]


def _visit(
    resident: _Resident,
    day: date,
    plan: VisitPlan,
    rows: Rows,
    words: Words,
    catalogue: DemoCatalogue,
    chance: Chance,
) -> None:
    """A visit that is over: measured, reported, paid, and what the resident thought of it."""
    start = datetime(day.year, day.month, day.day, chance.one_of(catalogue.starts), tzinfo=TOKYO)
    made = start - timedelta(days=int(chance.random.integers(3, 15)), hours=2)
    percent = catalogue.repeat_percent if resident.visits else 0
    off = plan.price * percent // 100
    booking = _book(resident, plan, start, made, plan.price - off, None, rows)
    end = start + plan.visit
    # The visit's own id stands for it in usage and invoices, so that nothing counts twice.
    for kind, id, name, at in (
        ("measurement", booking, plan.id, end),
        ("report_made", f"{booking}-r", booking, end + timedelta(minutes=5)),
    ):
        _use(resident, kind, id, name, at, float(plan.hours) if kind == "measurement" else None, rows)
    seen = chance.soon_after(end, 1.5)
    if seen is not None and chance.happens(_share(1.6 + 0.5 * resident.mood)):
        _use(resident, "report_viewed", f"{booking}-w", booking, seen, None, rows)
    due = day + timedelta(days=catalogue.due_days)
    paid = day + timedelta(days=max(0, round(chance.near(3 - resident.mood, 3))))
    today = chance.now.date()
    rows.add(
        Invoice,
        id=booking,
        customer_id=resident.id,
        amount=plan.price - off,
        discount=off,
        issued_on=day,
        due_on=due,
        paid_on=paid if paid <= today else None,
        status="paid" if paid <= today else "open",
    )
    _feel(resident, booking, end, rows, words, chance)


def _feel(resident: _Resident, booking: str, end: datetime, rows: Rows, words: Words, chance: Chance) -> None:
    """What a resident asks, says and answers around a visit."""
    mood, quotes = resident.mood, words.quotes["b2c"]
    asked = chance.soon_after(end, 4.0)
    if asked is not None and chance.happens(_share(-1.8 - 0.7 * mood)):
        solved = chance.soon_after(asked, 1.0)
        rows.add(
            SupportCase,
            id=f"{booking}-s",
            customer_id=resident.id,
            category=chance.one_of(words.support_categories["b2c"]),
            opened_at=asked,
            resolved_at=solved,
            escalated_at=None,
        )
    surveyed = chance.soon_after(end, 2.0)
    if surveyed is not None and chance.happens(0.4):
        nps = min(max(round(chance.near(7.3 + 1.6 * mood, 1.0)), 0), 10)
        csat = min(max(round(chance.near(3.8 + 0.7 * mood, 0.5)), 1), 5)
        comments = words.comments.low if nps <= 6 else words.comments.high if nps >= 9 else ()
        rows.add(
            SurveyAnswer,
            id=f"{booking}-a",
            customer_id=resident.id,
            conversation_id=None,
            channel="web",
            nps=nps,
            csat=csat,
            ces=None,
            comment=chance.one_of(comments) if comments and chance.happens(0.4) else None,
            at=surveyed,
        )
    talks = chance.count(0.7)
    for number, moment in enumerate(chance.moments((end - timedelta(days=10)).date(), end.date(), talks), 1):
        upset = chance.happens(_share(-2.0 - 0.8 * mood))
        label = chance.one_of(("dissatisfaction", "anger", "anxiety", "impatience")) if upset else "neutral"
        kind = "inquiry" if not upset else "complaint" if label in ("dissatisfaction", "anger") else "inquiry"
        said = label
        if not upset and chance.happens(0.35):
            kind = said = chance.one_of(("negotiation", "negotiation", "price"))
        rows.add(
            Interaction,
            id=f"{booking}-i{number}",
            customer_id=resident.id,
            channel=chance.one_of(("email", "phone")),
            kind=kind,
            at=moment,
            label=label,
            target="company" if upset else "none",
            intensity=int(chance.random.integers(1, 4)) if upset else 0,
            quote=chance.one_of(quotes[said]),
        )


def _await(
    resident: _Resident, plan: VisitPlan, rows: Rows, catalogue: DemoCatalogue, calendar: Calendar, chance: Chance
) -> None:
    """A visit that is still to come, with somebody who is free for it."""
    wanted = int(chance.random.integers(catalogue.earliest_days, catalogue.earliest_days + 30))
    found = calendar.take(resident.prefecture, chance.now.date() + timedelta(days=wanted))
    if found is None:
        return
    made = chance.now - timedelta(days=1, minutes=int(chance.random.integers(600)))
    percent = catalogue.repeat_percent if resident.visits else 0
    _book(resident, plan, found.start, made, plan.price * (100 - percent) // 100, found.technician, rows)


def _book(
    resident: _Resident,
    plan: VisitPlan,
    start: datetime,
    made: datetime,
    amount: int,
    technician: Technician | None,
    rows: Rows,
) -> str:
    resident.visits += 1
    booking = f"{resident.id}-b{resident.visits}"
    rows.add(
        Booking,
        id=booking,
        customer_id=resident.id,
        conversation_id=None,
        technician_id=technician.technician_id if technician else None,
        starts_at=start,
        ends_at=start + plan.visit,
        free_at=start + plan.visit + technician.gap if technician else None,
        terms_start=start,
        status=LIVE,
        plan=plan.id,
        addons=[],
        amount=amount,
        fees=0,
        contact=resident.contact,
        made_at=made,
    )
    return booking


def _use(resident: _Resident, kind: str, id: str, name: str, at: datetime, hours: float | None, rows: Rows) -> None:
    rows.add(UsageEvent, id=id, customer_id=resident.id, kind=kind, name=name, quantity=1, hours=hours, at=at)


def _share(log_odds: float) -> float:
    return float(sigmoid(np.array(log_odds)))
