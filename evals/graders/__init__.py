"""Graders: each looks at one side of how a case went and can fail it."""

from collections.abc import Mapping
from typing import Final

from evals.cases import GraderName
from evals.graders.end_state import end_state
from evals.graders.evidence import Evidence, Grader
from evals.graders.facts import facts
from evals.graders.goal import goal
from evals.graders.handover import handover
from evals.graders.leaks import leaks
from evals.graders.packet import packet
from evals.graders.replies import replies
from evals.graders.retrieval import retrieval
from evals.graders.routes import routes
from evals.graders.tone import tone
from evals.graders.tools import tools
from evals.graders.turns import turns
from evals.graders.understanding import understanding
from knowledge.pack import Pack

__all__ = ["ALWAYS", "Evidence", "Grader", "build_graders", "grade"]

ALWAYS: Final[tuple[GraderName, ...]] = ("replies", "facts", "leaks", "tone")
"""What every reply has to pass, whatever else a case names as its basis."""


def build_graders(pack: Pack) -> dict[GraderName, Grader]:
    """All graders, by name.

    Args:
        pack: What the company may say.
    """
    return {
        "end_state": end_state(),
        "handover": handover(),
        "replies": replies(),
        "routes": routes(),
        "tools": tools(),
        "understanding": understanding(),
        "retrieval": retrieval(),
        "facts": facts(pack),
        "leaks": leaks(),
        "tone": tone(),
        "turns": turns(),
        "goal": goal(),
        "packet": packet(pack),
    }


def grade(graders: Mapping[GraderName, Grader], evidence: Evidence) -> dict[GraderName, list[str]]:
    """What each grader that counts for a case finds wrong; a grader that has nothing to check is left out.

    Args:
        graders: All graders.
        evidence: The case and how it went.
    """
    basis = evidence.case.basis or evidence.suite.basis
    wanted = {*basis, *ALWAYS} if basis else set(graders)
    verdicts: dict[GraderName, list[str]] = {}
    for name, grader in graders.items():
        faults = grader(evidence) if name in wanted else None
        if faults is not None:
            verdicts[name] = list(faults)
    return verdicts
