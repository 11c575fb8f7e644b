"""What is stored, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.email_codes import CodeMails
from domain.llm_spending import Spent
from domain.records import Booking, Busy, Customer, Proposal, Technician, Worth
from domain.staff import Duty
from domain.success.account import Account
from domain.success.customer_360 import Customer360
from domain.success.sentiment import Remark

GAP = timedelta(minutes=60)
EVERYWHERE = ("東京都", "神奈川県", "埼玉県", "千葉県", "大阪府")

SATO = Customer(
    "c-1",
    "佐藤花子",
    prefecture="東京都",
    address="東京都杉並区桃井1-2-3 101号室",
    phone="090-1234-5678",
    email="sato@example.com",
    noise_hours=(23, 0, 1),
)


@dataclass
class FakeRecords:
    """Rows a test puts there. Whoever is not known has the bookings of nobody."""

    customers: list[Customer] = field(default_factory=lambda: [SATO])
    visits: list[Booking] = field(default_factory=list)
    taken: list[Busy] = field(default_factory=list)
    staff: list[Technician] = field(default_factory=lambda: [Technician("t1", EVERYWHERE, frozenset(), GAP)])
    people: Duty = Duty()
    mails: CodeMails = CodeMails()
    accounts: dict[str, Account] = field(default_factory=dict)
    worths: dict[str, Worth] = field(default_factory=dict)
    views: dict[str, Customer360] = field(default_factory=dict)
    spent: tuple[Spent, Spent] = (Spent(), Spent())
    said: dict[str, list[Remark]] = field(default_factory=dict)

    def customer(self, customer_id: str) -> Customer | None:
        return next((customer for customer in self.customers if customer.customer_id == customer_id), None)

    def customer_by_email(self, email: str) -> Customer | None:
        found = [customer for customer in self.customers if customer.email == email]
        return found[0] if len(found) == 1 else None

    def code_mails(self, conversation_id: str, email: str | None) -> CodeMails:
        return self.mails

    def bookings(self, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
        return sorted(self.visits, key=lambda visit: visit.start) if customer_id else []

    def technicians(self) -> Sequence[Technician]:
        return self.staff

    def busy(
        self, start: datetime, end: datetime, conversation_id: str, technicians: Collection[str]
    ) -> Sequence[Busy]:
        wanted = (span for span in self.taken if span.technician_id in technicians)
        return [span for span in wanted if span.start < end and span.end > start]

    def duty(self) -> Duty:
        return self.people

    def account(self, customer_id: str, now: datetime) -> Account | None:
        return self.accounts.get(customer_id)

    def worth(self, customer_id: str, now: datetime) -> Worth:
        return self.worths.get(customer_id, Worth())

    def view(self, customer_id: str, now: datetime) -> Customer360 | None:
        return self.views.get(customer_id)

    def proposal(self, conversation_id: str, proposal_id: str) -> Proposal | None:
        return None

    def remarks(self, customer_id: str, now: datetime) -> Sequence[Remark]:
        return self.said.get(customer_id, [])

    def llm_spent(self, conversation_id: str, day: date) -> tuple[Spent, Spent]:
        return self.spent

    def take(self, start: datetime, end: datetime) -> None:
        """Everybody is busy."""
        self.taken += [Busy(technician.technician_id, start, end) for technician in self.staff]
