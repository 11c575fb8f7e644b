"""Sentences of the house's own in a conversation: a person began to answer, somebody else is being called."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from services.ids import new_id
from store import conversations
from store.models import Conversation


class Notice(Protocol):
    """The pack's words for a notice; `domain.turn.Engine.notice` is one."""

    def __call__(self, name: str, /, **values: str) -> str:
        """The text under a name, values in place."""
        ...


def tell(session: Session, conversation: Conversation, text: str, at: datetime) -> None:
    """Tells the customer something that is no reply. The conversation must be locked."""
    conversations.add_message(session, conversation, id=new_id("m"), role="notice", text=text, at=at, status="said")
