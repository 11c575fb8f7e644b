"""Mails as the business words them, and the days on which a visit is called to mind."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

ReminderKind = Literal["three_days", "one_day", "set_out"]

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class MailText:
    """One mail. `calendar` is what the visit is called in the customer's calendar, where one is sent along."""

    subject: str
    body: str
    calendar: str | None = None

    def filled(self, values: Mapping[str, str]) -> "MailText":
        """The mail with its values in place.

        Raises:
            KeyError: It asks for a value that is not given.
        """
        return MailText(
            fill(self.subject, values), fill(self.body, values), fill(self.calendar, values) if self.calendar else None
        )


@dataclass(frozen=True)
class ReminderTimes:
    """When a customer is reminded of a visit (pack data).

    Attributes:
        prepare_days: Days before the visit on which they are told how to prepare.
        prepare_at: At this time.
        eve_days: Days before the visit on which they are reminded once more.
        eve_at: At this time.
        day_at: On the day of the visit, at this time.
        day_lead: Or so long before it, whichever is earlier.
    """

    prepare_days: int
    prepare_at: time
    eve_days: int
    eve_at: time
    day_at: time
    day_lead: timedelta

    def of(self, start: datetime) -> Iterator[tuple[ReminderKind, datetime]]:
        """The reminders of a visit and when each is due, soonest first."""
        yield "three_days", _on(start, self.prepare_days, self.prepare_at)
        yield "one_day", _on(start, self.eve_days, self.eve_at)
        yield "set_out", min(_on(start, 0, self.day_at), start - self.day_lead)


@dataclass(frozen=True)
class Stationery:
    """What mails are written with.

    Attributes:
        company: Who writes.
        texts: The mails by name.
        plans: Names of plans by id.
        addons: Names of add-ons by id.
        words: Priorities, triggers and parts of health as the staff call them.
        reminders: When a customer is reminded of a visit.
        console: Where the staff's console is; empty where nobody said.
    """

    company: str
    texts: Mapping[str, MailText]
    plans: Mapping[str, str]
    addons: Mapping[str, str]
    words: Mapping[str, str]
    reminders: ReminderTimes
    console: str = ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Puts values in the place of their `{names}`. A line whose values are all empty is left out.

    Raises:
        KeyError: A value is not given.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        names = _PLACE.findall(line)
        if not names or any(values[name] for name in names):
            lines.append(_PLACE.sub(lambda place: values[place[1]], line))
    return "\n".join(lines)


def _on(start: datetime, days_before: int, at: time) -> datetime:
    return datetime.combine(start.date() - timedelta(days=days_before), at, tzinfo=start.tzinfo)
