"""A process in which many customers say the same thing at the same moment. Prints what became of each."""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from domain.clock import SystemClock
from knowledge.pack import load_pack, pack_path
from services.records import StoredRecords
from services.turns import TurnService
from store.session import Database
from tests.fakes.brains import scripted_engine
from tests.fakes.clock import HandClock


def main(url: str, starts_at: float, text: str, conversations: list[str]) -> None:
    database = Database(url, patience=30)
    clock = HandClock()
    engine = scripted_engine(load_pack(pack_path("zenbu")), StoredRecords(database, clock), {})
    turns = TurnService(database, engine, clock, wall=SystemClock(), patience=60, computations=len(conversations))
    together = threading.Barrier(len(conversations))

    def say(conversation: str) -> dict[str, Any]:
        time.sleep(max(0.0, starts_at - time.time()))
        together.wait(30)
        return turns.accept(conversation, text)

    with ThreadPoolExecutor(len(conversations)) as customers:
        replies = list(customers.map(say, conversations))
    print(json.dumps([{"booking": reply["booking"], "message": reply["message"]} for reply in replies]))  # noqa: T201
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4:])
