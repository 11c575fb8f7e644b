"""A whole process from its start to its first answer, against the bare imports of its three largest packages.

Run it with `python -m bench.startup` where the knowledge is built. Each run is `zenbu chat` with one message on its
standard input: it opens the application (database, encoder, index, graph), answers through the turn service, stores
the turn and exits. The processes alternate. Ends with exit code 1 when the requirement fails.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 7
MOST_OF_IMPORTS = 1.5
MESSAGE = "料金は？"

IMPORTS = "langgraph.graph, chromadb, fastapi"
ANSWER = "zenbu chat, one answer, stored"
_ZENBU = "from zenbu import main; main()"
PROCESSES = {
    f"import {IMPORTS}": ["-c", f"import {IMPORTS}"],
    ANSWER: ["-c", _ZENBU, "chat"],
    "zenbu understand, nothing stored": ["-c", _ZENBU, "understand", MESSAGE],
}


class ProcessFailed(RuntimeError):
    """A process did not answer. The message is what it said on its way out."""


@dataclass(frozen=True)
class Run:
    """Seconds of one process, by the wall clock and on the processors."""

    wall: float
    processors: float


def run(arguments: list[str], environment: dict[str, str]) -> Run:
    """Runs one process to its end.

    Raises:
        ProcessFailed: It ended with an error, or said nothing where it should answer.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        input=f"{MESSAGE}\n".encode(),
        capture_output=True,
        env=environment,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or (_ZENBU in arguments and not done.stdout.strip()):
        raise ProcessFailed(done.stderr.decode(errors="replace").strip() or f"{arguments} said nothing")
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(environment: dict[str, str]) -> dict[str, list[Run]]:
    """Runs every process by turns, after one round that only warms the disk's cache."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for name, arguments in PROCESSES.items():
            taken = run(arguments, environment)
            if number:
                runs[name].append(taken)
    return runs


def report(runs: dict[str, list[Run]]) -> bool:
    """Prints the table and the requirement, and tells whether it holds."""
    wall = {name: statistics.median(entry.wall for entry in taken) for name, taken in runs.items()}
    processors = {name: statistics.median(entry.processors for entry in taken) for name, taken in runs.items()}
    base = next(iter(runs))
    print(f"\nmedian of {ROUNDS} processes each, by turns\n")
    print(f"{'':<44} {'seconds':>8} {'ratio':>7} {'processor s':>12} {'ratio':>7}")
    for name in runs:
        print(
            f"{name:<44} {wall[name]:>8.2f} {wall[name] / wall[base]:>6.2f}x "
            f"{processors[name]:>12.2f} {processors[name] / processors[base]:>6.2f}x"
        )
    ratio = wall[ANSWER] / wall[base]
    holds = ratio <= MOST_OF_IMPORTS
    print(f"\n{'PASS' if holds else 'FAIL'}  start to first answer: {ratio:.2f}x (at most {MOST_OF_IMPORTS:g}x)")
    return holds


def main() -> int:
    """Runs the benchmark and gives the exit code."""
    argparse.ArgumentParser(description="Start to first answer against bare imports.").parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {
            "ZENBU_DATABASE_URL": f"sqlite:///{Path(scratch) / 'bench.db'}",
            "ANONYMIZED_TELEMETRY": "False",
            "PYTHONIOENCODING": "utf-8",
        }
        try:
            run(["-c", _ZENBU, "db", "upgrade"], environment)  # once in a database's life, not at every start
            return 0 if report(measure(environment)) else 1
        except ProcessFailed as error:
            print(f"FAIL  {error}")
            return 1


if __name__ == "__main__":
    sys.exit(main())
