"""Whether the right topic was found, and whether it was right to answer at all."""

from collections.abc import Iterator, Sequence

from evals.expectations import Understood
from evals.graders.evidence import Evidence, Grader
from evals.graders.understanding import readings
from evals.played import Reading


def retrieval() -> Grader:
    """Checks the first topic, and the decision to answer, ask back or decline.

    Where no topic is right (`topics: none`), everything but an answer is. Where one is right and the case names no
    decision, asking back with the right topic among those offered does no harm.
    """

    def grade(evidence: Evidence) -> Sequence[str] | None:
        wanted = [
            (place, understood, reading)
            for place, understood, reading in readings(evidence)
            if understood.topics is not None or understood.decision is not None
        ]
        if not wanted:
            return None
        return [f"{place}{fault}" for place, understood, reading in wanted for fault in _unlike(understood, reading)]

    return grade


def _unlike(wanted: Understood, reading: Reading) -> Iterator[str]:
    if wanted.decision is not None and reading.decision not in wanted.decision:
        yield f"decision is {reading.decision}, not {' or '.join(wanted.decision)}"
    if wanted.topics is None:
        return
    found = [name for name, _ in reading.topics]
    if not wanted.topics:
        if wanted.decision is None and reading.decision == "answer":
            yield f"answers with {found[0] if found else 'nothing'}, which no topic covers"
    elif not found or found[0] not in wanted.topics:
        place = next((str(rank) for rank, name in enumerate(found, 1) if name in wanted.topics), "not found")
        yield f"first topic is {found[0] if found else 'none'}, not {' or '.join(wanted.topics)} (rank: {place})"
