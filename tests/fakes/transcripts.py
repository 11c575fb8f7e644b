"""Conversations as packets are made from them."""

from datetime import timedelta
from typing import Any, Final

from domain.packet.transcript import Line, Transcript
from tests.fakes.clock import MORNING

CALM: Final = {"label": "neutral", "target": "none", "intensity": 0}
ANGRY: Final = {"label": "anger", "target": "company", "intensity": 2}


def said(text: str, answer: str = "はい。", reply: dict[str, Any] | None = None, **record: Any) -> tuple[str, Any]:
    """A customer's message, the reply to it with its fields, and what its turn noted."""
    return text, (answer, {"sentiment": CALM, "route": "faq", "sources": [], **(reply or {})}, record)


def transcript(*turns: tuple[str, Any], **fields: Any) -> Transcript:
    """A conversation: a greeting, then the turns. Messages of customers have even places."""
    lines = [Line("m-1", 1, "bot", "こんにちは。", MORNING)]
    for place, (text, (answer, reply, record)) in enumerate(turns):
        seq, at = 2 * place + 2, MORNING + timedelta(minutes=place)
        lines.append(Line(f"m-{seq}", seq, "customer", text, at, record=record))
        lines.append(Line(f"m-{seq + 1}", seq + 1, "bot", answer, at, answers=f"m-{seq}", reply=reply))
    return Transcript(lines, **fields)
