"""What was done: effects that were written, and tools that were called."""

from collections.abc import Sequence

from evals.graders.evidence import Evidence, Grader
from evals.graders.routes import missing


def tools() -> Grader:
    """Checks tools and effects that have to be used, and that may not be."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        wanted = evidence.case.tools
        if not (wanted.required or wanted.forbidden):
            return None
        used = {name for said in evidence.played.turns for name in said.effects}
        called = {_name(call) for said in evidence.played.turns for call in said.record.get("tools") or ()}
        return missing("tool", wanted, used | called)

    return grade


def _name(call: object) -> str:
    return str(call["name"]) if isinstance(call, dict) else str(call)
