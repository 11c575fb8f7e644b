"""When a person was called: premature, right, late, missed or needless."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.graders.evidence import Evidence, Grader

Timing = Literal["right", "premature", "late", "missed", "needless", "rightly_none"]


@dataclass(frozen=True)
class Judged:
    """How a handover compares with what was due.

    Attributes:
        due: Whether a person was due.
        called: Whether one was called.
        timing: How the two compare.
        why: In words.
    """

    due: bool
    called: bool
    timing: Timing
    why: str


def handover() -> Grader:
    """Compares the turn of the first handover, its trigger and its priority with what was due."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        judged = judge(evidence)
        if judged is None:
            return None
        if judged.timing in ("rightly_none",):
            return []
        return [judged.why] if judged.timing != "right" else _words(evidence)

    return grade


def judge(evidence: Evidence) -> Judged | None:
    """How the handover of a case went; None where the case says nothing of it."""
    if evidence.case.simulate is not None and evidence.case.handover is None:
        return _judge_simulated(evidence)
    wanted = evidence.handover
    if wanted is None:
        return None
    at = _called_at(evidence)
    if not wanted.due:
        return _none_due(at, _trigger(evidence))
    first = wanted.at or 0
    any_time = wanted.at is None and evidence.case.text is None
    last = wanted.latest if wanted.latest is not None else (None if any_time else first)
    return _judge(at, first, last)


def _judge(at: int | None, first: int, last: int | None) -> Judged:
    if at is None:
        return Judged(True, False, "missed", f"missed: a person was due at turn {first}, none was called")
    if at < first:
        return Judged(True, True, "premature", f"premature: a person was called at turn {at}, due at {first}")
    if last is not None and at > last:
        return Judged(True, True, "late", f"late: a person was called at turn {at}, due by {last}")
    return Judged(True, True, "right", "")


def _judge_simulated(evidence: Evidence) -> Judged:
    """A simulated customer knows from where on a person is due, and from where on one may be called."""
    at, turns = _called_at(evidence), evidence.played.turns
    due = next((index for index, said in enumerate(turns) if said.due is not None), None)
    brief = evidence.case.simulate
    assert brief is not None
    if due is None and not brief.goal.solvable:
        return _judge(at, 0, None)
    if due is None:
        if at is not None and turns[at].allows_person:
            return Judged(True, True, "right", "")
        return _none_due(at, _trigger(evidence))
    allowed = next(index for index, said in enumerate(turns) if said.due is not None or said.allows_person)
    return _judge(at, allowed if brief.goal.solvable or brief.goal.wants == "person" else 0, due)


def _none_due(at: int | None, trigger: str | None) -> Judged:
    if at is None:
        return Judged(False, False, "rightly_none", "")
    return Judged(False, True, "needless", f"needless: a person was called at turn {at} ({trigger}), none was due")


def _words(evidence: Evidence) -> list[str]:
    wanted, faults = evidence.handover, []
    if wanted is None:
        return []
    trigger, priority = _trigger(evidence), _priority(evidence)
    if wanted.triggers and trigger not in wanted.triggers:
        faults.append(f"the trigger is {trigger}, not {' or '.join(wanted.triggers)}")
    if wanted.priority and priority not in wanted.priority:
        faults.append(f"the priority is {priority}, not {' or '.join(wanted.priority)}")
    return faults


def _called_at(evidence: Evidence) -> int | None:
    reading = evidence.played.reading
    if reading is not None:
        return 0 if reading.trigger else None
    return evidence.played.handover_at


def _trigger(evidence: Evidence) -> str | None:
    return _card(evidence)[0]


def _priority(evidence: Evidence) -> str | None:
    return _card(evidence)[1]


def _card(evidence: Evidence) -> tuple[str | None, str | None]:
    """Trigger and priority as they were first told."""
    reading, at = evidence.played.reading, evidence.played.handover_at
    if reading is not None:
        return reading.trigger, reading.priority
    card = evidence.played.turns[at].reply.get("handover") if at is not None else None
    return (card["trigger"], card["priority"]) if card else (None, None)
