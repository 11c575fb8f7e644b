"""A simulated customer as the player sees one."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from domain.clock import in_tokyo
from evals.customer import Move
from evals.played import Ending
from evals.simulation import SimulatedCustomer, load_banks
from evals.simulation.banks import Banks
from evals.simulation.brief import Brief


class Simulated:
    """Speaks as the brief says; the same seed and case give the same customer.

    Args:
        brief: Who they are and what they came for.
        now: When the conversation begins.
        seed: Of the run and the repetition.
        case_id: Of the case.
    """

    def __init__(self, brief: Brief, now: datetime, seed: int, case_id: str) -> None:
        self._customer = SimulatedCustomer(brief, now=in_tokyo(now), seed=seed, case_id=case_id, banks=_banks())

    def move(self, reply: Mapping[str, Any] | None, code: str | None) -> Move | None:
        """The next message."""
        said = self._customer.speak(reply, code=code)
        if said is None:
            return None
        text = said.text.replace(code, "{code}") if code else said.text  # made up anew in every run
        acts = tuple(" ".join(filter(None, (act.kind, act.about))) for act in said.acts)
        return Move(text, due=said.due, acts=acts, allows_person=self._customer.allows_handover)

    def ending(self) -> tuple[Ending, str]:
        """How it ended for the customer."""
        ending = self._customer.ending
        return (ending.reason, ending.why) if ending else ("stuck", "the conversation ended in the middle")


@cache
def _banks() -> Banks:
    return load_banks()
