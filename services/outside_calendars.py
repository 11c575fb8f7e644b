"""Calendars kept elsewhere: read from a file, and stored as the time in which a technician is not to be had."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Component

from domain.clock import TOKYO, in_tokyo
from domain.mending import Mendable
from store import models, visits
from store.session import Database

LONGEST: Final = timedelta(days=31)
"""So long before the span an appointment may begin and still reach into it."""

AHEAD: Final = timedelta(days=366)
"""For so long ahead recurring appointments are written out: well beyond what can be booked."""

MOST: Final = 20_000
"""Occurrences of one calendar in the span; more is a mistake in the file."""

Span = tuple[datetime, datetime]


class UnreadableCalendar(Mendable, ValueError):
    """The file is no calendar that can be imported. The message says why and what to do."""


class UnknownTechnician(Mendable, LookupError):
    """Nobody visits under this name."""


def import_calendar(
    database: Database, technician_id: str, content: bytes, since: datetime, *, name: str = "calendar"
) -> int:
    """Stores a calendar's appointments in place of those stored for it before.

    Args:
        database: Where to store them.
        technician_id: Whose calendar it is.
        content: The iCalendar file.
        since: From when on appointments count.
        name: Which of the technician's calendars.

    Returns:
        How many spans of busy time there are.

    Raises:
        UnreadableCalendar: The file cannot be read.
        UnknownTechnician: Nobody visits under this name.
    """
    spans = merged(busy_spans(content, since, since + AHEAD))
    with database.write() as session:
        if session.get(models.Technician, technician_id) is None:
            known = ", ".join(row.id for row in visits.technicians(session))
            raise UnknownTechnician(f"There is no technician {technician_id!r}. There are: {known}.")
        visits.replace_busy_times(session, technician_id, name, spans)
    return len(spans)


def busy_spans(content: bytes, start: datetime, end: datetime) -> Iterator[Span]:
    """The times in which a calendar's owner is busy, between two moments.

    Cancelled and transparent appointments leave them free. Times without a zone, and whole days, are Tokyo's.

    Raises:
        UnreadableCalendar: The file cannot be read.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        moved = {
            (str(event.get("UID")), _moment(_said(event, "RECURRENCE-ID")))
            for event in events
            if "RECURRENCE-ID" in event
        }
        found = [span for event in events for span in _occurrences(event, start, end, moved)]
    except (ValueError, KeyError) as error:
        raise UnreadableCalendar(
            f"The file is no calendar that can be read: {error}. Export it again as iCalendar (.ics)."
        ) from error
    if not calendars:
        raise UnreadableCalendar("The file holds no calendar. Export it again as iCalendar (.ics).")
    yield from found


def merged(spans: Iterator[Span]) -> list[Span]:
    """Spans that touch, as one."""
    together: list[Span] = []
    for start, end in sorted(spans):
        if together and start <= together[-1][1]:
            together[-1] = together[-1][0], max(together[-1][1], end)
        else:
            together.append((start, end))
    return together


def _occurrences(event: Component, start: datetime, end: datetime, moved: set[tuple[str, datetime]]) -> Iterator[Span]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return
    first, length = _moment(_said(event, "DTSTART")), _length(event)
    if length <= timedelta(0):
        return
    if "RECURRENCE-ID" in event or not ("RRULE" in event or "RDATE" in event):
        begins = [first]
    else:
        uid = str(event.get("UID"))
        begins = [at for at in _repeated(event, first, start - LONGEST, end) if (uid, at) not in moved]
    for at in begins:
        if at < end and at + length > start:
            yield max(at, start), at + length


def _repeated(event: Component, first: datetime, start: datetime, end: datetime) -> list[datetime]:
    """Every start of a recurring appointment in a span. It keeps its hour on the clock of its own zone."""
    zoned = _said(event, "DTSTART")
    zone = zoned.tzinfo if isinstance(zoned, datetime) and zoned.tzinfo else TOKYO
    local = first.astimezone(zone).replace(tzinfo=None)
    rules = rruleset()
    rules.rdate(local)
    for rule in _listed(event.get("RRULE")):
        text = rule.to_ical().decode()
        rules.rrule(rrulestr(_with_local_until(text, zone), dtstart=local))
    for name, add in (("RDATE", rules.rdate), ("EXDATE", rules.exdate)):
        for dates in _listed(event.get(name)):
            for entry in dates.dts:
                add(_moment(entry.dt).astimezone(zone).replace(tzinfo=None))
    span = start.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)
    found = []
    for at in rules.xafter(span[0], inc=True):
        if at >= span[1]:
            break
        found.append(in_tokyo(at.replace(tzinfo=zone)))
        if len(found) > MOST:
            raise ValueError(f"{event.get('SUMMARY')} takes place more than {MOST} times")
    return found


def _with_local_until(rule: str, zone: Any) -> str:
    """A rule whose end is written in the zone it is expanded in."""
    parts = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name.upper() == "UNTIL" and value.endswith("Z"):
            until = datetime.strptime(value, "%Y%m%dT%H%M%S%z").astimezone(zone)
            part = f"UNTIL={until:%Y%m%dT%H%M%S}"
        parts.append(part)
    return ";".join(parts)


def _length(event: Component) -> timedelta:
    begins = _said(event, "DTSTART")
    if "DTEND" in event:
        return _moment(_said(event, "DTEND")) - _moment(begins)
    if "DURATION" in event:
        written: Any = event["DURATION"]
        if not isinstance(written.dt, timedelta):
            raise ValueError(f"DURATION is {written.to_ical()!r}")
        return written.dt
    return timedelta(0) if isinstance(begins, datetime) else timedelta(days=1)


def _said(event: Component, name: str) -> date | datetime:
    """A day or a moment an appointment names."""
    written: Any = event[name]
    if not isinstance(written.dt, date):
        raise ValueError(f"{name} is {written.to_ical()!r}")
    return written.dt


def _moment(value: date | datetime) -> datetime:
    if isinstance(value, datetime):
        return in_tokyo(value)
    return datetime.combine(value, time(), tzinfo=TOKYO)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
