"""How many turns it took."""

from collections.abc import Sequence

from evals.graders.evidence import Evidence, Grader


def turns() -> Grader:
    """Checks that the conversation was not longer than the case allows."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        most, count = evidence.case.most_turns, len(evidence.played.turns)
        if most is None:
            return None
        return [f"{count} turns, more than {most}"] if count > most else []

    return grade
