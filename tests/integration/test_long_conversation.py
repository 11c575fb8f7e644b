"""A conversation that never ends: the ten-thousandth message is answered like the first."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, insert

from services.ids import new_id
from store.models import Conversation, Message
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.service import Desk

MESSAGES = 10_000
ROUNDS = 15
MOST_TIMES = 4
"""How much slower a turn may be: far more than chance makes of two equal ones, far less than reading 10,000 rows."""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def fill(database: Database, conversation_id: str) -> None:
    """What 10,000 messages with their replies leave behind."""
    asked = [new_id("m") for _ in range(MESSAGES)]
    rows = []
    for n, message_id in enumerate(asked):
        said = {"conversation_id": conversation_id, "at": MORNING, "text": f"m{n}", "attempts": 1}
        rows.append(
            {
                **said,
                "id": message_id,
                "seq": 2 * n + 2,
                "role": "customer",
                "status": "answered",
                "answers": None,
                "client_message_id": f"k{n}",
                "reply": None,
            }  # fmt: skip
        )
        rows.append(
            {
                **said,
                "id": new_id("m"),
                "seq": 2 * n + 3,
                "role": "bot",
                "status": "said",
                "answers": message_id,
                "client_message_id": None,
                "reply": {"message": f"m{n}"},
            }  # fmt: skip
        )
    with database.write() as session:
        session.execute(insert(Message), rows)
        session.get_one(Conversation, conversation_id).next_seq = 2 * MESSAGES + 2


def test_turn_does_the_same_work_however_long_the_conversation(database: Database) -> None:
    desk = Desk(database)
    short, long = desk.open(), desk.open()
    fill(database, long)
    seconds: dict[str, list[float]] = {short: [], long: []}
    statements: dict[str, list[str]] = {}
    for n in range(ROUNDS):
        for conversation_id in (short, long):
            with counted(database) as run:
                began = time.perf_counter()
                desk.turns.accept(conversation_id, "はい", f"new{n}")
                seconds[conversation_id].append(time.perf_counter() - began)
            statements[conversation_id] = run
    assert statements[short] == statements[long]
    assert statistics.median(seconds[long]) < MOST_TIMES * statistics.median(seconds[short])


def test_long_conversation_is_read_page_by_page_whole_and_in_order(database: Database) -> None:
    desk = Desk(database)
    conversation_id = desk.open()
    fill(database, conversation_id)
    assert desk.turns.accept(conversation_id, "m77", "k77")["message"] == "m77"
    desk.turns.accept(conversation_id, "はい")
    seqs: list[int] = []
    after: int | None = 0
    while after is not None:
        page = desk.conversations.transcript(conversation_id, after, limit=500)
        seqs += [message["seq"] for message in page["messages"]]
        after = page["next"]
    assert seqs == list(range(1, 2 * MESSAGES + 4))
