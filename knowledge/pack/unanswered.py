"""How long a customer waits for whoever has claimed their ticket."""

from typing import Self

from pydantic import model_validator

from domain.labels import PRIORITIES, Priority
from knowledge.pack.part import Part
from knowledge.pack.units import Minutes


class Unanswered(Part):
    """How long a customer waits for a word of whoever claimed their ticket.

    Then managers are told (`escalate`); then it goes back to the queue (`requeue`, or `away` where whoever has it is
    not there at this hour).
    """

    escalate: dict[Priority, Minutes]
    requeue: dict[Priority, Minutes]
    away: Minutes

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name, minutes in (("escalate", self.escalate), ("requeue", self.requeue)):
            if missing := [priority for priority in PRIORITIES if priority not in minutes]:
                raise ValueError(f"{name} says nothing of {', '.join(missing)}; give minutes for every priority")
        if late := [priority for priority in PRIORITIES if self.requeue[priority] <= self.escalate[priority]]:
            raise ValueError(f"requeue comes before managers are told ({', '.join(late)}); let it come later")
        return self
