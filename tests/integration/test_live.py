"""Customers and staff talk through several servers at once, some of which are killed.

The full size: `python -m bench.live --minutes 5`, `python -m tests.integration.test_live URL --kills 20`.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.crowd import Seen, play
from domain.clock import SystemClock
from services.members import MemberFields, Members
from store.schema import upgrade
from store.session import Database
from tests.fakes.engine import FakeEngine
from tests.integration.fleet import Fleet, answer_or_call, running


def talk(
    fleet: Fleet, database: Database, *, customers: int, staff: int, episodes: int, kills: int
) -> tuple[Seen, list[int]]:
    """Lets a crowd talk until everybody has had their episodes; servers are killed meanwhile.

    Returns:
        What the crowd saw, and the ports of the servers that were killed.
    """
    members = Members(database, SystemClock())
    names = [f"担当{n}" for n in range(staff)]
    tokens = {name: members.add(MemberFields(name, "cs", "s@example.com"))[1] for name in names}
    done = threading.Event()
    killed: list[int] = []
    killer = threading.Thread(target=_kill, args=(fleet, kills, done, killed))
    killer.start()
    notice = FakeEngine().notice
    try:
        seen = asyncio.run(
            play(
                fleet.addresses,
                tokens,
                lambda name, member: notice(name, name=member),
                customers=customers,
                episodes=episodes,
                seconds=sys.maxsize,
            )
        )
    finally:
        done.set()
        killer.join()
    return seen, killed


def _kill(fleet: Fleet, kills: int, done: threading.Event, killed: list[int]) -> None:
    chance = random.Random(7)
    for _ in range(kills):
        if done.wait(chance.uniform(0.1, 0.6)):
            return
        port = chance.choice(fleet.ports)
        fleet.kill(port)
        killed.append(port)
        fleet.start(port)
        fleet.wait(port)


def test_nothing_is_lost_or_doubled_and_no_bot_speaks_after_a_claim_whoever_is_killed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with running(database_url, tmp_path, answer=answer_or_call) as fleet:
        seen, killed = talk(fleet, database, customers=8, staff=3, episodes=2, kills=4)
    assert killed
    assert seen.faults == []
    assert (seen.episodes, seen.exchanged) == (16, 48)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--episodes", type=int, default=6)
    options = parser.parse_args(arguments)
    database = Database(options.url)
    upgrade(database)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(options.url, Path(folder), answer=answer_or_call) as fleet:
        seen, killed = talk(fleet, database, customers=20, staff=5, episodes=options.episodes, kills=options.kills)
    database.close()
    summary = f"{seen.episodes} handovers, {seen.exchanged} messages answered by people, {len(killed)} kills, "
    sys.stdout.write(
        "\n".join([*seen.faults[:20], f"{summary}{time.monotonic() - began:.0f} s", "FAIL" if seen.faults else "PASS"])
    )
    sys.stdout.write("\n")
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
