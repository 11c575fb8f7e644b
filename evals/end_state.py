"""What has to be in the database in the end. Only what is named has to match."""

from datetime import datetime
from typing import Annotated, Any, Literal

from domain.labels import Priority, Trigger
from evals.part import AnyOf, Identifier, Part, Several


class VisitMade(Part):
    """A booking made in the conversation. `contact` values have to be contained in what was stored."""

    plan: AnyOf | None = None
    start: datetime | None = None
    start_in: tuple[datetime, datetime] | None = None
    """First and last start that is right, where the customer leaves a choice."""

    amount: int | None = None
    addons: AnyOf | None = None
    payment: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    """Found in the address that was stored."""


class VisitChanged(Part):
    """A booking of the fixture that was moved or cancelled."""

    booking: str | None = None
    status: Literal["booked", "cancelled"] | None = None
    start: datetime | None = None
    start_in: tuple[datetime, datetime] | None = None
    fee: int | None = None
    """What was added to its fees, in yen."""

    amount: int | None = None


class TicketOpened(Part):
    """A handover that was stored."""

    trigger: Annotated[tuple[Trigger, ...], Several] | None = None
    priority: Annotated[tuple[Priority, ...], Several] | None = None
    senior: bool | None = None
    contact: str | None = None
    """Found in the contact that was noted."""


class EndState(Part):
    """The database after the last turn.

    Attributes:
        booked: Exactly these bookings were made; `none`: none was.
        changed: Exactly these bookings of the fixture were moved or cancelled; `none`: none was.
        tickets: Exactly these tickets were opened; `none`: none was.
        slots: Diagnosis values the dialogue holds, each equal; null: not said.
        plan: The plan the dialogue holds: recommended or chosen.
        known_as: The e-mail address of the customer the conversation belongs to now; `none`: nobody.
    """

    booked: Annotated[tuple[VisitMade, ...], Several] | None = None
    changed: Annotated[tuple[VisitChanged, ...], Several] | None = None
    tickets: Annotated[tuple[TicketOpened, ...], Several] | None = None
    slots: dict[Identifier, Any] = {}
    plan: str | None = None
    known_as: str | None = None
