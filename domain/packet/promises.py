"""What we stated that the customer may rely on."""

import re
from collections.abc import Sequence
from typing import Any, Final

from domain.packet.pieces import sentences
from domain.packet.transcript import Line, Transcript
from domain.packet.types import Promise, PromiseKind

_FIGURE: Final = re.compile(r"[0-9０-９]")

_OF_VISITS: Final[dict[str, PromiseKind]] = {
    "offered": "visit",
    "booked": "visit",
    "rescheduled": "visit",
    "cancelled": "visit",
    "fee_asked": "fee",
}


def promises_made(transcript: Transcript) -> Sequence[Promise]:
    """Every sentence with a figure or a time that we said, the newest of those that say the same."""
    found: dict[str, Promise] = {}
    for line in transcript.lines:
        for start, end in _stated(line):
            text = line.text[start:end].strip()
            found.pop(text, None)
            found[text] = Promise(_kind(line, text), text, line.message_id, line.seq)
    return list(found.values())


def _stated(line: Line) -> Sequence[tuple[int, int]]:
    if line.role not in ("bot", "staff"):
        return []
    return [span for span in sentences(line.text) if _FIGURE.search(line.text[span[0] : span[1]])]


def _kind(line: Line, text: str) -> PromiseKind:
    reply: Any = line.reply
    if line.role == "staff":
        return "staff"
    if text in ((reply.get("handover") or {}).get("promise") or ""):
        return "answer_by"
    if booking := reply.get("booking"):
        return _OF_VISITS[booking["status"]]
    return "price" if reply.get("recommendation") else "stated"
