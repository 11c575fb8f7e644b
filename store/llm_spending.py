"""What the language model cost, counted where budgets look."""

from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.llm_spending import Spent
from store.models import Conversation, LlmDay


def spent(session: Session, conversation_id: str, day: date) -> tuple[Spent, Spent]:
    """What was spent in a conversation so far, and by everybody on a day."""
    conversation, whole = session.get(Conversation, conversation_id), session.get(LlmDay, day)
    return (
        Spent(conversation.llm_calls, conversation.llm_tokens, conversation.llm_yen) if conversation else Spent(),
        Spent(whole.calls, whole.tokens, whole.yen) if whole else Spent(),
    )


def book(session: Session, conversation: Conversation | None, day: date, cost: Spent) -> None:
    """Adds what was spent.

    Args:
        session: A writing transaction.
        conversation: Where, in its lock; None where it was for the staff.
        day: When (Asia/Tokyo).
        cost: What is added.
    """
    if not cost.calls:
        return
    if conversation is not None:
        conversation.llm_calls += cost.calls
        conversation.llm_tokens += cost.tokens
        conversation.llm_yen += cost.yen
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(LlmDay).values(day=day, calls=cost.calls, tokens=cost.tokens, yen=cost.yen)
    added = {
        "calls": LlmDay.calls + new.excluded.calls,
        "tokens": LlmDay.tokens + new.excluded.tokens,
        "yen": LlmDay.yen + new.excluded.yen,
    }
    session.execute(new.on_conflict_do_update(index_elements=["day"], set_=added))
