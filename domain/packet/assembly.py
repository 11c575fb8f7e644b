"""Puts a packet together."""

from domain.labels import Trigger
from domain.packet.answers import answers_given
from domain.packet.causes import cause_of
from domain.packet.feelings import course_of, feelings_of
from domain.packet.promises import promises_made
from domain.packet.slots import slots_said
from domain.packet.terms import PacketTerms
from domain.packet.transcript import Transcript
from domain.packet.types import VERSION, Packet


def packet_of(transcript: Transcript, trigger: Trigger, at: int, terms: PacketTerms) -> Packet:
    """What a person reads of a conversation.

    Args:
        transcript: The conversation.
        trigger: Why a person is due.
        at: The place of the message that called for one.
        terms: What things are called.
    """
    feelings = feelings_of(transcript, terms)
    return Packet(
        version=VERSION,
        until=transcript.last_seq,
        cause=cause_of(transcript, trigger, at, terms),
        category=None,
        category_name=None,
        summary=(),
        slots=tuple(slots_said(transcript, terms)),
        answers=tuple(answers_given(transcript)),
        promises=tuple(promises_made(transcript)),
        tried=(),
        feelings=tuple(feelings),
        course=course_of(feelings),
        next_action=None,
        drafts=(),
    )
