"""A turn service over a real database, with a fake responder and clocks a test can move."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from domain.turn import TurnOutcome, TurnRequest
from services.conversations import ConversationService
from services.ids import new_id
from services.technicians import seed_technicians
from services.turns import TurnService
from store.models import Base, Customer
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
        self.conversations = ConversationService(
            database, self.clock, self.engine.greeting, lambda: self.engine.notice("privacy_notice")
        )
        seed_technicians(database, TECHNICIANS)

    def open(self) -> str:
        return self.conversations.open().conversation_id

    def open_known(self) -> str:
        """A conversation of a customer on record: visits are made for nobody else who has not proved an e-mail."""
        customer_id = new_id("cu")
        with self.database.write() as session:
            session.add(
                Customer(
                    id=customer_id,
                    name="山田花子",
                    prefecture="東京都",
                    address="東京都杉並区桃井1-2-3",
                    phone="090-1234-5678",
                    noise_hours=[],
                )
            )
        return self.conversations.open(customer_id=customer_id).conversation_id

    def texts(self, conversation_id: str) -> list[str]:
        """What was said, less the greeting."""
        return [message["text"] for message in self.conversations.transcript(conversation_id)["messages"][1:]]


def count(database: Database, model: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
