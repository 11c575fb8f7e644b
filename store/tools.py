"""What tools wrote, and what they proposed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import ToolCall, ToolProposal


def proposal(session: Session, conversation_id: str, proposal_id: str, *, lock: bool = False) -> ToolProposal | None:
    """A proposal made in this conversation; one of another conversation is not found."""
    row = session.get(ToolProposal, proposal_id, with_for_update=lock)
    return row if row is not None and row.conversation_id == conversation_id else None


def calls(session: Session, limit: int) -> Sequence[ToolCall]:
    """The newest calls of writing tools, newest first."""
    return session.scalars(select(ToolCall).order_by(ToolCall.id.desc()).limit(limit)).all()
