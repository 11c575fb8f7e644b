"""A handover in three lines: who with what trouble; what happened here; what they want now."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.mails import fill
from domain.packet.pieces import sentences
from domain.packet.terms import Category, Wish, Wording, finds
from domain.packet.transcript import Transcript
from domain.packet.types import Cause, Quote, SlotSaid, Step
from domain.text import normalize

_SMALL: Final = frozenset({"small_talk", "affirm", "deny", "request_person"})

SHORTEST_OPENING: Final = 8
"""Characters of a message that says what somebody came with."""

LONGEST_QUOTE: Final = 70
"""Characters of the customer's words in a summary."""


def spoken_of(slots: Sequence[SlotSaid], wording: Wording) -> Mapping[str, str]:
    """What was told of the case, by slot, as far as it is worth a word."""
    return {slot.slot: slot.says for slot in slots if not _is_silent(slot, wording)}


def _is_silent(slot: SlotSaid, wording: Wording) -> bool:
    return isinstance(slot.value, str) and slot.value in wording.silent.get(slot.slot, ())


def trouble_of(transcript: Transcript, slots: Sequence[SlotSaid], wording: Wording, *, detailed: bool = True) -> str:
    """The noise in a few words; nothing where none was told of.

    Args:
        transcript: The conversation.
        slots: What was told of the case.
        wording: The pack's words.
        detailed: With when, how often and since when.
    """
    own, words = wording.own_noise
    if any(finds(words, normalize(turn.said.text)) for turn in transcript.turns):
        return own
    told = spoken_of(slots, wording)
    where, what = told.get(wording.where, ""), told.get(wording.what, "")
    if not any(told.get(slot) for slot in (wording.where, wording.what, *wording.details)):
        return ""
    details = wording.between.join(told[slot] for slot in wording.details if told.get(slot)) if detailed else ""
    filled = fill(wording.trouble, {"where": where, "what": what or wording.sound, "details": details})
    return filled.replace("\n", "")


def matter_of(transcript: Transcript, cause: Cause, wrong: Quote | None) -> Quote | None:
    """What the customer tells of us, in their words, where that is more than what called for a person.

    Args:
        transcript: The conversation.
        cause: Why a person is due.
        wrong: What went wrong, where that was read.
    """
    called = {quote.text for quote in cause.sentences}
    if wrong is not None and wrong.text not in called:
        return wrong
    for turn in reversed([turn for turn in transcript.episode if turn.said.seq <= cause.at]):
        for note in ("matter", "cause"):
            at = turn.said.record.get(note)
            quote = turn.said.quote((at[0], at[1])) if at else None
            if quote is not None and quote.text not in called:
                return quote
    return None


def opening_of(transcript: Transcript, cause: Cause) -> Quote | None:
    """What the customer came with, in their words: the first they said that is no greeting and called for nobody."""
    for turn in transcript.episode:
        text = turn.said.text
        if turn.said.seq >= cause.at:
            return None
        if len(text) >= SHORTEST_OPENING and turn.said.record.get("intent") not in _SMALL:
            longest = max(sentences(text), key=lambda span: span[1] - span[0], default=None)
            return turn.said.quote(None if len(text) <= LONGEST_QUOTE else longest)
    return None


def summary_of(
    transcript: Transcript,
    cause: Cause,
    matter: Quote | None,
    slots: Sequence[SlotSaid],
    steps: Sequence[Step],
    wishes: Sequence[Wish],
    category: Category | None,
    wording: Wording,
) -> tuple[str, ...]:
    """The three lines.

    Args:
        transcript: The conversation.
        cause: Why a person is due.
        matter: What the customer tells of us.
        slots: What was told of the case.
        steps: What was tried.
        wishes: What is wanted of a person.
        category: What it is about.
        wording: The pack's words.
    """
    trouble = trouble_of(transcript, slots, wording)
    opening = None if trouble or matter else opening_of(transcript, cause)
    untold = not (trouble or matter or opening)
    values = {
        "name": transcript.customer or "",
        "type": wording.types.get(transcript.type or "", ""),
        "someone": "" if transcript.customer else wording.someone,
        "trouble": trouble,
        "matter": cut(matter.text) if matter else "",
        "opening": cut(opening.text) if opening else "",
        "category": category.name if untold and category is not None and not category.is_rest else "",
        "steps": wording.between.join(step.text for step in steps),
        "wants": wording.wants[cause.trigger],
        "sentence": cut(cause.sentences[-1].text) if cause.sentences else "",
        "wishes": wording.between.join(wish.name for wish in wishes),
        "no_contact": "" if transcript.contact else wording.no_contact,
    }
    return tuple(_joined(line, values) for line in wording.summary)


def is_rough(text: str, wording: Wording) -> bool:
    """Whether words would hurt, said back to who said them in anger."""
    return finds(wording.rough, normalize(text)) is not None


def cut(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A quote in one line, without its end mark; what is too long is cut off with 「…」."""
    line = " ".join(text.split()).rstrip("。.")
    return line if len(line) <= longest else f"{line[:longest]}…"


def _joined(template: str, values: Mapping[str, str]) -> str:
    return "".join(fill(template, values).split("\n"))
