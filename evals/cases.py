"""The shape of a suite and its cases. `example.yaml` shows every way of writing one."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from domain.labels import Priority, Trigger
from evals.end_state import EndState
from evals.expectations import Expected, Understood
from evals.gates import Gate
from evals.packets import PacketExpected
from evals.part import NONE, AnyOf, Identifier, Part, Several, Text
from evals.simulation.brief import Brief
from evals.world import BookingRecord, CustomerRecord

GraderName = Literal[
    "end_state",
    "handover",
    "replies",
    "routes",
    "tools",
    "understanding",
    "retrieval",
    "facts",
    "leaks",
    "tone",
    "turns",
    "goal",
    "packet",
]
GRADERS: Final[tuple[GraderName, ...]] = get_args(GraderName)

StaffAct = Literal["claim", "return", "close"]


class Turn(Part):
    """Something the customer does. A bare text is what they say.

    Attributes:
        says: The message. `{code}` is the code of the last mail, `{wrong}` six other digits.
        presses: A button of the reply before, by its label or value.
        after: So long later, such as 20m, 3h or 2d.
        taken: Meanwhile somebody else booked every visit that was offered or held.
        staff: What a person of the staff does with the open ticket before this turn.
        expect: What the reply has to be.
    """

    says: Text | None = None
    presses: Text | None = None
    after: str | None = Field(None, pattern=r"^\d+[mhd]$")
    taken: bool = False
    staff: StaffAct | None = None
    expect: Expected | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"says": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if (self.says is None) == (self.presses is None):
            raise ValueError("a turn says something or presses a button, one of the two")
        return self


class Handover(Part):
    """Whether and when a person is due.

    Attributes:
        due: False is written as `handover: none`: any handover is a false alarm.
        at: The first turn (0 is the first) at which it is due; before it, it is premature. Not named: at any turn.
        latest: The last turn at which it is in time; `at` where it is not named.
        triggers: Any of these is right; not named: any.
        priority: Any of these is right; not named: any.
    """

    due: bool = True
    at: int | None = Field(None, ge=0)
    latest: int | None = Field(None, ge=0)
    triggers: Annotated[tuple[Trigger, ...], Several] = ()
    priority: Annotated[tuple[Priority, ...], Several] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_none(cls, value: Any) -> Any:
        return {"due": False} if value == NONE else value


class Sets(Part):
    """What has to occur somewhere in the conversation, and what may occur nowhere."""

    required: AnyOf = ()
    forbidden: AnyOf = ()


class Case(Part):
    """One case: who says what in which world, and what must come of it.

    Attributes:
        id: Its name; no other case of any suite has it.
        purpose: What would be wrong if it failed.
        because: The rule it follows from, such as "facts.md, Booking: cancel".
        basis: The graders that count. Not named: every grader the case gives something to check, and `facts`, `leaks`
            and `tone`, which every reply has to pass.
        tags: For choosing and for the report.
        known_gap: Why it is known to fail. It counts as failed all the same; the report shows it apart.
        now: When it takes place.
        customer: Who speaks, one of the suite's customers; null is somebody unknown.
        bookings: In place of the customer's bookings.
        full: Starts (date and hour) at which nobody is free any more.
        people_only: The bot is switched off in the channel.
        channel: Where it takes place.
        text: The message of a case that is one message.
        turns: What the customer does, one after another.
        answers: What they say when asked for something (`asks` of the reply; `none`: for nothing), one answer after
            another; where everything is said, or something else is asked for, the conversation is over.
        simulate: A simulated customer in place of turns and answers.
        understood: How the message has to be read (`text`), or the last turn's.
        every: What every reply has to be.
        last: What the last reply has to be.
        handover: Whether and when a person is due.
        end: What has to be in the database in the end.
        routes: Routes that have to be taken, and that may not be.
        types: The same for types of reply.
        tools: The same for tools and effects (book_visit, cancel_visit, move_visit, open_handover, send_code …).
        sources: The same for sources.
        phrases: The same for regular expressions in the replies.
        most_turns: More turns than this are too many.
        packet: What a person who takes over has to read.
    """

    id: Identifier
    purpose: Text
    because: Text
    basis: tuple[GraderName, ...] = ()
    tags: tuple[Identifier, ...] = ()
    known_gap: Text | None = None

    now: datetime | None = None
    customer: Identifier | None = None
    bookings: tuple[BookingRecord, ...] | None = None
    full: tuple[datetime, ...] = ()
    people_only: bool = False
    channel: str = "web"

    text: Text | None = None
    turns: tuple[Turn, ...] = ()
    answers: dict[Identifier, Annotated[tuple[Turn, ...], Several]] = {}
    simulate: Brief | None = None

    understood: Understood | None = None
    every: Expected | None = None
    last: Expected | None = None
    handover: Handover | None = None
    end: EndState | None = None
    routes: Sets = Sets()
    types: Sets = Sets()
    tools: Sets = Sets()
    sources: Sets = Sets()
    phrases: Sets = Sets()
    most_turns: int | None = Field(None, ge=1)
    packet: PacketExpected | None = None

    @model_validator(mode="after")
    def _is_played_one_way(self) -> Self:
        ways = [self.text is not None, bool(self.turns), self.simulate is not None]
        if sum(ways) != 1:
            raise ValueError("a case is one `text`, its `turns`, or a customer to `simulate`, one of the three")
        if self.answers and not self.turns:
            raise ValueError("`answers` follow upon `turns`")
        return self


class Suite(Part):
    """A file of cases.

    Attributes:
        suite: Its name, the file's.
        about: What it measures.
        now: When its cases take place that do not say it themselves.
        handover: What its cases expect that do not say it themselves.
        basis: The graders that count for cases that do not say it themselves.
        customers: Everybody in the database, each case's own bookings aside.
        gates: What must hold for a change to ship.
        cases: The cases.
    """

    suite: Identifier
    about: Text
    now: datetime
    handover: Handover | None = None
    basis: tuple[GraderName, ...] = ()
    customers: dict[Identifier, CustomerRecord] = {}
    gates: tuple[Gate, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)
