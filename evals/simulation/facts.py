"""What a simulated customer holds to be true now: the goal's facts, as changes of mind have left them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from evals.simulation.brief import Contact, Goal, When

CONTACT = ("area", "name", "address", "phone", "email")


@dataclass(frozen=True)
class Facts:
    """Everything that may be told.

    Attributes:
        plan: The plan wanted.
        when: When a visit suits.
        payment: How it is paid.
        contact: Who is visited where.
        booking: How a booking on record is called.
        slots: What is known of the noise.
    """

    plan: str | None
    when: When
    payment: str
    contact: Contact
    booking: str | None
    slots: dict[str, Any]

    @classmethod
    def of(cls, goal: Goal) -> Self:
        """The facts of a goal."""
        return cls(goal.plan, goal.when, goal.payment, goal.contact, goal.booking, dict(goal.slots))

    def value(self, about: str) -> Any:
        """The fact a question is about; None where the customer does not know it."""
        if about in CONTACT:
            return getattr(self.contact, about)
        if about == "wish":
            return self.when
        if about == "visit":
            return self.booking
        if about in ("plan", "payment"):
            return getattr(self, about)
        return self.slots.get(about)

    def with_fact(self, fact: str, to: str | date) -> Self:
        """The facts after a change of mind.

        Args:
            fact: What changes.
            to: Its new value; of `when` a day, the hours stay.
        """
        if fact in CONTACT:
            return replace(self, contact=self.contact.model_copy(update={fact: to}))
        if isinstance(to, date):
            return replace(self, when=self.when.model_copy(update={"days": (to,), "said": None}))
        return replace(self, plan=to) if fact == "plan" else replace(self, payment=to)
