"""A case as the copilot sees it: the ticket, what was said so far, and who is served by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.labels import Priority, Trigger
from domain.records import Booking, Customer
from domain.reply import Sentiment
from domain.staff import Member

Speaker = Literal["customer", "bot", "staff", "notice"]


@dataclass(frozen=True)
class Said:
    """Something said.

    Attributes:
        seq: Its place.
        speaker: Who said it.
        author: The name the customer read, where it was somebody of the staff.
        text: What was said.
        at: When.
        sentiment: How it was understood, where it is a customer's and was answered.
        sources: What it was told from, where the bot said it.
    """

    seq: int
    speaker: Speaker
    author: str | None
    text: str
    at: datetime
    sentiment: Sentiment | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Granted:
    """What the customer was granted after something went wrong: its form and its worth in yen."""

    kind: str
    amount: int


@dataclass(frozen=True)
class PastReply:
    """What a member of the staff wrote in a case that ended well, and what it was written to. Both are masked.

    Attributes:
        ticket_id: The case.
        question: What the customer had written.
        text: The reply; [担当] stands for whoever wrote it, [氏名] for the customer.
    """

    ticket_id: str
    question: str
    text: str


@dataclass(frozen=True)
class FirstDraft:
    """A reply the packet begins with; `sources` are ids and titles."""

    title: str
    text: str
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """A ticket with its conversation.

    Attributes:
        ticket_id: Its id.
        conversation_id: Where it is served.
        trigger: Why a person is there.
        priority: How pressing it is.
        promise: What the customer was told about the answer.
        member: Who asks the copilot.
        now: When.
        customer: Whom it is about; None where nobody is known, or the member's role may not see them.
        said: The conversation, oldest first, as far back as the copilot looks.
        bookings: The customer's visits.
        granted: What the customer was granted in this case.
        category: What it is about, by the pack's categories.
        drafts: Replies of the packet, while nothing was said since.
    """

    ticket_id: str
    conversation_id: str
    trigger: Trigger
    priority: Priority
    promise: str
    member: Member
    now: datetime
    customer: Customer | None = None
    said: tuple[Said, ...] = ()
    bookings: tuple[Booking, ...] = ()
    granted: tuple[Granted, ...] = ()
    category: str | None = None
    drafts: tuple[FirstDraft, ...] = ()

    @property
    def pending(self) -> tuple[str, ...]:
        """What the customer wrote since anybody of the staff answered, oldest first: all of it is to be answered."""
        own: list[str] = []
        for said in reversed(self.said):
            if said.speaker == "staff":
                break
            if said.speaker == "customer":
                own.append(said.text)
            if len(own) == PENDING:
                break
        return tuple(reversed(own))

    @property
    def told(self) -> frozenset[str]:
        """What the customer was told already, by the ids of its sources."""
        return frozenset(source for said in self.said for source in said.sources)

    @property
    def is_first_reply(self) -> bool:
        """Whether nobody of the staff has written yet."""
        return all(said.speaker != "staff" for said in self.said)


PENDING = 3
"""So many of a customer's last messages are looked at; what lies before them the bot had its turn at."""
