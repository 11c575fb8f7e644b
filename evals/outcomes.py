"""A case, played once and graded: what is written down of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from evals.canonical import canonical
from evals.cases import Case, GraderName, Suite
from evals.graders import Evidence, Grader, grade
from evals.graders.handover import judge
from evals.graders.understanding import readings
from evals.played import Played
from evals.playing import play
from evals.reading import read
from evals.stage import Stage

Status = Literal["passed", "failed", "simulator_fault"]


@dataclass(frozen=True)
class Retrieved:
    """A message whose topic or decision is graded: what is right, and what was found."""

    topics: tuple[str, ...] | None
    decisions: tuple[str, ...] | None
    found: tuple[tuple[str, float], ...]
    decision: str


@dataclass(frozen=True)
class Outcome:
    """A graded trial. Everything but `milliseconds` is the same in every run of the same seed.

    Attributes:
        suite: The suite's name.
        case: The case's id.
        trial: Which repetition, from 0.
        status: A simulator's own fault is neither passed nor failed.
        verdicts: What each grader that counts finds wrong.
        tags: The case's.
        known_gap: Why the case is known to fail.
        played: How it went.
        retrieved: Messages whose topic is graded.
        handover: How the handover went: due, called, timing and the highest probability seen.
        routes: Of each turn whose route is expected: which, and which it took.
        simulated: Whether the customer was simulated.
        solvable: Whether a simulated customer's wish can be had without a person.
        milliseconds: How long each turn took.
    """

    suite: str
    case: str
    trial: int
    status: Status
    verdicts: dict[str, list[str]]
    tags: tuple[str, ...]
    known_gap: str | None
    purpose: str
    played: dict[str, Any]
    retrieved: tuple[dict[str, Any], ...] = ()
    handover: dict[str, Any] | None = None
    routes: tuple[tuple[str, str], ...] = ()
    simulated: bool = False
    solvable: bool = False
    milliseconds: tuple[float, ...] = field(default=(), compare=False)

    @property
    def passed(self) -> bool:
        """Whether every grader that counts is content."""
        return self.status == "passed"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Outcome":
        """What `as_json` gave."""
        fields = dict(data)
        for name in ("tags", "retrieved", "milliseconds"):
            fields[name] = tuple(fields[name])
        fields["routes"] = tuple((wanted, taken) for wanted, taken in fields["routes"])
        return cls(**fields)


def examine(
    stage: Stage, graders: Mapping[GraderName, Grader], suite: Suite, case: Case, trial: int, seed: int
) -> Outcome:
    """Plays a case and grades it.

    Args:
        stage: Where it is played.
        graders: Who grades.
        suite: The case's suite.
        case: The case.
        trial: Which repetition.
        seed: Of the run.
    """
    if case.text is not None:
        return graded(graders, suite, case, read(stage.agent, suite, case, trial))
    return graded(graders, suite, case, play(stage, suite, case, trial, seed))


def graded(graders: Mapping[GraderName, Grader], suite: Suite, case: Case, played: Played) -> Outcome:
    """Grades how a case went."""
    evidence = Evidence(suite, case, played)
    verdicts = grade(graders, evidence)
    failed = any(verdicts.values())
    status: Status = "failed" if failed else "passed"
    if played.ending == "simulator_fault":
        status = "simulator_fault"
    kept = asdict(played)
    spent = kept.pop("milliseconds")
    return Outcome(
        suite=suite.suite,
        case=case.id,
        trial=played.trial,
        status=status,
        verdicts=canonical({str(name): faults for name, faults in verdicts.items()}),
        tags=case.tags,
        known_gap=case.known_gap,
        purpose=case.purpose,
        played=canonical(kept),
        retrieved=tuple(asdict(found) for found in _retrieved(evidence)),
        handover=_handover(evidence),
        routes=tuple(_routes(evidence)),
        simulated=case.simulate is not None,
        solvable=case.simulate is not None and case.simulate.goal.solvable and case.simulate.goal.wants != "person",
        milliseconds=tuple(spent),
    )


def _retrieved(evidence: Evidence) -> list[Retrieved]:
    return [
        Retrieved(wanted.topics, wanted.decision, reading.topics, reading.decision)
        for _, wanted, reading in readings(evidence)
        if wanted.topics is not None or wanted.decision is not None
    ]


def _handover(evidence: Evidence) -> dict[str, Any] | None:
    judged = judge(evidence)
    return {**asdict(judged), "score": _highest(evidence.played)} if judged is not None else None


def _highest(played: Played) -> float:
    """The highest probability of a handover seen up to the first one; named danger is certain."""
    last = len(played.turns) if played.handover_at is None else played.handover_at + 1
    seen = [1.0 if said.record.get("danger") else said.record.get("handover", 0.0) for said in played.turns[:last]]
    return round(max(seen, default=0.0), 4)


def _routes(evidence: Evidence) -> list[tuple[str, str]]:
    """Of each turn whose route is expected: the one that is expected (the one it took, where several are right)."""
    found = []
    for said in evidence.replies:
        expected = evidence.expected_of(said)
        if expected is not None and expected.route:
            taken = said.reply["route"]
            found.append((taken if taken in expected.route else expected.route[0], taken))
    return found
