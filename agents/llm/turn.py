"""What belongs to the model's steps of one turn: whose data is hidden, how long they may take, what they may cost."""

from dataclasses import dataclass, field

from agents.llm.deadlines import Deadline
from agents.llm.spending import Spending
from domain.masking import Masking


@dataclass
class LlmTurn:
    """One turn as the model's client sees it.

    Attributes:
        deadline: When the turn must be answered, with or without the model.
        masking: Hides personal data in what is sent; the same datum has the same placeholder all through the turn.
        spending: What its calls cost, and may cost.
    """

    deadline: Deadline
    masking: Masking = field(default_factory=Masking)
    spending: Spending = field(default_factory=Spending)
