"""Who calls a tool, as the server made sure, and what tools work with. Nothing of it is ever an argument."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol, Self

from domain.clock import Clock
from domain.effects import Effect, OpenHandover
from domain.handover import PromiseTerms
from domain.hours import BusinessHours
from domain.labels import Priority
from domain.packet.terms import PacketTerms
from domain.records import Customer, Records
from domain.staff import Member
from domain.success.churn import Factor
from domain.success.customer_360 import Customer360, RiskLevel
from domain.turn import TurnRequest
from knowledge.pack import Pack
from knowledge.voice import Voice
from services.notices import Notice
from services.packets.terms import packet_terms
from services.scoring.assessment import Assessor
from services.tool_calls import About, AuditedDatabase, masked
from services.tracing import hide
from store.session import Database
from tools.declaration import Json, Tool
from tools.refusal import Refused


@dataclass(frozen=True)
class TopicHit:
    """A topic that was found, and the probability that it is what was asked about."""

    topic_id: str
    score: float


class TopicSearch(Protocol):
    """Finds topics of the FAQ."""

    def __call__(self, question: str, limit: int) -> tuple[Sequence[TopicHit], float]:
        """The likeliest topics, best first, and the probability that the first one answers the question.

        Raises:
            KnowledgeOutage: What is needed to understand the question cannot be reached.
        """
        ...


class SuccessDesk(Protocol):
    """What tells how customers fare."""

    def assessor(self, *, churn: bool = False) -> Assessor:
        """What assesses customers; `churn`: the risk of leaving must be among it.

        Raises:
            Refused: The pack does not say how customers are looked after, or there is no model that can be used.
        """
        ...

    def say_factor(self, factor: Factor) -> str:
        """A factor of somebody's risk in the staff's words."""
        ...

    def actions(self, level: RiskLevel, view: Customer360) -> list[Json]:
        """What is to be done for somebody at such a risk, the soonest first."""
        ...


@dataclass(frozen=True)
class CustomerDeps:
    """What customers' tools work with; the same for every call.

    Attributes:
        pack: The company's knowledge.
        records: What is stored of one customer.
        find_topics: Searches the FAQ.
        hours: When people are there.
        promises: How soon a person answers.
        new_id: Makes ids that start with the given prefix.
    """

    pack: Pack
    records: Records
    find_topics: TopicSearch
    hours: BusinessHours
    promises: Mapping[Priority, PromiseTerms]
    new_id: Callable[[str], str]

    @cached_property
    def voice(self) -> Voice:
        """The pack's words."""
        return Voice(self.pack)

    @cached_property
    def packets(self) -> PacketTerms:
        """What packets of handovers are worded with."""
        return packet_terms(self.pack)


@dataclass(frozen=True)
class ToolDeps(CustomerDeps):
    """What all tools work with, the staff's among them.

    Attributes:
        database: Where staff's tools read and write.
        clock: The business's time.
        success: Tells how customers fare.
        notice: What customers are told about what the staff do for them.
    """

    database: Database
    clock: Clock
    success: SuccessDesk
    notice: Notice


@dataclass(frozen=True)
class CustomerContext:
    """A customer in their conversation.

    What tools would write is collected in `effects`: it is applied in the transaction that stores the reply, or not
    at all.

    Attributes:
        conversation_id: Where they speak.
        customer_id: Who they are; None where nobody is known.
        message_id: The message that is being answered.
        text: What they said in it.
        now: The time of the turn.
        waiting: Whether they waited for a person when the turn began.
        effects: What is to be written.
    """

    conversation_id: str
    customer_id: str | None
    message_id: str
    text: str
    now: datetime
    waiting: bool = False
    effects: list[Effect] = field(default_factory=list)

    @classmethod
    def of(cls, request: TurnRequest) -> Self:
        """The context of a turn: the server made sure of everything in it."""
        return cls(
            conversation_id=request.conversation_id,
            customer_id=request.customer_id,
            message_id=request.message_id,
            text=request.text,
            now=request.now,
            waiting=request.ticket is not None,
        )

    @property
    def waits(self) -> bool:
        """Whether they wait for a person, if only since another call of this turn."""
        return self.waiting or any(isinstance(effect, OpenHandover) for effect in self.effects)


@dataclass(frozen=True)
class StaffContext:
    """A member of the staff, as their key says. Without `writes` their tools only read."""

    member: Member
    now: datetime
    writes: bool = False


Context = CustomerContext | StaffContext


@dataclass(frozen=True)
class Written:
    """What a customer's writing tool would do, and what the model is told of it."""

    effects: tuple[Effect, ...]
    result: Json


@dataclass(frozen=True)
class CustomerCall:
    """A call for a customer."""

    deps: CustomerDeps
    context: CustomerContext

    @property
    def now(self) -> datetime:
        """The time of the turn."""
        return self.context.now

    def customer(self) -> Customer:
        """The customer who speaks.

        Raises:
            Refused: Nobody is known.
        """
        customer_id = self.context.customer_id
        customer = self.deps.records.customer(customer_id) if customer_id else None
        if customer is None:
            raise Refused(
                "Nobody is known in this conversation, so there is no record to read. The customer becomes known by "
                "signing in on the company's site, or by the e-mail code of a booking."
            )
        hide((customer.name, customer.address))
        return customer


@dataclass(frozen=True)
class StaffCall:
    """A call for a member of the staff."""

    deps: ToolDeps
    context: StaffContext
    tool: Tool
    arguments: Json

    @property
    def member(self) -> Member:
        """Who calls."""
        return self.context.member

    @property
    def now(self) -> datetime:
        """When."""
        return self.context.now

    def audited(self, effect: Json, about: About) -> AuditedDatabase:
        """The database, noting this call in whatever it writes."""
        return AuditedDatabase(
            self.deps.database, self.member, self.tool.name, masked(self.arguments), effect, about, self.now
        )
