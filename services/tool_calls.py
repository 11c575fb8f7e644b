"""Writing tools leave a trace: who called what, with which effect, in the transaction that stored the effect."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.effects import EffectConflict, KeepProposal, NoteToolCall, UseProposal
from domain.masking import redact, through_texts
from domain.staff import Member
from store import tools
from store.models import Conversation, ToolCall, ToolProposal
from store.session import Database

About = Callable[[Session], tuple[str | None, str | None]]
"""Tells, within the transaction, whom a write is about: a customer and a conversation."""


class AuditedDatabase:
    """A database whose writing transactions note a member's tool call before they are committed.

    Args:
        database: Where everything is kept.
        member: Who called.
        tool: Which tool.
        arguments: What it was called with, masked.
        effect: What it does; ids and words of ours.
        about: Whom it is about.
        now: When.
    """

    def __init__(
        self,
        database: Database,
        member: Member,
        tool: str,
        arguments: Mapping[str, Any],
        effect: Mapping[str, Any],
        about: About,
        now: datetime,
    ) -> None:
        self._database = database
        self._row = {
            "at": now,
            "tool": tool,
            "role": member.role,
            "staff_id": member.member_id,
            "arguments": dict(arguments),
            "effect": dict(effect),
        }
        self._about = about

    def read(self) -> AbstractContextManager[Session]:
        """A transaction that changes nothing."""
        return self._database.read()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A writing transaction with the note in it: both are stored, or neither."""
        with self._database.write() as session:
            yield session
            customer_id, conversation_id = self._about(session)
            session.add(ToolCall(**self._row, customer_id=customer_id, conversation_id=conversation_id))


def note_call(session: Session, conversation: Conversation, call: NoteToolCall, now: datetime) -> None:
    """Notes a tool that was called for the customer of a conversation."""
    session.add(
        ToolCall(
            at=now,
            tool=call.tool,
            role="customer",
            staff_id=None,
            customer_id=conversation.customer_id,
            conversation_id=conversation.id,
            arguments=call.arguments,
            effect=call.effect,
        )
    )


def keep_proposal(session: Session, conversation: Conversation, made: KeepProposal, now: datetime) -> None:
    """Keeps what was proposed to the customer of a conversation."""
    session.add(
        ToolProposal(
            id=made.proposal_id,
            conversation_id=conversation.id,
            message_id=made.message_id,
            kind=made.kind,
            deed=made.deed,
            made_at=now,
            expires_at=made.expires,
            used_at=None,
        )
    )


def use_proposal(session: Session, conversation: Conversation, used: UseProposal, now: datetime) -> None:
    """Uses a proposal up, so that one yes does one thing once.

    Raises:
        EffectConflict: It was used meanwhile, or is none of this conversation.
    """
    row = tools.proposal(session, conversation.id, used.proposal_id, lock=True)
    if row is None or row.used_at is not None:
        raise EffectConflict(f"Proposal {used.proposal_id} of conversation {conversation.id} cannot be used any more.")
    row.used_at = now


def masked(value: Any) -> Any:
    """JSON with personal data in its texts replaced, for good."""
    return through_texts(value, redact)
