"""How many conversations were resolved, by several definitions side by side: each alone would flatter.

A conversation is counted by its first contact: everything up to the first silence of more than a day. Whoever only
greeted or thanked wanted nothing, and is not counted (as Intercom does not for Fin).

- confirmed: the customer said so (this reply helped, CSAT of 4 or 5, thanks as the last word), or what they came for is
  done (a visit booked, moved or cancelled), and no displeasure came after. Intercom's "confirmed resolution", and the
  done deed beside it.
- assumed: no word of it, but the last reply answered and asked for nothing back, and the customer left without
  displeasure and was silent for a day. Intercom's "assumed resolution" with its 24 hours. Some of them gave up.
- person: somebody of the staff was called.
- unresolved: everything else: declined, asked back, left in the middle, or displeased.
- contained: nobody of the staff was called, whatever came of it: containment as contact centres count it. It is no
  resolution: who gives up is contained.
- came back: of confirmed and assumed ones, the customer spoke again more than a day and at most seven days after, about
  whatever (the repeat-contact proxy by which contact centres measure first contact
  resolution). Known customers are recognised in other conversations; others only in the same one, so theirs is a lower
  bound and stands apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from services.reviewing.history import PastConversation, PastTurn

SILENCE: Final = timedelta(days=1)
RETURN: Final = timedelta(days=7)

Ending = Literal["confirmed", "assumed", "person", "unresolved", "open"]

_CONTENT: Final = 4
"""CSAT from which on somebody is content."""

_DONE: Final = frozenset({"booked", "rescheduled", "cancelled"})
_ANSWERS: Final = frozenset({"faq", "plan_recommendation"})
_OWN: Final = frozenset({"serve_account"})
"""Routes that answer about the customer's own visits."""

_CHAT: Final = "small_talk"

Spoken = tuple[str, datetime]
"""In which conversation a customer spoke, and when."""


@dataclass(frozen=True)
class Contact:
    """The first contact of a conversation, and how it ended.

    Attributes:
        conversation_id: Which conversation.
        customer_id: Whose it is, where that is known.
        ended_at: When the customer spoke last in it.
        ending: How it ended; open where it may still go on.
        came_back: Whether the customer spoke again within seven days; None where these are not over.
        llm_yen: What the language model cost in the conversation.
    """

    conversation_id: str
    customer_id: str | None
    ended_at: datetime
    ending: Ending
    came_back: bool | None
    llm_yen: float = 0.0

    @property
    def is_resolved(self) -> bool:
        """Whether it counts as resolved, be it only assumed."""
        return self.ending in ("confirmed", "assumed")


@dataclass(frozen=True)
class Resolution:
    """A period's figures. All are counts.

    Attributes:
        name: The period.
        served: Conversations in which something was wanted.
        open: Those of them that may still go on; they are in none of the next four.
        confirmed: By the customer's word, or done.
        assumed: Answered, and silent since.
        person: A person was called.
        unresolved: Everything else.
        countable: Resolved ones of known customers whose seven days are over.
        came_back: Of these, customers who came back.
        countable_unknown: The same of customers nobody knows.
        came_back_unknown: Of these, customers who spoke again in the same conversation.
        llm_yen: What the language model cost in all that are served, resolved or not.
    """

    name: str
    served: int
    open: int
    confirmed: int
    assumed: int
    person: int
    unresolved: int
    countable: int
    came_back: int
    countable_unknown: int
    came_back_unknown: int
    llm_yen: float = 0.0

    @property
    def yen_per_resolved(self) -> float | None:
        """What the language model cost for each resolved conversation: those that came to nothing are paid for, too."""
        resolved = self.confirmed + self.assumed
        return self.llm_yen / resolved if resolved else None

    @property
    def closed(self) -> int:
        """Conversations that are over: what shares are of."""
        return self.served - self.open

    @property
    def contained(self) -> int:
        """Conversations that are over without a person."""
        return self.closed - self.person


def first_contact(conversation: PastConversation, spoken: Collection[Spoken], now: datetime) -> Contact | None:
    """How a conversation's first contact ended; None where nothing was wanted.

    Args:
        conversation: The conversation.
        spoken: Where and when the same customer spoke, here and elsewhere.
        now: The time.
    """
    turns = _until_silence(conversation.turns)
    ended = turns[-1].at
    if all(turn.route == _CHAT for turn in turns):
        return None
    again = [at for place, at in spoken if place != conversation.conversation_id]
    again += [turn.at for turn in conversation.turns]
    came_back = any(ended + SILENCE < at <= ended + RETURN for at in again)
    if now - ended < SILENCE:
        return Contact(
            conversation.conversation_id, conversation.customer_id, ended, "open", None, conversation.llm_yen
        )
    known_now = came_back or now - ended >= RETURN
    return Contact(
        conversation.conversation_id,
        conversation.customer_id,
        ended,
        _ending(conversation, turns),
        came_back if known_now else None,
        conversation.llm_yen,
    )


def resolution_of(name: str, contacts: Iterable[Contact]) -> Resolution:
    """Counts a period's contacts."""
    told = list(contacts)
    endings = [contact.ending for contact in told]
    resolved = [contact for contact in told if contact.is_resolved and contact.came_back is not None]
    known = [contact for contact in resolved if contact.customer_id is not None]
    unknown = [contact for contact in resolved if contact.customer_id is None]
    return Resolution(
        name=name,
        served=len(told),
        open=endings.count("open"),
        confirmed=endings.count("confirmed"),
        assumed=endings.count("assumed"),
        person=endings.count("person"),
        unresolved=endings.count("unresolved"),
        countable=len(known),
        came_back=sum(bool(contact.came_back) for contact in known),
        countable_unknown=len(unknown),
        came_back_unknown=sum(bool(contact.came_back) for contact in unknown),
        llm_yen=round(sum(contact.llm_yen for contact in told), 4),
    )


def _until_silence(turns: Sequence[PastTurn]) -> Sequence[PastTurn]:
    for place in range(1, len(turns)):
        if turns[place].at - turns[place - 1].at > SILENCE:
            return turns[:place]
    return turns


def _ending(conversation: PastConversation, turns: Sequence[PastTurn]) -> Ending:
    ended = turns[-1].at
    if any(ticket.opened_at <= ended + SILENCE for ticket in conversation.tickets):
        return "person"
    last = next(turn for turn in reversed(turns) if turn.route != _CHAT)
    rated = [turn.helpful for turn in turns if turn.helpful is not None]
    if turns[-1].is_displeased or (rated and rated[-1] is False):
        return "unresolved"
    csat = conversation.survey.get("csat")
    thanked = turns[-1].route == _CHAT and turns[-1].sentiment.label == "joy"
    if (rated and rated[-1]) or (csat is not None and csat >= _CONTENT) or thanked or last.booking in _DONE:
        return "confirmed"
    answered = (last.type in _ANSWERS or last.route in _OWN) and last.asks is None
    return "assumed" if answered and last.booking is None else "unresolved"
