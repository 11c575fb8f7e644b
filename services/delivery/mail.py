"""The mail channel: an event becomes a letter, the letter a message, and the message is posted."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Protocol

from domain.clock import Clock
from domain.mails import Stationery
from services.delivery.calendar import build_ics
from services.delivery.letters import Letter, write_letter
from services.delivery.port import Event, Undeliverable
from services.delivery.routing import MAIL
from store.session import Database

_POLICY: Final = SMTP.clone(cte_type="7bit")
"""Every server takes such messages, however old."""

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Postman(Protocol):
    """Takes messages away."""

    def post(self, message: EmailMessage, to: Sequence[str], name: str) -> None:
        """Takes one message.

        Args:
            message: The message.
            to: Its recipients.
            name: The event's name.

        Raises:
            Postponed: It may work later.
            Undeliverable: It never will.
        """
        ...


class MailChannel:
    """Writes and posts mails.

    Args:
        database: Where the records are.
        stationery: What mails are written with.
        sender: Our address.
        postman: Takes them away.
        wall: The machine's time.
    """

    name = MAIL

    def __init__(self, database: Database, stationery: Stationery, sender: str, postman: Postman, wall: Clock) -> None:
        self._database = database
        self._stationery = stationery
        self._sender = sender
        self._postman = postman
        self._wall = wall

    def send(self, event: Event) -> None:
        """Mails one event."""
        with self._database.read() as session:
            letter = write_letter(session, event, self._stationery)
        to = [checked_address(address) for address in letter.to]
        message = build_message(letter, to, self._sender, self._stationery.company, event, self._wall.now())
        self._postman.post(message, to, event.name)


def checked_address(address: str) -> str:
    """An address as it may stand in a message.

    Raises:
        Undeliverable: It is none.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise Undeliverable(f"the recipient's address is none: {error}") from error
    return valid.ascii_email or valid.normalized


def build_message(
    letter: Letter, to: Sequence[str], sender: str, company: str, event: Event, now: datetime
) -> EmailMessage:
    """The message of a letter.

    Args:
        letter: What is written.
        to: Checked addresses.
        sender: Our address.
        company: Our name.
        event: What it tells of; its name makes the message's id, so that a mail sent twice is known as one.
        now: When it is sent.
    """
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _one_line(letter.text.subject)
    message["From"] = Address(display_name=_one_line(company), addr_spec=sender)
    message["To"] = [Address(addr_spec=address) for address in to]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{event.name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text.body + "\n")
    if letter.entry is not None:
        message.add_attachment(
            build_ics(letter.entry, sender, to[0]),
            subtype="calendar",
            filename="visit.ics",
            params={"method": letter.entry.method},
        )
    return message


def _one_line(text: str) -> str:
    """What stands in a header ends no line: nobody adds headers of their own."""
    return _BREAKS.sub(" ", text).strip()
