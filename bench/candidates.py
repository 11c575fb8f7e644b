"""The search for visits to offer, against one indexed query of the same database in the same run.

Run: `.venv/bin/python -m bench.candidates [--database-url postgresql://…]`. 50 technicians, 60 days, 5,000 visits.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy import delete, select

from agents.context import Turn
from agents.visits import search
from domain.clock import TOKYO, FrozenClock
from domain.dates import read_wishes
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.reply import Sentiment
from domain.turn import TurnRequest
from graphs.composition import build_desk
from knowledge.pack import load_pack, pack_path
from services.records import StoredRecords
from store.models import Booking, Technician
from store.schema import upgrade
from store.session import Database

NOW: Final = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
TECHNICIANS: Final = 50
DAYS: Final = 60
VISITS: Final = 5_000
ROUNDS: Final = 300
LIMIT: Final = 20
AREAS: Final = ("東京都", "神奈川県", "埼玉県", "千葉県", "大阪府")
WISHES: Final = (
    "土曜の夜", "来週の平日", "できるだけ早く", "12月10日の11時",
    "いつでもいい", "12月の後半の午前", "日曜以外の夕方", "1月15日以降",
)  # fmt: skip


def main() -> None:
    """Measures, and says whether the search stays within its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", help="an empty database; a SQLite file of its own by default")
    url = parser.parse_args().database_url
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'bench.db'}")
        try:
            upgrade(database)
            visits = fill(database)
            query, found = measure(database)
        finally:
            if url:
                empty(database)
            database.close()
    ratio = percentile(found, 99) / percentile(query, 99)
    print(f"{TECHNICIANS} technicians, {DAYS} days, {visits} visits, {ROUNDS} searches")
    for name, times in (("indexed query", query), ("search", found)):
        print(f"{name:14} p50 {percentile(times, 50):7.2f} ms  p99 {percentile(times, 99):7.2f} ms")
    print(f"{'PASS' if ratio <= LIMIT else 'FAIL'}: p99 is {ratio:.1f} times the query's, at most {LIMIT} are allowed")
    sys.exit(ratio > LIMIT)


def fill(database: Database) -> int:
    """Stores technicians and as many visits as were asked for, at random starts that do not overlap."""
    chance = random.Random(7)
    starts = [NOW.replace(hour=hour) + timedelta(days=day) for day in range(1, DAYS + 1) for hour in (9, 13, 17, 21)]
    names = [f"t-{number:02}" for number in range(TECHNICIANS)]
    taken = chance.sample([(name, start) for name in names for start in starts], VISITS)
    with database.write() as session:
        session.add_all(
            Technician(
                id=name,
                areas=[AREAS[number % len(AREAS)], *([AREAS[(number + 1) % len(AREAS)]] if number % 3 == 0 else [])],
                days_off=[number % 7],
                gap_minutes=60,
            )
            for number, name in enumerate(names)
        )
        session.flush()
        session.add_all(
            Booking(
                id=f"b-{number}", technician_id=name, starts_at=start, ends_at=start + timedelta(hours=2, minutes=15),
                free_at=start + timedelta(hours=3, minutes=15), terms_start=start, status="booked", plan="standard",
                addons=[], amount=0, contact={},
            )
            for number, (name, start) in enumerate(taken)
        )  # fmt: skip
    return len(taken)


def empty(database: Database) -> None:
    """Takes away what was stored for the measurement."""
    with database.write() as session:
        session.execute(delete(Booking).where(Booking.id.like("b-%")))
        session.execute(delete(Technician).where(Technician.id.like("t-%")))


def measure(database: Database) -> tuple[list[float], list[float]]:
    """Milliseconds of the query and of the search, taken in turns."""
    pack = load_pack(pack_path("zenbu"))
    desk = build_desk(pack, StoredRecords(database, FrozenClock(NOW)))
    request = TurnRequest("c", "m", "", NOW)
    turn = Turn(desk, request, nothing_said(), DialogueState(slots={"time_of_day": ["night"]}))
    wishes = [read_wishes(text, NOW) for text in WISHES]
    query, found = [], []
    for number in range(ROUNDS + 10):
        wish, area = wishes[number % len(wishes)], AREAS[number % len(AREAS)]
        query.append(timed(lambda number=number: one_query(database, number)))  # type: ignore[misc]
        found.append(timed(lambda wish=wish, area=area: search(turn, wish, "standard", area)))  # type: ignore[misc]
    return query[10:], found[10:]


def one_query(database: Database, number: int) -> None:
    """The visits that start on one day: a read of an index."""
    day = NOW.replace(hour=0) + timedelta(days=1 + number % DAYS)
    with database.read() as session:
        session.execute(
            select(Booking.id, Booking.starts_at).where(
                Booking.starts_at >= day, Booking.starts_at < day + timedelta(days=1)
            )
        ).all()


def nothing_said() -> Perception:
    """A message that says nothing: the search is given its wishes."""
    return Perception(
        text="", intent="book", confidence=1.0, topics=(), answerable=0.0, decision="decline", sentiment=Sentiment(),
        handover=0.0, trigger="stalled", danger=None, slots={}, wishes=read_wishes("", NOW),
    )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Milliseconds a piece of work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def percentile(times: Sequence[float], percent: float) -> float:
    """A percentile of measured times."""
    return float(np.percentile(times, percent))


if __name__ == "__main__":
    main()
