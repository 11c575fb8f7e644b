"""The sentence that called for a person, and those before it where it took several."""

from collections.abc import Sequence
from typing import Final

from domain.labels import Trigger
from domain.packet.pieces import Span
from domain.packet.terms import PacketTerms
from domain.packet.transcript import Transcript, Turn
from domain.packet.types import Cause, Quote

MOST: Final = 3
"""Sentences shown: the one that settled it, and at most two before it."""

_NO_WAY_ON: Final[frozenset[Trigger]] = frozenset({"stalled", "uncovered"})
"""Reasons that no message gives alone: several in a row led nowhere."""


def cause_of(transcript: Transcript, trigger: Trigger, at: int, terms: PacketTerms) -> Cause:
    """Why a person is due.

    Args:
        transcript: The conversation.
        trigger: The reason.
        at: The place of the message that settled it.
        terms: What reasons are called.
    """
    turns = [turn for turn in transcript.episode if turn.said.seq <= at]
    quotes = [_words(turn) for turn in _called_for(turns, trigger)]
    return Cause(trigger, terms.triggers.get(trigger), tuple(quotes), rising=len(quotes) > 1, at=at)


def _called_for(turns: Sequence[Turn], trigger: Trigger) -> Sequence[Turn]:
    if not turns:
        return []
    *before, last = turns
    if trigger in _NO_WAY_ON:
        stuck: list[Turn] = []
        for turn in reversed(before):
            record = turn.said.record
            if not (record.get("stuck") or record.get("uncovered")) or len(stuck) == MOST - 1:
                break
            stuck.insert(0, turn)
        return [*stuck, last]
    strained = [turn for turn in before if turn.is_displeased]
    return [*strained[1 - MOST :], last]


def _words(turn: Turn) -> Quote:
    at = turn.said.record.get("cause")
    span: Span | None = (at[0], at[1]) if at else None
    return turn.said.quote(span)
