"""Whether the graders noticed what a sabotaged agent did."""

from collections.abc import Iterable

from evals.agents.sabotage import SABOTAGES
from evals.outcomes import Outcome

PREFIX = "sabotaged:"


def is_meant(agent: str, outcome: Outcome) -> bool:
    """Whether a case has to fail: harm was done in it, of a kind it grades.

    A person called in vain harms no case in which one was due; one not called harms only those.

    Args:
        agent: The sabotaged agent's name.
        outcome: A trial it played.
    """
    kind = agent.removeprefix(PREFIX)
    graded = set(SABOTAGES[kind].noticed_by) & set(outcome.verdicts)
    if not outcome.played["struck"] or not graded:
        return False
    match kind:
        case "always_hand_over":
            return outcome.handover is not None and not outcome.handover["due"]
        case "never_hand_over":
            return outcome.handover is not None and outcome.handover["due"]
        case _:
            return True


def noticed(agent: str, outcome: Outcome) -> bool:
    """Whether one of the graders whose business it is found something wrong."""
    kind = agent.removeprefix(PREFIX)
    return any(outcome.verdicts.get(name) for name in SABOTAGES[kind].noticed_by)


def tally(agent: str, outcomes: Iterable[Outcome]) -> tuple[int, list[str]]:
    """How many trials were harmed in a way they grade, and which of them did not notice."""
    meant = [outcome for outcome in outcomes if is_meant(agent, outcome)]
    return len(meant), [outcome.case for outcome in meant if not noticed(agent, outcome)]
