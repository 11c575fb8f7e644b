"""A real server under live conversations between customers and staff: is anything lost, and how soon is a call seen?

Run it with `python -m bench.live --minutes 5` where the knowledge is built; it ends with exit code 1 when a requirement
fails. The server is a process of its own; its database a SQLite file in a temporary folder, or `--database URL`.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from bench.crowd import Seen, play
from bench.soak import free_port, wait_until_ready
from domain.clock import SystemClock
from knowledge.pack import load_pack, pack_path
from knowledge.voice import Voice
from services.members import MemberFields, Members
from store.schema import upgrade
from store.session import Database

GRACE = 0.5
"""Seconds a ticket may take to an open console beyond what a turn takes."""


def run(minutes: float, customers: int, staff: int, database: str | None) -> Seen:
    """Starts a server, lets everybody talk, and stops it."""
    voice = Voice(load_pack(pack_path("zenbu")))
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as scratch:
        url = database or f"sqlite:///{scratch}/live.db"
        environment = os.environ | {"ZENBU_DATABASE_URL": url, "ZENBU_ENV": "development"}
        zenbu = [sys.executable, "-c", "import zenbu; zenbu.main()"]
        tokens = hire(url, [f"担当{n}" for n in range(staff)])
        with subprocess.Popen(
            [*zenbu, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
        ) as process:
            try:
                wait_until_ready(address, process)
                return asyncio.run(
                    play(
                        [address],
                        tokens,
                        lambda name, member: voice.say(name, name=member),
                        customers=customers,
                        episodes=sys.maxsize,
                        seconds=minutes * 60,
                    )
                )
            finally:
                process.terminate()


def hire(url: str, names: Sequence[str]) -> dict[str, str]:
    """New members' tokens, by name."""
    database = Database(url)
    upgrade(database)
    members = Members(database, SystemClock())
    tokens = {name: members.add(MemberFields(name, "cs", "staff@example.com"))[1] for name in names}
    database.close()
    return tokens


def report(seen: Seen, minutes: float, customers: int, staff: int) -> bool:
    """Prints the measurements and whether they are as required."""
    turn = statistics.quantiles(seen.turns, n=100)
    delays = sorted(seen.delays())
    shown = statistics.quantiles(delays, n=100)
    print(
        f"\n{minutes:g} minutes, {customers} conversations and {staff} members at once: {seen.episodes} handovers, ",
        end="",
    )
    print(f"{seen.exchanged} messages answered by people, {len(seen.turns)} by the bot")
    print(f"turn p50 {turn[49] * 1000:.0f} ms, p95 {turn[94] * 1000:.0f} ms")
    print(f"call until an open queue shows it p50 {shown[49] * 1000:.0f} ms, p95 {shown[94] * 1000:.0f} ms, ", end="")
    print(f"most {delays[-1] * 1000:.0f} ms ({len(delays)} seen)\n")
    limit = turn[94] + GRACE
    unseen = [ticket for ticket in seen.called if len(seen.visible.get(ticket, ())) < staff]
    results = [
        (not seen.faults, f"lost, doubled, out of order, spoken after a claim: {len(seen.faults)} (at most 0)"),
        (not unseen, f"tickets some open queue never showed: {len(unseen)} (at most 0)"),
        (
            shown[94] <= limit,
            f"call until seen, p95: {shown[94]:.2f} s (at most a turn's p95 + {GRACE:g} s: {limit:.2f} s)",
        ),
    ]
    for fault in seen.faults[:20]:
        print(fault)
    for holds, line in results:
        print(f"{'PASS' if holds else 'FAIL'}  {line}")
    return all(holds for holds, _ in results)


def main() -> int:
    """Runs the benchmark and gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--customers", type=int, default=100)
    parser.add_argument("--staff", type=int, default=10)
    parser.add_argument("--database")
    given = parser.parse_args()
    seen = run(given.minutes, given.customers, given.staff, given.database)
    return 0 if report(seen, given.minutes, given.customers, given.staff) else 1


if __name__ == "__main__":
    sys.exit(main())
