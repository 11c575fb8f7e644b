"""What a simulated customer means by a message, beside the words it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from domain.labels import Trigger
from evals.simulation.page import Page

Kind = Literal[
    "open",
    "inform",
    "request",
    "choose",
    "refuse_offer",
    "affirm",
    "decline",
    "correct",
    "change_mind",
    "unknown",
    "press",
    "rephrase",
    "complain",
    "demand",
    "ask_person",
    "give_up",
    "thank",
]
EndReason = Literal["goal_reached", "gave_up", "handed_over", "stuck", "simulator_fault"]


SETTLED: Final = frozenset({"booked", "rescheduled", "cancelled"})
"""Booking cards behind which nothing is asked any more."""


@dataclass(frozen=True)
class Act:
    """One dialogue act.

    Attributes:
        kind: What it does.
        about: The slot or topic it is about.
        value: What is said of it, as the goal holds it.
        wrong: Whether it is told wrong on purpose, to be put right afterwards.
    """

    kind: Kind
    about: str = ""
    value: Any = None
    wrong: bool = False


@dataclass(frozen=True)
class Utterance:
    """One message.

    Attributes:
        text: What is posted.
        acts: What is meant by it.
        due: Why a person is due from this message on; None where none is.
        keys: Parts of the text that carry its meaning: no typing error may touch them.
    """

    text: str
    acts: tuple[Act, ...]
    due: Trigger | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """How a conversation ended for the customer, and why in a few words."""

    reason: EndReason
    why: str


@dataclass(frozen=True)
class Heard:
    """A reply as the customer takes it.

    Attributes:
        asks: What it asks for.
        options: Its buttons: what is shown, by what is posted.
        topics: What it answered from.
        candidates: Starts of visits it offers, ISO 8601, in their order.
        card: Its booking card, empty where it has none.
        recommended: The plan it recommends.
        handed_over: Whether a person was called.
        message: Its words.
    """

    asks: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)
    recommended: str | None = None
    handed_over: bool = False
    message: str = ""


def hear(reply: Mapping[str, Any], page: Page) -> Heard:
    """Reads the chat API's Reply as a customer sees it: words, buttons and cards, nothing from behind the curtain.

    Args:
        reply: The reply.
        page: By which a question is recognised where the reply does not say what it asks for.
    """
    card = reply.get("booking") or {}
    recommendation = reply.get("recommendation") or {}
    options = {option["label"]: option["value"] for option in reply.get("options", ())}
    handed_over = reply.get("handover") is not None or reply.get("owner") == "person"
    settled = handed_over or recommendation or card.get("status") in SETTLED
    return Heard(
        asks=reply.get("asks") or (None if settled else page.asked_in(reply["message"], options)),
        options=options,
        topics=frozenset(source["id"] for source in reply.get("sources", ())),
        candidates=tuple(candidate["start"] for candidate in card.get("candidates") or ()),
        card=card,
        recommended=recommendation.get("plan"),
        handed_over=handed_over,
        message=reply["message"],
    )
