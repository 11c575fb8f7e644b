"""What a turn's record keeps for a person who takes over: places in the message and counts, no text."""

from typing import Any, Protocol

from agents.context import Turn
from agents.diagnosis import Diagnosing
from domain.handover import displeasure
from domain.labels import Trigger
from domain.packet.pieces import Pointed
from domain.plan import ReplyPlan


class Points(Protocol):
    """What finds the words that call for a person."""

    def point_to(self, text: str, trigger: Trigger) -> Pointed:
        """Where in a message the words lie that call for a person, and those that tell what happened."""
        ...


def packet_notes(turn: Turn, plan: ReplyPlan, stuck: int, diagnosing: Diagnosing, brain: Points) -> dict[str, Any]:
    """The notes from which `domain.packet` is made.

    Args:
        turn: The turn.
        plan: What became of it.
        stuck: Turns in a row without progress, this one among them.
        diagnosing: Reads the slots.
        brain: Finds the words. It reads once more, and only where a person is called, or displeasure shows.
    """
    notes: dict[str, Any] = {
        "told": diagnosing.told(turn, plan.state.slots),
        "stuck": stuck,
        "uncovered": plan.state.uncovered,
    }
    if plan.handover is not None or displeasure(turn.perception) > 0:
        trigger = plan.handover.trigger if plan.handover else turn.perception.trigger
        pointed = brain.point_to(turn.request.text, trigger)
        notes |= {"cause": list(pointed.cause), "matter": list(pointed.matter or ())}
    if plan.handover is not None:
        notes["flow"] = turn.state.flow
    return {name: note for name, note in notes.items() if note}
