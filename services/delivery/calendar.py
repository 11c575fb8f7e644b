"""A visit as an .ics file (RFC 5545, RFC 5546)."""

from domain.clock import TOKYO
from services.delivery.letters import CalendarEntry


def build_ics(entry: CalendarEntry, organizer: str, attendee: str) -> str:
    """The calendar file that enters a visit, changes it or takes it out.

    Args:
        entry: The visit.
        organizer: Our address.
        attendee: The customer's.
    """
    from icalendar import Calendar, Event, vCalAddress

    calendar = Calendar()
    calendar.add("prodid", "-//zenbu//visits//JA")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    visit = Event()
    visit.add("uid", entry.uid)
    visit.add("sequence", entry.sequence)
    visit.add("dtstamp", entry.stamp)
    visit.add("dtstart", entry.start.astimezone(TOKYO))
    visit.add("dtend", entry.end.astimezone(TOKYO))
    visit.add("summary", entry.title)
    if entry.place:
        visit.add("location", entry.place)
    visit.add("status", "CANCELLED" if entry.method == "CANCEL" else "CONFIRMED")
    visit.add("organizer", vCalAddress(f"mailto:{organizer}"))
    guest = vCalAddress(f"mailto:{attendee}")
    # The visit is agreed on already: nobody is asked whether they will come.
    guest.params["PARTSTAT"] = "ACCEPTED"
    guest.params["RSVP"] = "FALSE"
    visit.add("attendee", guest)
    calendar.add_component(visit)
    calendar.add_missing_timezones()
    return str(calendar.to_ical(), "utf-8")
