"""What we stated that the customer may rely on."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from domain.packet.pieces import Span, sentences
from domain.packet.transcript import Line, Transcript
from domain.packet.types import Promise, PromiseKind

_FIGURE: Final = re.compile(
    r"[0-9０-９]|全額|半額|無料(?!診断)|(?<![一-龥])[一二三四五六七八九十]+(?:日|分|時間|週間|か月|ヶ月|回|度)(?!目)"
)
_READ_BACK: Final = r"「[^」]*」"
"""What the customer said, said back: no promise of ours."""

_PRICE: Final = re.compile(r"円|%")
_CHOICE: Final = re.compile(r"\s*\d+\.\s")
_LISTED: Final = re.compile(r"\s*(?:・|\d+\.\s|[^\s。]{1,12}：)")
"""A line of a list: it belongs to the lines around it."""

_OF_VISITS: Final[dict[str, PromiseKind]] = {
    "offered": "visit",
    "booked": "visit",
    "rescheduled": "visit",
    "cancelled": "visit",
    "fee_asked": "fee",
}


def promises_made(transcript: Transcript, literals: Sequence[str] = ()) -> Sequence[Promise]:
    """Everything with a figure or a time that we said, each once, where it was said last.

    Visits to choose from count as long as they are the last that was said of a visit.

    Args:
        transcript: The conversation.
        literals: Figures that promise nothing, such as an emergency number.
    """
    nothing = re.compile("|".join([_READ_BACK, *map(re.escape, sorted(literals, key=len, reverse=True))]))
    found: dict[str, Promise] = {}
    offered: list[str] = []
    for line in transcript.lines:
        if line.reply.get("booking") or "お取り置き" in line.text:
            for text in offered:
                found.pop(text, None)
            offered = []
        for start, end in _stated(line, nothing):
            text = line.text[start:end]
            kind = _kind(line, text)
            if kind == "price" and not _PRICE.search(text):
                continue  # why a plan is recommended is no promise, whatever it counts
            found.pop(text, None)
            found[text] = promise = Promise(kind, text, line.message_id, line.seq)
            if promise.kind == "offered":
                offered.append(text)
    return list(found.values())


def _stated(line: Line, nothing: re.Pattern[str]) -> Iterator[Span]:
    """The sentences with a figure; lines of one list are one statement."""
    if line.role not in ("bot", "staff"):
        return
    block: list[Span] = []
    for span in sentences(line.text):
        text = line.text[span[0] : span[1]]
        if block and not _LISTED.match(text):
            yield from _closed(line, block, nothing)
            block = []
        if _LISTED.match(text):
            block.append(span)
        elif _has_figure(text, nothing):
            yield span
    yield from _closed(line, block, nothing)


def _closed(line: Line, block: Sequence[Span], nothing: re.Pattern[str]) -> Iterator[Span]:
    if block and any(_has_figure(line.text[start:end], nothing) for start, end in block):
        yield block[0][0], block[-1][1]


def _has_figure(text: str, nothing: re.Pattern[str]) -> bool:
    return _FIGURE.search(nothing.sub("", text)) is not None


def _kind(line: Line, text: str) -> PromiseKind:
    reply: Any = line.reply
    if line.role == "staff":
        return "staff"
    if text in ((reply.get("handover") or {}).get("promise") or ""):
        return "answer_by"
    if _CHOICE.match(text):
        return "offered"
    if booking := reply.get("booking"):
        return _OF_VISITS[booking["status"]]
    if reply.get("recommendation") or any(source["id"].startswith("plans.") for source in reply.get("sources", ())):
        return "price"
    return "visit" if reply.get("route") == "book" else "stated"
