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
from dataclasses import astuple, dataclass
from pathlib import Path

ROUNDS = 7
MOST_OF_IMPORTS = 1.5
MESSAGE = "料金は？"

IMPORTS = "langgraph.graph, chromadb, fastapi"
ANSWER = "zenbu chat, one answer, stored"
_ZENBU = "from zenbu import main; main()"
PROCESSES = {
    f"import {IMPORTS}": (["-c", f"import {IMPORTS}; print('ready', flush=True)"], "ready"),
    ANSWER: (["-c", _ZENBU, "chat"], "> "),
    "zenbu understand, nothing stored": (["-c", _ZENBU, "understand", MESSAGE], "{"),
}
"""Arguments of each process, and what the line begins with that counts: the greeting comes before the answer."""


class ProcessFailed(RuntimeError):
    """A process did not answer. The message is what it said on its way out."""


@dataclass(frozen=True)
class Run:
    """Seconds of one process: to its answer and to its end by the wall clock, and on the processors."""

    answer: float
    end: float
    processors: float


def run(arguments: list[str], awaited: str, environment: dict[str, str]) -> Run:
    """Runs one process to its end.

    Raises:
        ProcessFailed: It ended with an error, or without the line that was awaited.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer: float | None = None
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{MESSAGE}\n".encode())
            process.stdin.close()
            for line in process.stdout:
                if answer is None and line.startswith(awaited.encode()):
                    answer = time.perf_counter() - start
        end = time.perf_counter() - start
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode or answer is None:
        raise ProcessFailed(said or f"{arguments} did not answer")
    return Run(answer, end, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(environment: dict[str, str]) -> dict[str, list[Run]]:
    """Runs every process by turns, after one round that only warms the disk's cache."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for name, (arguments, awaited) in PROCESSES.items():
            taken = run(arguments, awaited, environment)
            if number:
                runs[name].append(taken)
    return runs


def report(runs: dict[str, list[Run]]) -> bool:
    """Prints the table and the requirement, and tells whether it holds."""
    medians = {
        name: Run(*(statistics.median(column) for column in zip(*map(astuple, taken), strict=True)))
        for name, taken in runs.items()
    }
    base = medians[next(iter(runs))]
    print(f"\nseconds, median of {ROUNDS} processes each, by turns\n")
    print(f"{'':<44} {'to answer':>10} {'ratio':>6} {'to end':>8} {'ratio':>6} {'processors':>11} {'ratio':>6}")
    for name, median in medians.items():
        print(
            f"{name:<44} {median.answer:>10.2f} {median.answer / base.answer:>5.2f}x {median.end:>8.2f} "
            f"{median.end / base.end:>5.2f}x {median.processors:>11.2f} {median.processors / base.processors:>5.2f}x"
        )
    ratio = medians[ANSWER].answer / base.answer
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
            run(["-c", _ZENBU, "db", "upgrade"], "", environment)  # once in a database's life, not at every start
            return 0 if report(measure(environment)) else 1
        except ProcessFailed as error:
            print(f"FAIL  {error}")
            return 1


if __name__ == "__main__":
    sys.exit(main())
