"""Puts a packet together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.labels import Trigger
from domain.packet.advising import Situation, drafts_for, next_action
from domain.packet.answers import answers_given
from domain.packet.categories import category_of
from domain.packet.causes import cause_of
from domain.packet.feelings import course_of, feelings_of
from domain.packet.promises import promises_made
from domain.packet.slots import slots_said
from domain.packet.summary import cut, is_rough, matter_of, opening_of, spoken_of, summary_of, trouble_of
from domain.packet.terms import PacketTerms, Wish, Wording
from domain.packet.transcript import Transcript
from domain.packet.tried import moment, steps_tried
from domain.packet.types import VERSION, Packet, Quote, Source
from domain.packet.wishes import wishes_said
from domain.packet.wrongs import went_wrong
from domain.success.customer_360 import HealthStatus, RiskLevel

_QUESTION: Final = re.compile(r"(?:か|かね|かな|の|[?？])[。?？!！\s]*$")

_TELLS: Final[frozenset[Trigger]] = frozenset({"complaint", "dissatisfaction", "impatience", "anxiety"})
"""Reasons whose sentence tells what happened; that of others demands, or only scolds."""

TITLE: Final = 20
"""Characters of a quote that is named as a source."""

SENDER: Final = "{me}"
"""Stands in a draft for the name of whoever sends it."""


@dataclass(frozen=True)
class Standing:
    """How the customer stands now, as far as it was computed."""

    risk: RiskLevel | None = None
    health: HealthStatus | None = None


UNKNOWN: Final = Standing()


def packet_of(
    transcript: Transcript, trigger: Trigger, at: int, terms: PacketTerms, standing: Standing = UNKNOWN
) -> Packet:
    """What a person reads of a conversation.

    Args:
        transcript: The conversation.
        trigger: Why a person is due.
        at: The place of the message that called for one.
        terms: What things are called.
        standing: How the customer stands.
    """
    feelings = feelings_of(transcript, terms)
    bare = Packet(
        version=VERSION,
        until=transcript.last_seq,
        cause=cause_of(transcript, trigger, at, terms),
        category=None,
        category_name=None,
        summary=(),
        slots=tuple(slots_said(transcript, terms)),
        answers=tuple(answers_given(transcript)),
        promises=tuple(promises_made(transcript, terms.literals)),
        tried=(),
        wishes=(),
        feelings=tuple(feelings),
        course=course_of(feelings),
        next_action=None,
        drafts=(),
        since=tuple(line.quote() for line in transcript.lines if line.role == "customer" and line.seq > at),
    )
    return _worded(bare, transcript, terms, terms.wording, standing) if terms.wording else bare


def _worded(packet: Packet, transcript: Transcript, terms: PacketTerms, wording: Wording, standing: Standing) -> Packet:
    wrong = went_wrong(transcript, wording)
    matter = matter_of(transcript, packet.cause, wrong[1] if wrong else None)
    spoken = [*packet.cause.sentences, *([matter] if matter else [])]
    category = category_of(transcript, packet.cause.trigger, spoken, wording.categories, terms)
    steps = steps_tried(transcript, packet.slots, terms, wording)
    wishes = wishes_said(transcript, wording.wishes, packet.cause.trigger)
    packet = replace(
        packet,
        category=category.id if category else None,
        category_name=category.name if category else None,
        summary=summary_of(transcript, packet.cause, matter, packet.slots, steps, wishes, category, wording),
        tried=tuple(steps),
        wishes=tuple(wish.name for wish in wishes),
    )
    situation = _situation(packet, transcript, wishes, wrong[0] if wrong else None, standing)
    values = _values(packet, transcript, terms, wording, standing)
    quotes = {
        **_quotes(packet, matter, wrong[1] if wrong else None),
        "opening": opening_of(transcript, packet.cause),
    }
    told = {name: cut(quote.text) if quote else "" for name, quote in quotes.items()}
    said_back = {name: _said_back(quote, wording) for name, quote in quotes.items()}
    said_back["what"] = said_back["what"] or said_back["matter"] or said_back["sentence"]
    quoted = {name: Source(quote.message_id, cut(quote.text, TITLE)) for name, quote in quotes.items() if quote}
    return replace(
        packet,
        next_action=next_action(situation, wording.next, {**values, **told}),
        drafts=tuple(drafts_for(situation, wording.drafts, {**values, **said_back}, quoted)),
    )


def _situation(
    packet: Packet, transcript: Transcript, wishes: Sequence[Wish], wrong: str | None, standing: Standing
) -> Situation:
    """What next actions and drafts are chosen by."""
    return Situation(
        trigger=packet.cause.trigger,
        category=packet.category,
        wishes=frozenset(wish.id for wish in wishes),
        told=frozenset(slot.slot for slot in packet.slots),
        known=transcript.customer is not None,
        contact=transcript.contact is not None,
        visit=transcript.visit is not None,
        answered=bool(packet.answers),
        wrong=wrong,
        flow=transcript.handed,
        displeased=bool(transcript.turns) and transcript.turns[-1].is_displeased,
        risk=standing.risk,
        health=standing.health,
    )


def _values(
    packet: Packet,
    transcript: Transcript,
    terms: PacketTerms,
    wording: Wording,
    standing: Standing,
) -> Mapping[str, str]:
    """What the `{names}` of actions and drafts stand for, but for what is quoted."""
    chosen = (transcript.state.get("draft") or {}).get("chosen") or {}
    drafted = terms.plans.get((transcript.state.get("draft") or {}).get("plan", ""), "")
    answers = [answer.title for answer in packet.answers if answer.source_id in terms.topics]
    cards = [line.reply["recommendation"] for line in transcript.lines if line.reply.get("recommendation")]
    visit = transcript.visit
    now = transcript.lines[-1].at if transcript.lines else None
    return {
        "to": f"{transcript.customer}様" if transcript.customer else "",
        "me": SENDER,
        "company": wording.company,
        "trouble": trouble_of(transcript, packet.slots, wording, detailed=False),
        "details": _details(packet, wording),
        "titles": "".join(f"「{title}」" for title in answers[:2]),
        "plan": terms.plans.get(cards[-1]["plan"], "") if cards else "",
        "price": f"{cards[-1]['price']:,}円・税込" if cards else "",
        "visit": f"{moment(visit[0].isoformat(), now)}の{terms.plans.get(visit[1], visit[1])}" if visit and now else "",
        "held": f"{moment(chosen['start'], now)}の{drafted}" if chosen and now else "",
        "steps": wording.between.join(step.text for step in packet.tried),
        "wants": wording.wants[packet.cause.trigger],
        "wishes": wording.between.join(packet.wishes),
        "trigger": packet.cause.name or "",
        "risk": terms.customers.risks.get(standing.risk, "") if standing.risk else "",
    }


def _quotes(packet: Packet, matter: Quote | None, wrong: Quote | None) -> Mapping[str, Quote | None]:
    """The customer's words that actions and drafts speak of; `what` tells what happened."""
    sentence = packet.cause.sentences[-1] if packet.cause.sentences else None
    told = sentence if packet.cause.trigger in _TELLS else matter
    return {
        "sentence": sentence,
        "question": _asked(packet),
        "matter": matter,
        "what": wrong or told or matter or sentence,
    }


def _details(packet: Packet, wording: Wording) -> str:
    told = spoken_of(packet.slots, wording)
    return wording.between.join(told[slot] for slot in wording.details if told.get(slot))


def _asked(packet: Packet) -> Quote | None:
    """The last of the sentences that called for a person that asks."""
    return next((quote for quote in reversed(packet.cause.sentences) if _QUESTION.search(quote.text)), None)


def _said_back(quote: Quote | None, wording: Wording) -> str:
    """The customer's words as they may stand in a reply to them: short, and nothing rough."""
    if quote is None or is_rough(quote.text, wording):
        return ""
    return cut(quote.text)
