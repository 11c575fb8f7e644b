"""The database in the end: exactly what the case names, whoever did what to get there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from evals.end_state import TicketOpened, VisitChanged, VisitMade
from evals.graders.evidence import Evidence, Grader

Row = dict[str, Any]
Wanted = TypeVar("Wanted")


def end_state() -> Grader:
    """Compares bookings, tickets and who is known with what the case names; nobody else's bookings may be touched."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        end, after = evidence.case.end, evidence.played.after
        strangers = [f"another customer's booking {name} was changed" for name in after.strangers]
        if end is None:
            return strangers or None
        faults = [
            *strangers,
            *_matched("booking made", end.booked, after.booked, _unlike_visit),
            *_matched("booking changed", end.changed, after.changed, _unlike_change),
            *_matched("ticket", end.tickets, after.tickets, _unlike_ticket),
        ]
        for slot, value in end.slots.items():
            faults += _differ(slot, after.slots.get(slot), value)
        if end.plan is not None:
            faults += _differ("plan", after.plan, end.plan)
        if end.known_as is not None:
            faults += _differ("known as", after.known_as or "none", end.known_as)
        return faults

    return grade


def _matched(
    what: str, wanted: Sequence[Wanted] | None, found: Sequence[Row], unlike: Callable[[Wanted, Row], list[str]]
) -> list[str]:
    """Pairs what is wanted with what was found, each with the most alike, and says what differs."""
    if wanted is None:
        return []
    if len(wanted) != len(found):
        return [f"{len(found)} × {what}, not {len(wanted)}: {', '.join(map(_brief, found)) or 'none'}"]
    left, faults = list(found), []
    for entry in wanted:
        best = min(left, key=lambda row: len(unlike(entry, row)))
        left.remove(best)
        faults += [f"{what}: {fault}" for fault in unlike(entry, best)]
    return faults


def _unlike_visit(wanted: VisitMade, row: Row) -> list[str]:
    faults = _unlike_times(wanted, row)
    if wanted.plan is not None and row["plan"] not in wanted.plan:
        faults += [f"plan is {row['plan']}, not {' or '.join(wanted.plan)}"]
    if wanted.amount is not None:
        faults += _differ("amount", row["amount"], wanted.amount)
    if wanted.addons is not None:
        faults += _differ("add-ons", sorted(row["addons"]), sorted(wanted.addons))
    for field in ("payment", "name", "phone", "email"):
        value = getattr(wanted, field)
        if value is not None:
            faults += _differ(field, row["contact"].get(field), value)
    if wanted.address is not None and wanted.address not in row["contact"].get("address", ""):
        faults += [f"address is {row['contact'].get('address')!r}, without {wanted.address!r}"]
    return faults


def _unlike_change(wanted: VisitChanged, row: Row) -> list[str]:
    faults = _unlike_times(wanted, row)
    for field in ("booking", "status", "fee", "amount"):
        value = getattr(wanted, field)
        if value is not None:
            faults += _differ(field, row[field], value)
    return faults


def _unlike_ticket(wanted: TicketOpened, row: Row) -> list[str]:
    faults = []
    for field in ("trigger", "priority"):
        values = getattr(wanted, field)
        if values is not None and row[field] not in values:
            faults += [f"{field} is {row[field]}, not {' or '.join(values)}"]
    if wanted.senior is not None:
        faults += _differ("senior", row["senior"], wanted.senior)
    if wanted.contact is not None and wanted.contact not in (row["contact"] or ""):
        faults += [f"contact is {row['contact']!r}, without {wanted.contact!r}"]
    return faults


def _unlike_times(wanted: VisitMade | VisitChanged, row: Row) -> list[str]:
    faults = []
    if wanted.start is not None:
        faults += _differ("start", row["start"], _minute(wanted.start))
    if wanted.start_in is not None:
        first, last = map(_minute, wanted.start_in)
        if not first <= row["start"] <= last:
            faults += [f"start is {row['start']}, not within {first} to {last}"]
    return faults


def _differ(what: str, found: object, wanted: object) -> list[str]:
    return [] if found == wanted else [f"{what} is {found!r}, not {wanted!r}"]


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def _brief(row: Row) -> str:
    return " ".join(str(row[name]) for name in ("trigger", "plan", "start", "status") if name in row)
