"""What a simulated customer sees of the company: plans, buttons, and how its questions sound."""

from collections.abc import Mapping

from evals.part import Identifier, Part, Text
from evals.simulation.brief import Wants


class Page(Part):
    """The company as its customers know it (`evals/banks/page.yaml`).

    Attributes:
        plans: What customers call each plan.
        plan_buttons: What stands on its button.
        payments: The ways of paying, as they stand on their buttons.
        ways: Buttons that lead where somebody wants to go.
        confirms: Buttons by which something is settled.
        asks_with: Endings of a line that asks.
        asked_by: Words by which a question is recognised in such a line.
    """

    about: Text
    plans: dict[Identifier, Text]
    plan_buttons: dict[Identifier, Text]
    payments: dict[Identifier, Text]
    ways: dict[Wants, Text]
    confirms: dict[Identifier, Text]
    asks_with: tuple[Text, ...]
    asked_by: dict[Identifier, tuple[Text, ...]]

    def asked_in(self, message: str, options: Mapping[str, str]) -> str | None:
        """What a reply asks for by its buttons and its last line; None where it asks for nothing known.

        Args:
            message: Its words.
            options: Its buttons.
        """
        labels = set(options)
        if labels & set(self.plan_buttons.values()):
            return "plan"
        if labels & set(self.payments.values()):
            return "payment"
        if labels & set(self.confirms.values()):
            return "confirm"
        *_, last = message.splitlines() or [""]
        if not any(word in last for word in self.asks_with):
            return None
        return next((slot for slot, words in self.asked_by.items() if any(word in last for word in words)), None)
