"""What was tried in a conversation, and where it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from domain.clock import in_tokyo
from domain.dates.describe import say_day, say_time
from domain.mails import fill
from domain.packet.answers import answers_given
from domain.packet.terms import PacketTerms, Wording
from domain.packet.transcript import Line, Transcript
from domain.packet.types import SlotSaid, Step, StepKind

MOST_ANSWERS: Final = 3
"""Answers that are named; of more it is said how many."""

OWN: Final = "serve_account"
"""The route of replies from the customer's own record."""

NO_ANSWER: Final = "clarify"
"""The route of replies that found no answer."""

_FLOWS: Final[dict[str, StepKind]] = {"change": "change", "cancel": "cancel"}
_OVER: Final[dict[str, StepKind]] = {
    "booked": "booked",
    "rescheduled": "rescheduled",
    "cancelled": "cancelled",
    "fee_asked": "fee_asked",
}


def steps_tried(
    transcript: Transcript, slots: Sequence[SlotSaid], terms: PacketTerms, wording: Wording
) -> Sequence[Step]:
    """Everything that was tried, by us and by the customer, in the order it is told in.

    Args:
        transcript: The conversation.
        slots: What was told of the case.
        terms: What things are called.
        wording: The pack's words.
    """
    found = [
        *_earlier(transcript, wording),
        *_intake(transcript, terms, wording),
        *_visit(transcript, terms, wording),
        *_answers(transcript, terms, wording),
        *_replies(transcript, wording),
        *_own(slots, wording),
    ]
    return found or [Step("nothing", wording.steps["nothing"], None, None)]


def _step(kind: StepKind, wording: Wording, line: Line | None, **values: str) -> Step:
    text = fill(wording.steps[kind], values).replace("\n", "")
    return Step(kind, text, line.message_id if line else None, line.seq if line else None)


def _earlier(transcript: Transcript, wording: Wording) -> Iterator[Step]:
    if transcript.earlier:
        trigger, note = transcript.earlier[-1]
        yield _step("earlier", wording, None, count=str(len(transcript.earlier)), trigger=trigger, note=note or "")


def _intake(transcript: Transcript, terms: PacketTerms, wording: Wording) -> Iterator[Step]:
    asked = [turn.reply for turn in transcript.turns if turn.reply and turn.reply.reply.get("asks") in terms.slots]
    results = [turn.reply for turn in transcript.turns if turn.reply and turn.reply.reply.get("recommendation")]
    if results:
        card = results[-1].reply["recommendation"]
        plan = terms.plans.get(card["plan"], card["plan"])
        yield _step("recommendation", wording, results[-1], plan=plan, price=f"{card['price']:,}円")
    elif asked:
        yield _step("diagnosis", wording, asked[-1], count=str(len(asked)))


def _visit(transcript: Transcript, terms: PacketTerms, wording: Wording) -> Iterator[Step]:
    """Where the visit stands: what became of it, or how far its booking has come."""
    cards = [turn.reply for turn in transcript.turns if turn.reply and turn.reply.reply.get("booking")]
    last = cards[-1] if cards else None
    card: Any = last.reply["booking"] if last else {}
    draft: Any = transcript.state.get("draft") or {}
    flow = transcript.handed or transcript.state.get("flow")
    if last is not None and (kind := _OVER.get(card["status"])):
        plan = terms.plans.get(card.get("plan") or "", card.get("plan") or "")
        fee = f"{card['fee']:,}円" if card.get("fee") is not None else ""
        yield _step(kind, wording, last, plan=plan, start=moment(card.get("start"), last.at), fee=fee)
    elif flow in _FLOWS:
        yield _step(_FLOWS[flow], wording, last)
    elif draft.get("plan") and (last is not None or flow == "booking"):
        plan = terms.plans.get(draft["plan"], draft["plan"])
        chosen = draft.get("chosen") or {}
        at = last.at if last else transcript.lines[-1].at
        kind = "chosen" if chosen else "booking"
        yield _step(kind, wording, last, plan=plan, start=moment(chosen.get("start"), at))


def _answers(transcript: Transcript, terms: PacketTerms, wording: Wording) -> Iterator[Step]:
    given = [answer for answer in answers_given(transcript) if answer.source_id in terms.topics]
    if given:
        lines = {line.message_id: line for line in transcript.lines}
        again = max(given, key=lambda answer: answer.times)
        once = [answer for answer in given if again.times == 1 or answer is not again]
        if once:
            titles = "".join(f"「{answer.title}」" for answer in once[:MOST_ANSWERS])
            more = str(len(once) - MOST_ANSWERS) if len(once) > MOST_ANSWERS else ""
            yield _step("answers", wording, lines[once[-1].message_id], titles=titles, more=more)
        if again.times > 1:
            line = lines[again.message_id]
            yield _step("repeated", wording, line, title=again.title, count=str(again.times))


def _replies(transcript: Transcript, wording: Wording) -> Iterator[Step]:
    """What was told from the customer's own record, and how often no answer was found."""
    replies = [turn.reply for turn in transcript.turns if turn.reply is not None]
    own = [line for line in replies if line.reply.get("route") == OWN and not line.reply.get("booking")]
    if own:
        yield _step("account", wording, own[-1])
    without = [line for line in replies if line.reply.get("route") == NO_ANSWER]
    if without:
        yield _step("unanswered", wording, without[-1], count=str(len(without)))


def _own(slots: Sequence[SlotSaid], wording: Wording) -> Iterator[Step]:
    """What the customer tried before they came."""
    told = {slot.slot: slot for slot in slots}
    talks, manager = told.get("negotiation_attempts"), told.get("manager_contacted")
    if talks is not None and talks.value:
        quote = talks.quotes[0] if talks.quotes else None
        text = fill(wording.steps["talks"], {"count": talks.says})
        yield Step("talks", text, quote.message_id if quote else None, quote.seq if quote else None)
    if manager is not None and manager.value == "yes":
        quote = manager.quotes[0] if manager.quotes else None
        yield Step(
            "manager", wording.steps["manager"], quote.message_id if quote else None, quote.seq if quote else None
        )


def moment(iso: str | None, now: datetime) -> str:
    """A moment in words; nothing where there is none."""
    if not iso:
        return ""
    at = in_tokyo(datetime.fromisoformat(iso))
    return f"{say_day(at.date(), in_tokyo(now).date())} {say_time(at.time())}"
