"""What speaks against a topic as it was written, field by field, before anything is built."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from domain.masking import redact
from knowledge.encoder.clean import clean_text
from knowledge.encoder.port import UnreadableText
from knowledge.pack.insertable import insertable
from knowledge.pack.texts import DIGITS, FaultKind
from services.faq.shelf import Book, TopicText

Field = Literal["title", "question", "answer", "asked"]
Kind = FaultKind | Literal["empty", "too_long", "too_many", "unreadable", "asked_elsewhere", "asked_twice", "personal"]

LONGEST: Final[dict[Field, int]] = {"title": 60, "question": 200, "answer": 2_000, "asked": 200}
"""Characters."""

MOST_ASKED: Final = 200
"""Ways of asking one topic, added by the staff."""


@dataclass(frozen=True)
class FieldFault:
    """A fault and the field it stands in.

    Attributes:
        field: Which field.
        kind: What sort of fault.
        quote: The words that are meant; of `asked_elsewhere` the way of asking.
        detail: What else is to be said of it: the topic it asks for already, the bound it exceeds.
        instead: References that say the same, where the fault is a figure written by hand.
    """

    field: Field
    kind: Kind
    quote: str
    detail: str = ""
    instead: tuple[str, ...] = ()


def check(book: Book, topic_id: str, text: TopicText) -> Sequence[FieldFault]:
    """Everything that speaks against serving a text.

    Args:
        book: The pack it would be laid over.
        topic_id: Whose text it is.
        text: As it was written.
    """
    return list(_faults(book, topic_id, text))


def _faults(book: Book, topic_id: str, text: TopicText) -> Iterator[FieldFault]:
    fields: tuple[tuple[Field, str], ...] = (
        ("title", text.title),
        ("question", text.question),
        ("answer", text.answer),
    )
    for field, written in fields:
        if not written.strip():
            yield FieldFault(field, "empty", "")
            continue
        if len(written) > LONGEST[field]:
            yield FieldFault(field, "too_long", written[:20], str(LONGEST[field]))
        for fault in book.rules.faults(written):
            instead = _instead(book, fault.quote) if fault.kind == "figure" else ()
            yield FieldFault(field, fault.kind, fault.quote, instead=instead)
    yield from _asked(book, topic_id, text.asked)


def _asked(book: Book, topic_id: str, asked: Sequence[str]) -> Iterator[FieldFault]:
    if len(asked) > MOST_ASKED:
        yield FieldFault("asked", "too_many", "", str(MOST_ASKED))
    seen: set[str] = set()
    for way in asked:
        if way in seen:
            yield FieldFault("asked", "asked_twice", way)
            continue
        seen.add(way)
        other = book.asked.get(way)
        if other is not None:
            kind: Kind = "asked_twice" if other == topic_id else "asked_elsewhere"
            yield FieldFault("asked", kind, way, "" if other == topic_id else book.pack.topics[other].title)
        if len(way) > LONGEST["asked"]:
            yield FieldFault("asked", "too_long", way[:20], str(LONGEST["asked"]))
        # What is learned from stays for good: nobody can be erased from it.
        if redact(way) != way:
            yield FieldFault("asked", "personal", way)
        try:
            clean_text(way)
        except UnreadableText:
            yield FieldFault("asked", "unreadable", way)


def _instead(book: Book, figure: str) -> tuple[str, ...]:
    """References a customer would read the same figure at."""
    digits = re.sub(r"\D", "", figure)
    same = [
        value.path
        for value in insertable(book.pack)
        if digits and any(re.sub(r"\D", "", match[0]) == digits for match in DIGITS.finditer(value.shown))
    ]
    return tuple(same[:5])
