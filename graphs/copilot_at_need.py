"""The copilot, put together when somebody first asks it: a process that only answers customers never loads it."""

from collections.abc import Callable
from threading import Lock

from domain.copilot.advice import Advice, Wish
from domain.staff import Member
from services.copilot.port import Copilot


class CopilotAtNeed:
    """A copilot that is not there yet.

    Args:
        build: Puts it together; called once.
    """

    def __init__(self, build: Callable[[], Copilot]) -> None:
        self._build = build
        self._building = Lock()
        self._built: Copilot | None = None

    def advise(self, member: Member, ticket_id: str, wish: Wish) -> Advice:
        """Looks at a ticket as it stands now.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        return self.ready().advise(member, ticket_id, wish)

    def ready(self) -> Copilot:
        """The copilot itself. Whoever asks while it is put together waits for it."""
        with self._building:
            if self._built is None:
                self._built = self._build()
            return self._built
