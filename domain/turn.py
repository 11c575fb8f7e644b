"""One turn: what goes into the conversation graph and what comes out. The outcome is stored as one piece."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain.attendance import AttendanceTerms
from domain.catalogue import Catalogue
from domain.effects import Effect
from domain.handback import EndedHandover
from domain.hours import BusinessHours
from domain.labels import Priority, Trigger
from domain.llm_spending import Spent
from domain.mails import Stationery
from domain.mending import Mendable
from domain.packet.terms import PacketTerms
from domain.paging import PagingTerms
from domain.records import Technician
from domain.recovery import RecoveryTerms
from domain.reply import Reply
from domain.retention import RetentionTerms
from domain.success.terms import SuccessTerms
from domain.watching import WatchTerms


@dataclass(frozen=True)
class OpenTicket:
    """A handover that waits for a person or is with one."""

    ticket_id: str
    trigger: Trigger
    priority: Priority
    claimed: bool


Tell = Callable[[str], None]
"""Is given words of a reply that may be shown already. What is stored in the end is what counts."""


@dataclass(frozen=True)
class TurnRequest:
    """A customer's message and all the graph may know about where it was said.

    Identity (`customer_id`) comes from the server, never from the text. `people_only`: the bot is switched off in this
    channel and may only see to danger and call a person. `tell`: whoever reads along while the reply is made.
    """

    conversation_id: str
    message_id: str
    text: str
    now: datetime
    state: dict[str, Any] = field(default_factory=dict)
    channel: str = "web"
    locale: str = "ja"
    customer_id: str | None = None
    ticket: OpenTicket | None = None
    ended: EndedHandover | None = None
    people_only: bool = False
    tell: Tell | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class TurnOutcome:
    """The reply, the new dialogue state, what must be written with it, and the record of how it came about.

    `state` is JSON, versioned and constant in size. `effects` are applied in the transaction that stores the reply, and
    `spent` on the language model is booked in it.
    """

    reply: Reply
    state: dict[str, Any]
    effects: tuple[Effect, ...]
    record: dict[str, Any]
    spent: Spent = Spent()


class Responder(Protocol):
    """Whatever answers a message; the conversation graph is one."""

    def anticipate(self, message: str) -> None:
        """Is told of a message as it comes in, so that what takes long can be begun; nothing may depend on it."""
        ...

    def respond(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message. Writes nothing; holds nothing.

        Raises:
            KnowledgeOutage: What is needed to understand the message cannot be reached.
        """
        ...


class Engine(Responder, Protocol):
    """A responder with what a running service needs around it."""

    def greeting(self) -> Reply:
        """What a new conversation opens with."""
        ...

    def notice(self, name: str, /, **values: str) -> str:
        """What the house itself tells a customer beside any reply, such as that a person has begun to answer."""
        ...

    def paging(self) -> PagingTerms:
        """How long a page to somebody on call waits for an answer."""
        ...

    def attendance(self) -> AttendanceTerms:
        """How long a handover may be left alone."""
        ...

    def hours(self) -> BusinessHours:
        """When people are there."""
        ...

    def retention(self) -> RetentionTerms:
        """How long what is stored is kept."""
        ...

    def watching(self) -> WatchTerms:
        """When an answer looks odd afterwards."""
        ...

    def stationery(self) -> Stationery:
        """What mails are written with."""
        ...

    def success(self) -> SuccessTerms | None:
        """What the company goes by when it looks after its customers; None where it does not say."""
        ...

    def packets(self) -> PacketTerms:
        """What packets of handovers are worded with."""
        ...

    def recovery(self) -> RecoveryTerms | None:
        """What the company offers when something went wrong; None where it does not say."""
        ...

    def catalogue(self) -> Catalogue:
        """What the company shows to anybody."""
        ...

    def technicians(self) -> Sequence[Technician]:
        """Who visits, as the pack names them; they are stored where nobody is stored yet."""
        ...


class KnowledgeOutage(Mendable, RuntimeError):
    """Encoder or index cannot be reached: an outage, not "nothing found". The message is kept and answered later."""
