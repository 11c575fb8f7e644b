"""Draws a week's sample and writes down everything a reviewer needs to judge it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from services.reviewing.history import PastConversation, PastTurn
from services.reviewing.masks import mask_of
from services.reviewing.periods import Period
from services.reviewing.review import Review, ReviewConversation, ReviewStratum, ReviewTicket, ReviewTurn
from services.reviewing.strata import draw, ids_of, kind_of

Mask = Callable[[str], str]

_UNDERSTOOD: Final = ("intent", "decision", "handover", "danger", "slots", "dates")
"""Of a turn's record; what is empty is left out."""


def sample(
    read: Callable[[], Iterable[PastConversation]], period: Period, count: int, seed: int, pack: str, now: datetime
) -> Review:
    """Draws a sample.

    Args:
        read: Reads the week's conversations; called twice, so that a busy week need not be held in memory.
        period: The week.
        count: How many conversations at most.
        seed: The same seed draws the same conversations.
        pack: What was served from.
        now: When it is drawn.
    """
    kinds = {conversation.conversation_id: kind_of(conversation) for conversation in read()}
    strata = draw(kinds, count, f"{period.name}:{seed}")
    drawn = ids_of(strata)
    number_of = {name: number for number, stratum in enumerate(strata) for name in stratum.drawn}
    found = sorted(
        (conversation for conversation in read() if conversation.conversation_id in drawn),
        key=lambda conversation: (number_of[conversation.conversation_id], conversation.conversation_id),
    )
    return Review(
        week=period.name,
        drawn_at=now,
        seed=seed,
        pack=pack,
        strata=tuple(
            ReviewStratum(
                handover=stratum.kind.handover,
                negative=stratum.kind.negative,
                confidence=stratum.kind.confidence,
                route=stratum.kind.route,
                channel=stratum.kind.channel,
                conversations=stratum.size,
                drawn=len(stratum.drawn),
            )
            for stratum in strata
        ),
        conversations=tuple(
            conversation_as_drawn(conversation, number, strata[number].weight)
            for conversation in found
            for number in (number_of[conversation.conversation_id],)
        ),
    )


def conversation_as_drawn(conversation: PastConversation, stratum: int, weight: float) -> ReviewConversation:
    """A conversation as a reviewer reads it: masked, with what was understood of every turn.

    Args:
        conversation: As it happened.
        stratum: The place of its kind among the sample's.
        weight: How many conversations of the week it stands for.
    """
    mask = mask_of(conversation)
    survey = {name: value for name, value in conversation.survey.items() if value is not None and name != "at"}
    return ReviewConversation(
        id=conversation.conversation_id,
        began=conversation.began_at.isoformat(timespec="minutes"),
        channel=conversation.channel,
        stratum=stratum,
        weight=round(weight, 4),
        handovers=tuple(
            ReviewTicket(trigger=ticket.trigger, priority=ticket.priority, outcome=ticket.outcome)
            for ticket in conversation.tickets
        ),
        survey=_masked(survey, mask),
        turns=tuple(_turn(turn, mask) for turn in conversation.turns),
    )


def _turn(turn: PastTurn, mask: Mask) -> ReviewTurn:
    buttons = "".join(f"\n[{label}]" for label in turn.options)
    return ReviewTurn(
        customer=mask(turn.said),
        understood=_understood(turn, mask),
        reply=mask(turn.replied) + buttons,
        route=turn.route,
        confidence=turn.confidence,
        helpful=turn.helpful,
        comment=mask(turn.comment) if turn.comment else None,
    )


def _understood(turn: PastTurn, mask: Mask) -> dict[str, Any]:
    """What the turn's record has of it, and the feeling that was read."""
    found: dict[str, Any] = {}
    if turn.topics:
        found["topics"] = [f"{name} {score:.2f}" for name, score in turn.topics]
    found |= {name: told for name in _UNDERSTOOD if (told := _pruned(turn.record.get(name))) is not None}
    feeling = turn.sentiment
    if feeling.label != "neutral":
        found["feeling"] = f"{feeling.label} at {feeling.target}, {feeling.intensity}"
    masked = _masked(found, mask)
    assert isinstance(masked, dict)
    return masked


def _pruned(value: Any) -> Any:
    """A value without what is empty in it; None where nothing is left."""
    if isinstance(value, dict):
        return {key: kept for key, entry in value.items() if (kept := _pruned(entry)) is not None} or None
    return None if value in ([], "") else value


def _masked(value: Any, mask: Mask) -> Any:
    match value:
        case str():
            return mask(value)
        case dict():
            return {key: _masked(entry, mask) for key, entry in value.items()}
        case list() | tuple():
            return [_masked(entry, mask) for entry in value]
        case _:
            return value
