"""A member of the staff at work, beside the server: what they do reaches it through the database alone."""

from sqlalchemy import select

from domain.clock import SystemClock
from services.application import open_database
from services.members import MemberFields, Members
from services.serving import Serving
from services.settings import Settings
from store.models import Ticket
from tests.fakes.engine import FakeEngine


class StaffMember:
    """佐藤 of the CS staff, who serves the one ticket there is."""

    def __init__(self, settings: Settings) -> None:
        self._database = open_database(settings)
        clock = SystemClock()
        self._me, _ = Members(self._database, clock).add(MemberFields("佐藤", "cs", "sato@example.com"))
        self._serving = Serving(self._database, clock, FakeEngine().notice)

    def claim(self) -> None:
        self._serving.claim(self._me, self._ticket())

    def say(self, text: str) -> None:
        self._serving.reply(self._me, self._ticket(), text)

    def type(self) -> None:
        self._serving.show_typing(self._me, self._ticket())

    def close_ticket(self) -> None:
        self._serving.close(self._me, self._ticket(), "solved")

    def give_back(self) -> None:
        self._serving.give_back(self._me, self._ticket())

    def close(self) -> None:
        self._database.close()

    def _ticket(self) -> str:
        with self._database.read() as session:
            return session.scalars(select(Ticket.id)).one()
