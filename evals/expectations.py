"""What a case expects of a reply, and of how a message was understood. Only what is named has to match."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.labels import EmotionLabel, Intent, Priority, SafetyKind, Target
from domain.perception import Decision
from domain.reply import ReplyType
from evals.part import AnyOf, Identifier, Part, Several, Text


class Feeling(Part):
    """A feeling that has to be read."""

    label: Annotated[tuple[EmotionLabel, ...], Several] | None = None
    target: Annotated[tuple[Target, ...], Several] | None = None
    at_least: int | None = Field(None, ge=0, le=3)
    """Intensity."""


class Constraints(Part):
    """Bounds that were read from a wish; each that is named has to be equal."""

    not_before: str | None = None
    not_after: str | None = None
    weekdays: AnyOf | None = None
    exclude: Annotated[tuple[date, ...], Several] | None = None


class Understood(Part):
    """How a message has to be understood.

    Attributes:
        topics: FAQ topics any of which is right; the first named is the best. `none`: no topic covers it.
        decision: answer, ask_back or decline.
        intent: Any of these.
        slots: Diagnosis values, each equal; null: not said.
        dates: Exactly these days, in any order; `none`: no day.
        part: Part of day; null is not graded, `none` is that there is none.
        time: Hour and minute, such as 19:00; `none` likewise.
        constraints: Bounds.
        feeling: Of the writer.
        danger: Kinds of danger any of which is right; `none`: there is none.
        injection: Whether it is an attack.
        others_data: Whether it asks for somebody else's data.
    """

    topics: Annotated[tuple[Identifier, ...], Several] | None = None
    decision: Annotated[tuple[Decision, ...], Several] | None = None
    intent: Annotated[tuple[Intent, ...], Several] | None = None
    slots: dict[Identifier, Any] = {}
    dates: Annotated[tuple[date, ...], Several] | None = None
    part: str | None = None
    time: str | None = None
    constraints: Constraints | None = None
    feeling: Feeling | None = None
    danger: Annotated[tuple[SafetyKind, ...], Several] | None = None
    injection: bool | None = None
    others_data: bool | None = None


class CardExpected(Part):
    """What a booking card has to show."""

    status: (
        Annotated[tuple[Literal["offered", "booked", "rescheduled", "cancelled", "fee_asked"], ...], Several] | None
    ) = None
    plan: str | None = None
    price: int | None = None
    fee: int | None = None
    start: datetime | None = None
    candidates: int | None = None
    """How many."""


class Expected(Part):
    """What a reply has to be.

    Attributes:
        type: Any of these types.
        route: Any of these routes: faq, clarify, guard, diagnose, recommend_plan, book, serve_account, hand_over,
            small_talk, person (silent beside a person).
        not_route: None of these.
        asks: What it asks the customer for, any of these; `none`: it asks for nothing.
        says: Regular expressions, all of which have to be found in the message.
        never: Regular expressions none of which may be found.
        sources: Ids, all of which have to be among the sources.
        not_sources: Ids none of which may be.
        options: Buttons (label or value), all of which have to be offered.
        plan: The plan recommended.
        urgency: low, medium or high.
        category: The noise category shown.
        booking: The booking card.
        priority: Of the handover shown.
        understood: How the message before it has to be read.
    """

    type: Annotated[tuple[ReplyType, ...], Several] | None = None
    route: AnyOf | None = None
    not_route: AnyOf = ()
    asks: AnyOf | None = None
    says: Annotated[tuple[Text, ...], Several] = ()
    never: Annotated[tuple[Text, ...], Several] = ()
    sources: AnyOf = ()
    not_sources: AnyOf = ()
    options: AnyOf = ()
    plan: str | None = None
    urgency: Literal["low", "medium", "high"] | None = None
    category: str | None = None
    booking: CardExpected | None = None
    priority: Annotated[tuple[Priority, ...], Several] | None = None
    understood: Understood | None = None
