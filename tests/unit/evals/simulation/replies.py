"""Replies as the chat API gives them, for customers that are played without a product."""

from typing import Any


def reply(asks: str | None = None, **fields: Any) -> dict[str, Any]:
    """A reply that asks for something."""
    return {
        "message": "はい。",
        "asks": asks,
        "options": [],
        "sources": [],
        "booking": None,
        "recommendation": None,
        "handover": None,
        "owner": "bot",
        **fields,
    }


def offered(*starts: str) -> dict[str, Any]:
    """A reply that offers visits."""
    options = [{"label": start, "value": start} for start in starts]
    candidates = [{"start": f"{start}:00+09:00", "end": f"{start}:00+09:00"} for start in starts]
    return reply("candidate", options=options, booking={"status": "offered", "candidates": candidates})


def answered(*topics: str, asks: str | None = None) -> dict[str, Any]:
    """A reply from the FAQ."""
    return reply(asks, sources=[{"id": topic, "title": topic} for topic in topics])


def handed_over() -> dict[str, Any]:
    """A reply that calls a person, and asks for a contact."""
    card = {"ticket_id": "tk", "priority": "normal", "trigger": "stalled", "promise": ""}
    return reply("contact", handover=card)
