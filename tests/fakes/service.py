"""A turn service over a real database, with a fake responder and clocks a test can move."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from domain.turn import TurnOutcome, TurnRequest
from services.conversations import ConversationService
from services.technicians import seed_technicians
from services.turns import TurnService
from store.models import Base
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.engine import TECHNICIANS, FakeEngine, echo

LEASE = timedelta(seconds=60)


class Desk:
    """One worker: its own engine and turn service, on a database it may share with others."""

    def __init__(
        self,
        database: Database,
        answer: Callable[[TurnRequest], TurnOutcome] = echo,
        *,
        wall: HandClock | None = None,
        patience: float = 10.0,
        computations: int = 2,
    ) -> None:
        self.database = database
        self.engine = FakeEngine(answer)
        self.clock = HandClock()
        self.wall = wall or HandClock()
        self.turns = TurnService(
            database,
            self.engine,
            self.clock,
            wall=self.wall,
            lease=LEASE,
            patience=patience,
            computations=computations,
        )
        self.conversations = ConversationService(database, self.clock, self.engine.greeting)
        seed_technicians(database, TECHNICIANS)

    def open(self) -> str:
        return self.conversations.open().conversation_id

    def texts(self, conversation_id: str) -> list[str]:
        """What was said, less the greeting."""
        return [message["text"] for message in self.conversations.transcript(conversation_id)["messages"][1:]]


def count(database: Database, model: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
