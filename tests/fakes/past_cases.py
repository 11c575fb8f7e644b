"""Cases somebody of the staff served, as they are stored once they are closed."""

from datetime import timedelta

from domain.staff import Outcome
from services.ids import new_id
from store.models import Conversation, Message, Ticket
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING

QUESTION = "佐藤花子です。090-1111-2222にかけてほしいのですが、レポートが開けません"
REPLY = "佐藤様、担当の鈴木です。ご不便をおかけしました。もう一度ログインしてから、レポートを開いてみてください。"


def served(
    database: Database,
    question: str = QUESTION,
    reply: str = REPLY,
    *,
    outcome: Outcome = "solved",
    csat: int | None = None,
    trigger: str = "complaint",
) -> str:
    """A case somebody served; the customer it was of."""
    customer_id, conversation_id = new_id("cu"), new_id("c")
    with database.write() as session:
        history.customer(session, customer_id, "b2c", name="佐藤花子")
        session.add(
            Conversation(
                id=conversation_id, token_hash=conversation_id, channel="web", locale="ja", customer_id=customer_id,
                created_at=MORNING, owner="bot", owner_epoch=2, state={}, state_version=0, next_seq=3,
                survey={"csat": csat} if csat is not None else None,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Ticket(
                id=new_id("tk"), conversation_id=conversation_id, customer_id=customer_id, status="closed",
                trigger=trigger, priority="normal", promise="", senior=False, brief={}, opened_at=MORNING,
                claimed_by=None, claimed_at=MORNING, closed_at=MORNING + timedelta(hours=1), outcome=outcome,
            )
        )  # fmt: skip
        for seq, (role, text) in enumerate((("customer", question), ("staff", reply)), 1):
            session.add(
                Message(
                    id=new_id("m"), conversation_id=conversation_id, seq=seq, role=role, text=text, status="said",
                    author="鈴木" if role == "staff" else None, at=MORNING + timedelta(minutes=seq), attempts=0,
                )
            )  # fmt: skip
    return customer_id
