"""What the language model's steps cost beside the model's own time, and how rarely it is asked; in one run.

Run it with `python -m bench.llm` where the knowledge is built; it ends with exit code 1 when a requirement fails. The
model is scripted and answers at once, over real HTTP from a process of its own.

- Overhead: whole turns with and without the model's steps by turns on the same texts, less the time the server says it
  took, over a pack that asks the model wherever it may be asked.
- A dead endpoint: the same texts where every connection is refused.
- Journeys: simulated customers against the product without a model, with one, and against a plain loop of a model with
  the same tools (ReAct).
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.request import urlopen

from pydantic import SecretStr

from bench.hostile import NOW, eager_engine
from bench.react import ReactAgent
from evals.agents.agent import Agent
from evals.brains import settings_for
from evals.graders import build_graders
from evals.loading import load_suites
from evals.outcomes import examine
from evals.stage import AgentFactory, open_stage
from knowledge.pack import load_pack, pack_path
from services.application import Application, open_application
from services.settings import Settings, load_settings
from tests.fakes.llm_server import KEY, MODEL, dead_endpoint

MOST_OVERHEAD: Final = 15.0
"""Milliseconds, in the median turn that asked the model."""

MOST_OF_LOCAL: Final = 1.3
"""p95 of turns with a dead endpoint, as a multiple of those without one."""

MOST_CALLS: Final = 0.6
"""Calls a customer's turn."""

WARM_UP: Final = 6
SEED: Final = 3


@dataclass(frozen=True)
class Endpoint:
    """A scripted model in a process of its own."""

    url: str

    def stats(self) -> tuple[int, float]:
        """Calls answered, and the seconds that took."""
        with urlopen(self.url.removesuffix("/v1") + "/stats", timeout=10) as answer:  # noqa: S310 - on this machine
            told = json.load(answer)
        return told["calls"], told["seconds"]


@contextmanager
def endpoint(model: str) -> Iterator[Endpoint]:
    """Serves a scripted model."""
    command = [sys.executable, "-m", "tests.fakes.llm_server", model]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Endpoint(process.stdout.readline().strip())
        finally:
            process.terminate()


def with_model(settings: Settings, url: str) -> Settings:
    """The settings with an endpoint."""
    return settings.model_copy(update={"llm_base_url": url, "llm_api_key": SecretStr(KEY), "llm_model": MODEL})


@contextmanager
def service(settings: Settings) -> Iterator[Application]:
    """The running service over a new database."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        own = {"database_url": f"sqlite:///{scratch}/llm.db", "env": "development", "now": NOW}
        with open_application(settings.model_copy(update=own), eager_engine) as application:
            yield application


def texts(settings: Settings, count: int) -> Sequence[str]:
    """What customers ask, each once."""
    pack = load_pack(pack_path(settings.pack))
    asked = [text for writer in pack.faq_utterances for own in writer.topics.values() for text in own]
    return random.Random(SEED).sample(asked, count)  # noqa: S311


@dataclass(frozen=True)
class Taken:
    """Milliseconds of a turn: by the clock, and of this process's processors."""

    clock: float
    processors: float


def turn(application: Application, text: str) -> Taken:
    """One whole turn in a new conversation."""
    opened = application.conversations.open(now=NOW).conversation_id
    started, used = time.perf_counter(), time.process_time()
    application.turns.accept(opened, text)
    return Taken((time.perf_counter() - started) * 1_000, (time.process_time() - used) * 1_000)


@dataclass
class Overhead:
    """What turns that asked the model took beyond those without it and the model's own time, in milliseconds."""

    clock: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    calls: int = 0

    def __str__(self) -> str:
        beyond, used = statistics.median(self.clock), statistics.median(self.processors)
        each = self.calls / len(self.clock)
        said = f"{beyond:.1f} ms ({used:.1f} ms of processor) in the median of {len(self.clock)} turns"
        return f"{said} that asked the model {each:.1f} times"


def measure_overhead(local: Application, llm: Application, model: Endpoint, asked: Sequence[str]) -> Overhead:
    """Plays the same texts with and without the model, by turns."""
    over = Overhead()
    for number, text in enumerate(asked):
        before = model.stats()
        first, second = (local, llm) if number % 2 else (llm, local)
        taken = {id(application): turn(application, text) for application in (first, second)}
        after = model.stats()
        if number >= WARM_UP and after[0] > before[0]:
            with_it, alone = taken[id(llm)], taken[id(local)]
            over.clock.append(with_it.clock - alone.clock - (after[1] - before[1]) * 1_000)
            over.processors.append(with_it.processors - alone.processors)
            over.calls += after[0] - before[0]
    return over


def measure_dead(local: Application, dead: Application, asked: Sequence[str]) -> tuple[float, float]:
    """p95 of turns without a model and with a dead endpoint, by turns."""
    taken: dict[int, list[float]] = {id(local): [], id(dead): []}
    for number, text in enumerate(asked):
        for application in (local, dead) if number % 2 else (dead, local):
            milliseconds = turn(application, text).clock
            if number >= WARM_UP:
                taken[id(application)].append(milliseconds)
    return p95(taken[id(local)]), p95(taken[id(dead)])


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


@dataclass(frozen=True)
class Journeys:
    """How simulated customers fared."""

    cases: int
    passed: int
    turns: int
    calls: int

    @property
    def calls_a_turn(self) -> float:
        """Calls of the model for each message of a customer."""
        return self.calls / self.turns


def travel(settings: Settings, agent: AgentFactory, cases: int, model: Endpoint | None) -> Journeys:
    """Plays journeys against an agent."""
    (suite,) = load_suites(["journeys"])
    chosen = suite.cases[:: max(1, len(suite.cases) // cases)][:cases]
    before = model.stats()[0] if model else 0
    with open_stage(settings, agent) as stage:
        graders = build_graders(stage.agent.pack)
        outcomes = [examine(stage, graders, suite, case, 0, SEED) for case in chosen]
    calls = (model.stats()[0] if model else 0) - before
    passed = sum(outcome.passed for outcome in outcomes)
    return Journeys(len(outcomes), passed, sum(len(outcome.milliseconds) for outcome in outcomes), calls)


def main() -> None:
    """Measures and reports."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=200, help="For overhead and the dead endpoint; 0 leaves them out.")
    parser.add_argument("--cases", type=int, default=24, help="Journeys; 0 leaves them out.")
    given = parser.parse_args()
    settings = settings_for("local", load_settings())
    failed = False
    if given.turns:
        failed |= measure_turns(settings, given.turns)
    if given.cases:
        failed |= measure_journeys(settings, given.cases)
    sys.exit(failed)


def measure_turns(settings: Settings, count: int) -> bool:
    """Overhead and the dead endpoint; whether one of them is too much."""
    asked = texts(settings, count)
    with ExitStack() as stack:
        model, gone = stack.enter_context(endpoint("good")), stack.enter_context(dead_endpoint())
        local = stack.enter_context(service(settings))
        llm = stack.enter_context(service(with_model(settings, model.url)))
        dead = stack.enter_context(service(with_model(settings, gone)))
        over = measure_overhead(local, llm, model, asked)
        alone, without = measure_dead(local, dead, asked)
    overhead = statistics.median(over.clock)
    print(f"overhead: {over} (≤ {MOST_OVERHEAD})")
    print(f"dead endpoint: p95 {without:.0f} ms, {without / alone:.2f} × local ({alone:.0f} ms; ≤ {MOST_OF_LOCAL})")
    return overhead > MOST_OVERHEAD or without > MOST_OF_LOCAL * alone


def measure_journeys(settings: Settings, cases: int) -> bool:
    """Calls a turn, and outcomes with and without a model; whether one of them is not good enough."""
    local = travel(settings, Agent, cases, None)
    with endpoint("good") as model:
        llm = travel(with_model(settings, model.url), Agent, cases, model)
    with endpoint("react") as model:
        plain = travel(settings, partial(ReactAgent, url=model.url), cases, model)
    for name, seen in (("local", local), ("with the model", llm), ("plain ReAct loop", plain)):
        said = f"{seen.passed} of {seen.cases} journeys end well, {seen.turns} turns"
        print(f"{name}: {said}, {seen.calls_a_turn:.2f} calls a turn")
    return llm.calls_a_turn > MOST_CALLS or llm.passed < local.passed


if __name__ == "__main__":
    main()
