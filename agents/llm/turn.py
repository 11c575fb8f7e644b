"""What belongs to the model's steps of one turn: whose data is hidden, how long they may take, what they may cost."""

from collections.abc import Callable, Iterable
from functools import cached_property

from agents.llm.deadlines import Deadline
from agents.llm.spending import Spending
from domain.masking import Masking


class LlmTurn:
    """One turn as the model's client sees it. Most ask nothing: what has to be looked up waits for the first call.

    Args:
        deadline: When the turn must be answered, with or without the model.
        names: Looks up what is personal though nothing shows it: the customer's name, address.
        account: Looks up what may still be spent.
    """

    def __init__(
        self,
        deadline: Deadline,
        names: Callable[[], Iterable[str]] = tuple,
        account: Callable[[], Spending] = Spending,
    ) -> None:
        self.deadline = deadline
        self._names = names
        self._account = account

    @cached_property
    def masking(self) -> Masking:
        """Hides personal data in what is sent; the same datum has the same placeholder all through the turn."""
        return Masking(self._names())

    @cached_property
    def spending(self) -> Spending:
        """What the turn's calls cost, and may cost."""
        return self._account()

    @property
    def asked(self) -> bool:
        """Whether any step wanted to ask the model."""
        return "spending" in self.__dict__
