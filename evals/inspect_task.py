"""The suites as a task of inspect_ai: its viewer shows every conversation with what each grader found.

Play: `inspect eval evals/inspect_task.py -T suites=handover,journeys --model none/none --log-dir data/evals/inspect`
Look: `inspect view --log-dir data/evals/inspect`
"""

import asyncio
import atexit
from collections.abc import Iterator
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, NOANSWER, Score, Scorer, Target, accuracy, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.cases import Case, Suite
from evals.loading import load_suites
from evals.outcomes import Outcome
from evals.workers import Job, Worker
from services.settings import load_settings

OUTCOME = "outcome"
"""Where a sample's store keeps how the case went."""


@task
def zenbu(suites: str = "", agent: str = "zenbu", seed: int = 0) -> Task:
    """Cases as samples: played through the services, graded by the same graders as `zenbu eval run`.

    Args:
        suites: Names, with commas between them; none: all.
        agent: zenbu, or sabotaged:KIND.
        seed: Of the simulated customers.
    """
    loaded = load_suites(suites.split(",") if suites else ())
    samples = [_sample(suite, place, case) for place, suite in enumerate(loaded) for case in suite.cases]
    return Task(
        dataset=MemoryDataset(samples, name=suites or "all"), solver=played(loaded, agent, seed), scorer=graded()
    )


@solver
def played(suites: list[Suite], agent: str, seed: int) -> Solver:
    """Plays a sample's case; the services answer, no model of inspect's is asked."""
    workers: list[Worker] = []
    one_at_a_time = asyncio.Lock()

    def play(suite: int, name: str) -> Outcome:
        if not workers:
            workers.append(Worker(load_settings(), suites, agent, seed))
            atexit.register(workers[0].close)  # inspect tells nobody when its last sample is done
        case = next(place for place, case in enumerate(suites[suite].cases) if case.id == name)
        return workers[0].work(Job(((suite, case, 0),)))[0]

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        async with one_at_a_time:
            outcome = await asyncio.to_thread(play, state.metadata["place"], str(state.sample_id))
        state.messages = list(_messages(outcome))
        state.output = ModelOutput.from_content("zenbu", state.messages[-1].text)
        state.store.set(OUTCOME, outcome.as_json())
        return state

    return solve


@scorer(metrics=[accuracy(), stderr()])
def graded() -> Scorer:
    """Passes what every grader that counts is content with; a simulator's own fault is no answer."""

    async def score(state: TaskState, target: Target) -> Score:
        outcome = Outcome.from_json(state.store.get(OUTCOME))
        faults = [f"{name}: {fault}" for name, own in outcome.verdicts.items() for fault in own]
        value = {"passed": CORRECT, "failed": INCORRECT, "simulator_fault": NOANSWER}[outcome.status]
        return Score(value=value, answer=state.output.completion, explanation="\n".join(faults) or "nothing is wrong")

    return score


def _sample(suite: Suite, place: int, case: Case) -> Sample:
    first = case.text or (case.turns[0].says or case.turns[0].presses if case.turns else f"({case.purpose})")
    told = {"place": place, "suite": suite.suite, "because": case.because, "tags": list(case.tags)}
    return Sample(id=case.id, input=str(first), target=case.purpose, metadata=told)


def _messages(outcome: Outcome) -> Iterator[ChatMessage]:
    for said in outcome.played["turns"]:
        yield ChatMessageUser(content=said["text"])
        read: dict[str, Any] = said["reply"] or said["record"]
        message = said["reply"]["message"] if said["reply"] else "(read, not answered)"
        yield ChatMessageAssistant(content=message or "(nothing)", metadata={"reply": read, "record": said["record"]})
