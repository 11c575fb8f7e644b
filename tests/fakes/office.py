"""Delivery over a real database, with clocks a test can move."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.delivery import DeliveryService
from services.delivery.port import Channel
from store import outbox
from store.models import Booking, Customer, Delivery, OutboxEvent, Staff, Ticket
from store.models.conversations import Conversation
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.mails import STATIONERY


class Office:
    """One worker that delivers, on a database it may share with others."""

    def __init__(self, database: Database, *channels: Channel, wall: HandClock | None = None) -> None:
        self.database = database
        self.clock = HandClock()
        self.wall = wall or HandClock()
        self.delivery = DeliveryService(database, channels, STATIONERY.reminders, self.clock, wall=self.wall)

    def emit(self, topic: str, key: str = "k", due_at: datetime | None = None, **payload: Any) -> None:
        with self.database.write() as session:
            outbox.emit(session, topic, key, payload, self.clock.now(), due_at)

    def work(self) -> None:
        """Everything there is to do now, until something must wait."""
        self.delivery.route()
        for channel in self.delivery.channels:
            self.delivery.deliver(channel)

    def deliveries(self) -> list[Delivery]:
        with self.database.read() as session:
            return list(session.query(Delivery).order_by(Delivery.id))

    def statuses(self) -> list[tuple[str, str]]:
        return [(row.channel, row.status) for row in self.deliveries()]

    def scheduled(self) -> list[OutboxEvent]:
        with self.database.read() as session:
            return list(session.query(OutboxEvent).where(OutboxEvent.routed_at.is_(None)).order_by(OutboxEvent.due_at))


def visit(booking_id: str = "B-1", start: datetime | None = None, **fields: Any) -> Booking:
    start = start or MORNING.replace(month=12, day=5, hour=11)
    return Booking(
        id=booking_id,
        starts_at=start,
        ends_at=start.replace(hour=start.hour + 2, minute=15),
        terms_start=start,
        **{
            "customer_id": None,
            "conversation_id": None,
            "technician_id": None,
            "status": "booked",
            "plan": "standard",
            "addons": ["late_night"],
            "amount": 15800,
            "fees": 0,
            "contact": {
                "name": "山田花子",
                "email": "yamada@example.com",
                "address": "東京都杉並区桃井1-2-3 101号室",
                "payment": "銀行振込",
            },
            "made_at": MORNING,
            **fields,
        },
    )


def customer(**fields: Any) -> Customer:
    return Customer(id="c-1", name="佐藤", type="b2c", noise_hours=[], **fields)


def member(name: str, role: str = "cs", **fields: Any) -> Staff:
    address = {"email": f"{name}@example.com"} | fields
    return Staff(id=name, name=name, role=role, token_hash=name, created_at=MORNING, **({"active": True} | address))


def ticket(**fields: Any) -> list[Any]:
    """A conversation and its ticket."""
    conversation = Conversation(
        id="c",
        token_hash="c",
        channel="web",
        locale="ja",
        created_at=MORNING,
        owner="bot",
        owner_epoch=0,
        state={},
        state_version=0,
        next_seq=1,
    )
    given = {"trigger": "anger", "priority": "high", "senior": False, "status": "open"} | fields
    waiting = Ticket(
        id="T-1",
        conversation_id="c",
        promise="15分以内にお返事します。",
        due=MORNING,
        brief={},
        opened_at=MORNING,
        **given,
    )
    return [conversation, waiting]


def store(database: Database, rows: Iterable[Any]) -> None:
    with database.write() as session:
        for row in rows:
            session.add(row)
            session.flush()
