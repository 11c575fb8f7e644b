"""Which ways the conversation took: routes and types of reply."""

from collections.abc import Sequence

from evals.cases import Sets
from evals.graders.evidence import Evidence, Grader


def routes() -> Grader:
    """Checks routes and types that have to be taken, and that may not be."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        case = evidence.case
        if not any((*_named(case.routes), *_named(case.types))):
            return None
        taken = {said.reply["route"] for said in evidence.replies}
        types = {said.reply["type"] for said in evidence.replies}
        return [*missing("route", case.routes, taken), *missing("type", case.types, types)]

    return grade


def missing(what: str, sets: Sets, found: set[str]) -> list[str]:
    """What is required and did not occur, and what occurred and is forbidden."""
    seen = ", ".join(sorted(found)) or "none"
    return [
        *(f"{what} {name} never occurred (seen: {seen})" for name in sets.required if name not in found),
        *(f"{what} {name} is forbidden" for name in sets.forbidden if name in found),
    ]


def _named(sets: Sets) -> tuple[str, ...]:
    return (*sets.required, *sets.forbidden)
