"""Why a person was called, whether it could have been avoided, and what would have prevented it.

By rules, in this order:

1. Safety, refunds, the end of a contract and legal matters belong to people, however well the bot serves: unavoidable.
2. A visit outside the area is arranged by people: unavoidable.
3. Something went wrong in the chat before: avoidable. In this order it is the promise of an earlier handover that was
   not kept, an answer that had to be asked for again and again, an answer given twice, one declined though a topic was
   near, a question asked back, an answer given with doubt, an answer the customer was displeased with at once.
4. The conversation stalled at a question of the bot's: avoidable, by understanding answers to it.
5. No topic covers it: where the matter is of the trade, avoidable by a topic; what has nothing to do with it is not.
6. Somebody asks for a person without anything having gone wrong, or is displeased with something outside the chat:
   unavoidable here.

What went wrong is read from the record; a person who reads the conversation may judge otherwise (`zenbu eval sample`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from domain.labels import Priority, Trigger
from domain.watching import WatchTerms, odd_answers
from services.reviewing.history import PastConversation, PastTicket, PastTurn

Prevention = Literal["keep_promise", "better_answer", "teach_topic", "write_topic", "understand_answer", "none"]

_FOR_PEOPLE: Final = frozenset({"safety", "refund", "contract_end", "legal"})
_OFF: Final = "off_topic"


@dataclass(frozen=True)
class Terms:
    """What counts as near and as doubtful.

    Attributes:
        near: From which probability on a topic was near a message that was declined.
        watch: When an answer looks odd.
    """

    near: float
    watch: WatchTerms


@dataclass(frozen=True)
class Cause:
    """Why a person was called.

    Attributes:
        conversation_id: Where.
        ticket_id: Which handover.
        trigger: As it was judged then.
        priority: Of the handover.
        turn: At which turn, 0 is the first.
        why: In a few words.
        avoidable: Whether the chat could have done without.
        prevention: What would have prevented it.
        about: The topic, or the question, that is about.
        kept: Whether somebody came in time; None where no time was promised, or it is not over.
        minutes: Until somebody came.
        outcome: How it ended.
    """

    conversation_id: str
    ticket_id: str
    trigger: Trigger
    priority: Priority
    turn: int
    why: str
    avoidable: bool
    prevention: Prevention
    about: str | None
    kept: bool | None
    minutes: float | None
    outcome: str | None


@dataclass(frozen=True)
class _Reason:
    why: str
    prevention: Prevention = "none"
    about: str | None = None


def cause_of(conversation: PastConversation, ticket: PastTicket, terms: Terms) -> Cause:
    """Finds out why a person was called.

    Args:
        conversation: The whole conversation.
        ticket: One of its handovers.
        terms: What counts as near and as doubtful.
    """
    at = _opened_at(conversation, ticket)
    reason = _reason(conversation, ticket, conversation.turns[:at], conversation.turns[at], terms)
    came = ticket.attended_at
    return Cause(
        conversation_id=conversation.conversation_id,
        ticket_id=ticket.ticket_id,
        trigger=ticket.trigger,
        priority=ticket.priority,
        turn=at,
        why=reason.why,
        avoidable=reason.prevention != "none",
        prevention=reason.prevention,
        about=reason.about,
        kept=None if ticket.due is None or came is None else came <= ticket.due,
        minutes=None if came is None else round((came - ticket.opened_at).total_seconds() / 60, 1),
        outcome=ticket.outcome,
    )


def _opened_at(conversation: PastConversation, ticket: PastTicket) -> int:
    """The turn that called the person: the first that speaks of the handover, else the first that is not before it."""
    turns = conversation.turns
    told = [place for place, turn in enumerate(turns) if turn.ticket_id == ticket.ticket_id]
    since = [place for place, turn in enumerate(turns) if turn.at >= ticket.opened_at]
    return (told or since or [len(turns) - 1])[0]


def _reason(
    conversation: PastConversation, ticket: PastTicket, before: Sequence[PastTurn], here: PastTurn, terms: Terms
) -> _Reason:
    if ticket.trigger in _FOR_PEOPLE:
        return _Reason(f"{ticket.trigger} belongs to people")
    if ticket.trigger == "uncovered" and here.route == "book":
        return _Reason("a visit outside the area")
    wrong = _broken_promise(conversation, ticket) or _went_wrong(before, terms)
    if wrong is not None:
        return wrong
    if before and before[-1].type == "faq" and before[-1].topics and here.is_displeased:
        return _Reason("displeased with an answer", "better_answer", before[-1].topics[0][0])
    if ticket.trigger == "stalled":
        asked = next((turn.asks for turn in reversed(before) if turn.asks), None)
        return _Reason("answers to a question were not understood", "understand_answer", asked)
    if ticket.trigger == "uncovered":
        if here.record.get("intent") == _OFF:
            return _Reason("nothing to do with the trade")
        return _Reason("no topic covers it", "write_topic")
    if ticket.trigger == "human_request":
        return _Reason("asked for a person, nothing had gone wrong" if before else "asked for a person at once")
    return _Reason("displeased with something outside the chat" if before else "displeased from the start")


def _broken_promise(conversation: PastConversation, ticket: PastTicket) -> _Reason | None:
    for earlier in conversation.tickets:
        is_before = earlier.opened_at < ticket.opened_at
        if is_before and earlier.due is not None and earlier.due < ticket.opened_at:
            if earlier.attended_at is None or earlier.attended_at > earlier.due:
                return _Reason("nobody came in time before", "keep_promise", earlier.priority)
    return None


def _went_wrong(before: Sequence[PastTurn], terms: Terms) -> _Reason | None:
    odd = {answer.kind: answer for answer in odd_answers([turn.watched() for turn in before], terms.watch)}
    if "rephrased" in odd:
        return _Reason("had to ask again and again", "teach_topic", odd["rephrased"].detail["topic"])
    answered: list[str] = []
    for turn in before:
        topic = turn.topics[0][0] if turn.topics else None
        if turn.type == "faq" and topic is not None and answered[-1:] == [topic] and not turn.record.get("exact"):
            return _Reason("the same answer twice", "better_answer", topic)
        answered += [topic] if turn.type == "faq" and topic is not None else []
    for turn in before:
        if turn.route == "clarify" and turn.record.get("decision") == "decline" and _near(turn, terms):
            return _Reason("declined, though a topic was near", "teach_topic", turn.topics[0][0])
    for turn in before:
        if turn.route == "clarify" and turn.record.get("decision") == "ask_back" and _near(turn, terms):
            return _Reason("asked back", "teach_topic", turn.topics[0][0])
    if "low_confidence" in odd:
        return _Reason("answered with doubt", "teach_topic", odd["low_confidence"].detail["topic"])
    return None


def _near(turn: PastTurn, terms: Terms) -> bool:
    return bool(turn.topics) and turn.topics[0][1] >= terms.near and turn.record.get("intent") != _OFF
