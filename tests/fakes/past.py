"""Conversations that happened, written down."""

from datetime import datetime, timedelta
from typing import Any

from domain.labels import Trigger
from domain.reply import Sentiment
from services.reviewing.history import PastConversation, PastTicket, PastTurn
from tests.fakes.clock import MORNING


def past_turn(said: str = "料金を教えてください", **fields: Any) -> PastTurn:
    given: dict[str, Any] = {
        "reply_id": f"m-{said}",
        "replied": "一万円です。",
        "at": MORNING,
        "type": "faq",
        "route": "faq",
        "confidence": 0.9,
        "asks": None,
        "booking": None,
        "sentiment": Sentiment(),
        "record": {"topics": [{"id": "price-list", "score": 0.9}], "intent": "question"},
    }
    return PastTurn(said=said, **(given | fields))


def past_ticket(trigger: Trigger = "human_request", at: datetime = MORNING, **fields: Any) -> PastTicket:
    given: dict[str, Any] = {
        "ticket_id": f"T-{trigger}",
        "priority": "normal",
        "status": "open",
        "due": at + timedelta(hours=2),
        "attended_at": None,
        "closed_at": None,
        "outcome": None,
    }
    return PastTicket(trigger=trigger, opened_at=at, **(given | fields))


def past(*turns: PastTurn | str, name: str = "c-1", **fields: Any) -> PastConversation:
    """A conversation; its turns are a minute apart where they say nothing else."""
    played = [
        past_turn(turn, at=MORNING + timedelta(minutes=place), reply_id=f"{name}-{place}")
        if isinstance(turn, str)
        else turn
        for place, turn in enumerate(turns)
    ]
    given: dict[str, Any] = {"channel": "web", "customer_id": None, "tickets": (), "survey": {}}
    return PastConversation(conversation_id=name, began_at=MORNING, turns=tuple(played), **(given | fields))
