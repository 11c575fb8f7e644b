"""What the API asks of the copilot."""

from typing import Protocol

from domain.copilot.advice import Advice, Wish
from domain.staff import Member


class Copilot(Protocol):
    """What stands beside the staff's reply box; the copilot graph is one. It writes nothing."""

    def advise(self, member: Member, ticket_id: str, wish: Wish) -> Advice:
        """Looks at a ticket as it stands now. Whoever calls has made sure who the member is.

        Args:
            member: Who asks: their role decides what is looked up for them, and what they may offer.
            ticket_id: Which ticket.
            wish: What is wanted.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        ...
