"""Records of nobody: for reading messages where nothing is stored and nobody is known."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from domain.email_codes import CodeMails
from domain.llm_spending import Spent
from domain.records import Booking, Busy, Customer, Proposal, Technician, Worth
from domain.staff import Duty
from domain.success.account import Account
from domain.success.customer_360 import Customer360
from domain.success.sentiment import Remark


class NobodyKnown:
    """Implements `domain.records.Records` without a database. Everybody put into `staff` is free at any time."""

    def __init__(self) -> None:
        self.staff: Sequence[Technician] = ()

    def customer(self, customer_id: str) -> Customer | None:
        """Nobody."""
        return None

    def customer_by_email(self, email: str) -> Customer | None:
        """Nobody."""
        return None

    def code_mails(self, conversation_id: str, email: str | None) -> CodeMails:
        """None."""
        return CodeMails()

    def bookings(self, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
        """None."""
        return ()

    def technicians(self) -> Sequence[Technician]:
        """Whoever was put there."""
        return self.staff

    def busy(
        self, start: datetime, end: datetime, conversation_id: str, technicians: Collection[str]
    ) -> Sequence[Busy]:
        """None."""
        return ()

    def duty(self) -> Duty:
        """As if everybody were there."""
        return Duty()

    def account(self, customer_id: str, now: datetime) -> Account | None:
        """Nobody's."""
        return None

    def worth(self, customer_id: str, now: datetime) -> Worth:
        """Nothing is known."""
        return Worth()

    def view(self, customer_id: str, now: datetime) -> Customer360 | None:
        """Nobody."""
        return None

    def proposal(self, conversation_id: str, proposal_id: str) -> Proposal | None:
        """None."""
        return None

    def remarks(self, customer_id: str, now: datetime) -> Sequence[Remark]:
        """None."""
        return ()

    def llm_spent(self, conversation_id: str, day: date) -> tuple[Spent, Spent]:
        """Nothing."""
        return Spent(), Spent()
