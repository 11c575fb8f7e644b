"""A real server under steady conversations: does its memory stay, and does it answer everything?

Run it with `python -m bench.soak --minutes 4` where the knowledge is built; it ends with exit code 1 when a requirement
fails. The server is a process of its own, its database a SQLite file in a temporary folder.
"""

import argparse
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

DATA = Path(__file__).parent / "data"
CONVERSATIONS = 30
TURNS = 12
"""Of a conversation; then the next one is opened."""

PAUSE = 1.0
"""Seconds in the mean between an answer and the next message."""

WARM_UP = 0.25
"""Of the time; caches fill and threads start in it."""

STARTING = 60.0
LOOKS = 40
"""At the server's memory, after the warm-up."""

MOST_GROWTH = 1.10


@dataclass
class Seen:
    """What the clients saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    broken: int = 0
    """Requests that got no answer at all."""


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """The address and the process id of a server on a new database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"ZENBU_DATABASE_URL": f"sqlite:///{scratch}/soak.db", "ZENBU_ENV": "development"}
        command = [sys.executable, "-c", "import zenbu; zenbu.main()", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
            try:
                wait_until_ready(address, process)
                yield address, process.pid
            finally:
                process.terminate()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Waits for a server that starts.

    Raises:
        RuntimeError: It ended, or took too long.
    """
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError("The server does not come up. Look at what it says: zenbu serve")


def resident(pid: int) -> float:
    """Megabytes of memory a process holds."""
    return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)])) / 1024


def converse(address: str, texts: Sequence[str], number: int, seen: Seen, done: threading.Event) -> None:
    """One client: conversation after conversation, no message twice."""
    dice = random.Random(number)
    count = itertools.count()
    with httpx.Client(base_url=address, timeout=60) as http:
        while not done.is_set():
            opened = request(http, seen, "/v1/conversations", {}, {})
            if opened is None:
                continue
            path = f"/v1/conversations/{opened['conversation_id']}/messages"
            headers = {"Authorization": f"Bearer {opened['token']}"}
            for _ in range(TURNS):
                if done.wait(dice.expovariate(1 / PAUSE)):
                    return
                text = f"{dice.choice(texts)} {number}-{next(count)}"
                request(http, seen, path, {"text": text}, headers)


def request(
    http: httpx.Client, seen: Seen, path: str, body: dict[str, str], headers: dict[str, str]
) -> dict[str, str] | None:
    """Posts and notes what came of it."""
    started = time.perf_counter()
    try:
        answer = http.post(path, json=body, headers=headers)
    except httpx.TransportError:
        seen.broken += 1
        return None
    seen.seconds.append(time.perf_counter() - started)
    seen.statuses[answer.status_code] += 1
    return answer.json() if answer.is_success else None


def soak(minutes: float) -> bool:
    """Runs the clients, prints what was seen, and tells whether all requirements hold."""
    texts = [line for line in (DATA / "encoder_texts.txt").read_text(encoding="utf-8").splitlines() if line]
    seen, done = Seen(), threading.Event()
    with server() as (address, pid), ThreadPoolExecutor(CONVERSATIONS) as clients:
        try:
            started = [clients.submit(converse, address, texts, number, seen, done) for number in range(CONVERSATIONS)]
            time.sleep(minutes * 60 * WARM_UP)
            memory = []
            for _ in range(LOOKS):
                time.sleep(minutes * 60 * (1 - WARM_UP) / LOOKS)
                memory.append(resident(pid))
        finally:
            done.set()
        for client in started:
            client.result()
    return report(seen, memory, minutes)


def report(seen: Seen, memory: Sequence[float], minutes: float) -> bool:
    """Prints the measurements and whether they are as required."""
    fifth = len(memory) // 5
    before, after = statistics.median(memory[:fifth]), statistics.median(memory[-fifth:])
    answered = sum(seen.statuses.values())
    faults = seen.broken + sum(count for status, count in seen.statuses.items() if status >= 500)
    cuts = statistics.quantiles(seen.seconds, n=100)
    print(f"\n{minutes:g} minutes, {CONVERSATIONS} conversations at a time: {answered} requests, {dict(seen.statuses)}")
    print(f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    print(f"memory after the warm-up {before:.0f} MB, at the end {after:.0f} MB, most {max(memory):.0f} MB\n")
    results = [
        (faults == 0, f"requests without an answer, or answered by a fault: {faults} (at most 0)"),
        (after / before <= MOST_GROWTH, f"memory: {after / before:.3f}x (at most {MOST_GROWTH:g}x)"),
    ]
    for holds, line in results:
        print(f"{'PASS' if holds else 'FAIL'}  {line}")
    return all(holds for holds, _ in results)


def main() -> int:
    """Runs the benchmark and gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0)
    return 0 if soak(parser.parse_args().minutes) else 1


if __name__ == "__main__":
    sys.exit(main())
