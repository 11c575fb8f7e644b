"""Clients that post while workers are killed: what they were told, and what is stored in the end.

A longer run than the test's: `python -m tests.integration.kill_run URL --kills 200`.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from services.opening import MOST_ATTEMPTS
from store.models import Conversation, Message, OutboxEvent, Turn
from store.schema import upgrade
from store.session import Database
from tests.integration.fleet import LEASE, Fleet, running

AWHILE = 60.0
"""Seconds after which a client complains that it is not answered."""


@dataclass
class Told:
    """What clients were told, by conversation and client_message_id."""

    replies: dict[tuple[str, str], str] = field(default_factory=dict)
    failed: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class Client:
    """Posts to whichever worker is up, and repeats under the same id until it is answered."""

    def __init__(self, fleet: Fleet, told: Told, seed: int) -> None:
        self._fleet, self._told, self._random = fleet, told, random.Random(seed)
        self._http = httpx.Client(timeout=10)

    def open(self) -> tuple[str, str]:
        opened = self._http.post(f"{self._worker()}/v1/conversations", json={}).json()
        return opened["conversation_id"], opened["token"]

    def say(self, conversation: tuple[str, str], name: str) -> None:
        conversation_id, _ = conversation
        deadline = time.monotonic() + AWHILE
        while time.monotonic() < deadline:
            answer = self._post(conversation, name, 10)
            if answer is not None and self._heard((conversation_id, name), answer):
                return
            time.sleep(self._random.uniform(0.005, 0.05))
        self._told.faults.append(f"{name} was not answered in {AWHILE:g} s")

    def say_and_go(self, conversation: tuple[str, str], name: str) -> None:
        """Posts once and does not wait: whatever was stored must be answered all the same."""
        self._post(conversation, name, 0.01)

    def close(self) -> None:
        self._http.close()

    def _worker(self) -> str:
        return self._random.choice(self._fleet.addresses)

    def _post(self, conversation: tuple[str, str], name: str, timeout: float) -> httpx.Response | None:
        conversation_id, token = conversation
        try:
            return self._http.post(
                f"{self._worker()}/v1/conversations/{conversation_id}/messages",
                json={"text": name, "client_message_id": name},
                headers={"Authorization": f"Bearer {token}"},
                timeout=timeout,
            )
        except httpx.TransportError:
            return None

    def _heard(self, key: tuple[str, str], answer: httpx.Response) -> bool:
        match answer.status_code:
            case 200:
                reply_id = answer.json()["message_id"]
                if self._told.replies.setdefault(key, reply_id) != reply_id:
                    self._told.faults.append(f"{key[1]} was given two replies")
                return True
            case 500 if answer.json()["type"].endswith("turn-failed"):
                self._told.failed.add(key)
                return True
            case 503 if answer.headers.get("Retry-After"):
                return False
        self._told.faults.append(f"{key[1]}: {answer.status_code} {answer.text}")
        return True


def run(fleet: Fleet, told: Told, *, seed: int, kills: int, clients: int = 16, conversations: int = 8) -> None:
    """Posts until all kills are done; before every sixth a worker stands still for longer than its leases.

    Each client posts to one conversation after the other; now and then the same message twice at the same instant,
    or without waiting for its answer.
    """
    chance = random.Random(seed)
    done = threading.Event()
    opener = Client(fleet, told, seed)
    opened = [opener.open() for _ in range(conversations)]
    opener.close()

    def talk(number: int) -> None:
        mine, twin = Client(fleet, told, seed + number), Client(fleet, told, -seed - number)
        dice = random.Random(seed * 1000 + number)
        count = 0
        with ThreadPoolExecutor(1) as beside:
            while not done.is_set():
                count += 1
                conversation, name = dice.choice(opened), f"k{number}-{count}"
                match dice.choices(("once", "twice", "away"), (8, 2, 1))[0]:
                    case "twice":
                        second = beside.submit(twin.say, conversation, name)
                        mine.say(conversation, name)
                        second.result()
                    case "away":
                        mine.say_and_go(conversation, name)
                    case _:
                        mine.say(conversation, name)
        mine.close()
        twin.close()

    with ThreadPoolExecutor(clients) as crowd:
        talks = [crowd.submit(talk, number) for number in range(clients)]
        for number in range(kills):
            time.sleep(chance.uniform(0.05, 0.4))
            port = chance.choice(fleet.ports)
            if number % 6 == 5:
                time.sleep(1.2 * LEASE.total_seconds())  # what the last one held is free again: all are at work
                with fleet.stalled(port):
                    time.sleep(1.6 * LEASE.total_seconds())  # when it goes on, its work is somebody else's
                time.sleep(chance.uniform(0.1, 0.3))
            fleet.kill(port)
            if chance.random() < 0.8:
                time.sleep(chance.uniform(0, 0.3))  # else it is back before anybody notices
            fleet.start(port)
            if chance.random() < 0.7:
                fleet.wait(port)  # else the next kill may hit a worker that is just starting
        for port in fleet.ports:
            fleet.wait(port)
        done.set()
        for one in talks:
            one.result()


def settle(database: Database) -> None:
    """Waits until nothing waits."""
    deadline = time.monotonic() + AWHILE
    while time.monotonic() < deadline:
        with database.read() as session:
            if session.scalar(select(Message.id).where(Message.status == "waiting").limit(1)) is None:
                return
        time.sleep(0.1)


def faults_of(database: Database, told: Told) -> list[str]:
    """What contradicts "every accepted message is answered exactly once, in order"."""
    with database.read() as session:
        stored = session.scalars(select(Message).order_by(Message.conversation_id, Message.seq)).all()
        turns = {turn.message_id for turn in session.scalars(select(Turn))}
        alarms = Counter(session.scalars(select(OutboxEvent.key).where(OutboxEvent.topic == "turn.failed")))
        leased = session.scalars(select(Conversation.id).where(Conversation.lease.is_not(None))).all()
    faults = [*told.faults, *(f"conversation {name} is still leased" for name in leased)]
    replies = {message.answers: message for message in stored if message.answers}
    if len(replies) != sum(message.answers is not None for message in stored):
        faults.append("a message has two replies")
    by_key: dict[tuple[str, str], Message] = {}
    for conversation_id in {message.conversation_id for message in stored}:
        said = [m for m in stored if m.conversation_id == conversation_id]
        faults += _disorder(said)
        by_key |= {(conversation_id, m.client_message_id or ""): m for m in said if m.role == "customer"}
    for message in by_key.values():
        reply = replies.get(message.id)
        match message.status:
            case "answered" if reply is None or message.id not in turns:
                faults.append(f"{message.text} is answered without a reply or a record")
            case "failed" if reply is not None or message.attempts < MOST_ATTEMPTS or alarms[message.id] != 1:
                faults.append(f"{message.text} was given up without need, or nobody was told once")
            case "answered" | "failed":
                pass
            case other:
                faults.append(f"{message.text} is {other}")
    for key, reply_id in told.replies.items():
        if key not in by_key or replies[by_key[key].id].id != reply_id:
            faults.append(f"{key[1]} was given a reply that is not stored")
    faults += [f"{key[1]} was said to have failed" for key in told.failed if by_key[key].status != "failed"]
    return faults


def _disorder(said: Sequence[Message]) -> list[str]:
    """Replies of one conversation that are out of order; the fake engine numbers its turns."""
    if [m.seq for m in said] != list(range(1, len(said) + 1)):
        return ["places are missing or taken twice"]
    asked = {m.id: m for m in said if m.role == "customer"}
    answers = [m for m in said if m.answers]
    expected = [f"{number}: {asked[m.answers or ''].text}" for number, m in enumerate(answers, 1)]
    if [m.text for m in answers] != expected:
        return ["a turn was computed from a state that was not the last"]
    places = [asked[m.answers or ""].seq for m in answers]
    return [] if places == sorted(places) else ["messages were answered out of order"]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options: Any = parser.parse_args(arguments)
    told = Told()
    database = Database(options.url)
    upgrade(database)
    with tempfile.TemporaryDirectory() as folder, running(options.url, Path(folder)) as fleet:
        run(fleet, told, seed=options.seed, kills=options.kills)
        settle(database)
    faults = faults_of(database, told)
    database.close()
    summary = f"{len(told.replies)} messages answered, {len(told.failed)} given up, {options.kills} kills"
    sys.stdout.write("\n".join([*faults, summary, "FAIL" if faults else "PASS"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
