"""What flows through the graph: a narrow way in, a wider inside."""

from typing import TypedDict

from agents.llm.turn import LlmTurn
from agents.llm.worded import Wording
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.plan import ReplyPlan
from domain.turn import TurnOutcome, TurnRequest


class ConversationInput(TypedDict):
    """What a turn starts from."""

    request: TurnRequest


class ConversationState(ConversationInput, total=False):
    """What the nodes add, one after another."""

    llm: LlmTurn | None
    dialogue: DialogueState
    perception: Perception
    plan: ReplyPlan
    wording: Wording
    outcome: TurnOutcome
