"""Whether a simulated customer got what they came for."""

from collections.abc import Sequence

from evals.graders.evidence import Evidence, Grader


def goal() -> Grader:
    """Checks how the conversation ended for the customer."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        if evidence.case.simulate is None:
            return None
        played = evidence.played
        return [] if played.ending == "goal_reached" else [f"{played.ending}: {played.why}"]

    return grade
