"""Offers are made within everybody's authority, also by many at once, and the ledger adds up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from domain.recovery import Authority, Level, RecoveryTerms
from domain.staff import Member, NotAllowed, Role
from services.customers.directory import NoSuchCustomer
from services.privacy import PrivacyService
from services.recovery import OfferTooMuch, ProposalSettled, RecoveryDesk, RecoveryUnknown, UnknownProposal
from services.recovery.desk import Wish
from services.serving import UnknownTicket
from store.models import OutboxEvent, RecoveryEntry, RecoveryProposal, StaffAction
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import HandClock
from tests.fakes.recovery import TERMS
from tests.fakes.service import count
from tests.fakes.staff import hire, staff_door

CUSTOMERS = 12


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(database: Database, clock: HandClock) -> RecoveryDesk:
    """Customers whose LTV allows all that severity justifies."""
    with database.write() as session:
        for number in range(CUSTOMERS):
            history.customer(session, f"c-{number}", "b2c")
            history.score(session, f"c-{number}", clock.now(), ltv=400_000)
    return RecoveryDesk(database, clock, TERMS)


Argument = TypeVar("Argument")
Hire = Callable[[str, Role], Member]


@pytest.fixture
def member(database: Database, clock: HandClock) -> Hire:
    door = staff_door(database, clock)
    return lambda member_id, role: hire(door, member_id, role)


def ledger(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.sum(RecoveryEntry.amount))) or 0


def test_offer_within_authority_is_granted_at_once_and_counted(
    desk: RecoveryDesk, member: Hire, database: Database
) -> None:
    tanaka = member("tanaka", "cs")
    row = desk.propose(tanaka, Wish("c-0", "late", "coupon"))
    assert (row.status, row.amount, row.settled_by) == ("granted", 3_000, "tanaka")
    own = desk.budget(tanaka)
    assert (own.month, own.limit, own.spent, own.left) == ("2026-11", 30_000, 3_000, 27_000)
    with database.read() as session:
        noted = session.scalars(select(StaffAction.action).order_by(StaffAction.id)).all()
    assert noted[-2:] == ["recovery_propose", "recovery_granted"]
    assert count(database, OutboxEvent) == 0  # nobody outside is told


def test_offer_above_authority_waits_for_the_next_level(desk: RecoveryDesk, member: Hire, database: Database) -> None:
    tanaka, sato, mori = member("tanaka", "cs"), member("sato", "senior"), member("mori", "manager")
    row = desk.propose(tanaka, Wish("c-0", "missed", "coupon"))
    assert (row.status, row.amount, row.needs) == ("waiting", 10_000, "senior")
    assert ledger(database) == 0
    with pytest.raises(NotAllowed, match="level staff, this needs senior"):
        desk.approve(member("abe", "csm"), row.id)
    assert desk.approve(sato, row.id).status == "granted"
    assert (desk.budget(tanaka).spent, desk.budget(sato).spent) == (0, 10_000)
    with pytest.raises(ProposalSettled):
        desk.approve(mori, row.id)
    assert ledger(database) == 10_000


def test_nobody_approves_their_own(desk: RecoveryDesk, member: Hire) -> None:
    sato = member("sato", "senior")
    row = desk.propose(sato, Wish("c-0", "damage", "coupon", 20_000))
    assert (row.status, row.needs) == ("waiting", "manager")
    mori = member("mori", "manager")
    own = desk.propose(mori, Wish("c-0", "damage", "coupon", 20_000))
    assert own.status == "granted"
    with pytest.raises(NotAllowed):
        desk.approve(sato, row.id)
    assert desk.approve(mori, row.id).status == "granted"  # 40,000 in this case, of 50,000


def test_a_case_cannot_be_split(desk: RecoveryDesk, member: Hire) -> None:
    tanaka = member("tanaka", "cs")
    assert desk.propose(tanaka, Wish("c-0", "missed", "coupon", 2_000)).status == "granted"
    second = desk.propose(tanaka, Wish("c-0", "missed", "coupon", 2_000))
    assert (second.status, second.needs) == ("waiting", "senior")
    with pytest.raises(OfferTooMuch, match="allows 1,000"):  # 3,000, of which 2,000 are given
        desk.propose(tanaka, Wish("c-0", "late", "coupon", 2_000))


def test_two_waiting_offers_cannot_both_be_approved_above_the_ceiling(desk: RecoveryDesk, member: Hire) -> None:
    tanaka, mori = member("tanaka", "cs"), member("mori", "manager")
    rows = [desk.propose(tanaka, Wish("c-0", "missed", "coupon", 10_000)) for _ in range(2)]
    desk.approve(mori, rows[0].id)
    with pytest.raises(OfferTooMuch, match="justifies 10,000"):
        desk.approve(mori, rows[1].id)
    assert desk.refuse(tanaka, rows[1].id).status == "refused"


def test_spent_budget_sends_the_offer_up_and_a_new_month_renews_it(
    desk: RecoveryDesk, member: Hire, clock: HandClock
) -> None:
    tanaka = member("tanaka", "cs")
    for number in range(10):
        assert desk.propose(tanaka, Wish(f"c-{number}", "late", "coupon")).status == "granted"
    eleventh = desk.propose(tanaka, Wish("c-10", "late", "coupon"))
    assert (eleventh.status, eleventh.needs) == ("waiting", "senior")
    clock.at = clock.at.replace(month=clock.at.month % 12 + 1, year=clock.at.year + clock.at.month // 12)
    assert desk.budget(tanaka).spent == 0
    assert desk.propose(tanaka, Wish("c-11", "late", "coupon")).status == "granted"


def test_offer_the_customer_did_not_want_is_reversed(desk: RecoveryDesk, member: Hire, database: Database) -> None:
    tanaka = member("tanaka", "cs")
    row = desk.propose(tanaka, Wish("c-0", "late", "coupon"))
    assert desk.withdraw(tanaka, row.id, "不要とのこと").status == "withdrawn"
    assert (desk.budget(tanaka).spent, ledger(database), count(database, RecoveryEntry)) == (0, 0, 2)
    with pytest.raises(ProposalSettled):
        desk.withdraw(tanaka, row.id)
    assert desk.propose(tanaka, Wish("c-0", "late", "coupon")).amount == 3_000  # as if it had never been


@pytest.mark.parametrize(
    ("wish", "error", "said"),
    [
        (Wish("c-0", "weather"), RecoveryUnknown, "weather"),
        (Wish("c-0", "late", "trip"), RecoveryUnknown, "trip"),
        (Wish("c-0", "late", "coupon", 1_234), RecoveryUnknown, "1,234"),
        (Wish("c-0", "late", "coupon", 5_000), OfferTooMuch, "3,000"),
        (Wish("c-0", "late", "mediation"), OfferTooMuch, "coupon"),
        (Wish("c-x", "late"), NoSuchCustomer, "c-x"),
        (Wish("c-0", "late", ticket_id="tk-x"), UnknownTicket, "tk-x"),
    ],
)
def test_what_cannot_be_offered_is_refused(
    desk: RecoveryDesk, member: Hire, database: Database, wish: Wish, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        desk.propose(member("tanaka", "cs"), wish)
    assert count(database, RecoveryProposal) == count(database, RecoveryEntry) == 0


def test_qa_gives_nothing_and_unknown_proposals_are_named(desk: RecoveryDesk, member: Hire) -> None:
    with pytest.raises(NotAllowed):
        desk.propose(member("qa", "qa"), Wish("c-0", "late"))
    with pytest.raises(UnknownProposal, match="rp_x"):
        desk.approve(member("mori", "manager"), "rp_x")


def test_proposals_are_listed_by_page(desk: RecoveryDesk, member: Hire) -> None:
    tanaka = member("tanaka", "cs")
    made = [desk.propose(tanaka, Wish(f"c-{number}", "slow", "letter")).id for number in range(3)]
    first = desk.page(tanaka, limit=2)
    second = desk.page(tanaka, after=first.next, limit=2)
    assert sorted(row.id for row in (*first.proposals, *second.proposals)) == sorted(made)
    assert (len(second.proposals), second.next) == (1, None)
    assert [row.customer_id for row in desk.page(tanaka, customer_id="c-1").proposals] == ["c-1"]
    assert desk.page(tanaka, "waiting").proposals == []


def test_many_at_once_cannot_exceed_a_month(desk: RecoveryDesk, member: Hire, database: Database) -> None:
    tanaka, together = member("tanaka", "cs"), Barrier(CUSTOMERS)

    def give(number: int) -> str:
        together.wait()
        return desk.propose(tanaka, Wish(f"c-{number}", "late", "coupon")).status

    with ThreadPoolExecutor(CUSTOMERS) as pool:
        statuses = list(pool.map(give, range(CUSTOMERS)))
    assert (statuses.count("granted"), statuses.count("waiting")) == (10, 2)
    assert ledger(database) == TERMS.authority["staff"].month


def test_many_at_once_cannot_exceed_a_case(desk: RecoveryDesk, member: Hire, database: Database) -> None:
    members, together = [member(f"m-{number}", "cs") for number in range(6)], Barrier(6)

    def give(who: Member) -> str:
        together.wait()
        return desk.propose(who, Wish("c-0", "missed", "coupon", 2_000)).status

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda who: outcome_of(give, who), members))
    assert statuses.count("granted") == 1
    assert ledger(database) == 2_000 <= TERMS.authority["staff"].case


def test_one_of_many_approvals_counts(desk: RecoveryDesk, member: Hire, database: Database) -> None:
    tanaka, managers = member("tanaka", "cs"), [member(f"m-{number}", "manager") for number in range(6)]
    row, together = desk.propose(tanaka, Wish("c-0", "missed", "coupon", 10_000)), Barrier(6)

    def approve(who: Member) -> str:
        together.wait()
        return desk.approve(who, row.id).status

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda who: outcome_of(approve, who), managers))
    assert sorted(statuses) == ["ProposalSettled"] * 5 + ["granted"]
    assert ledger(database) == 10_000


def test_approvals_at_once_cannot_exceed_the_approvers_month(
    desk: RecoveryDesk, member: Hire, database: Database, clock: HandClock
) -> None:
    small = RecoveryDesk(database, clock, _with_month("manager", 25_000))
    tanaka, mori, together = member("tanaka", "cs"), member("mori", "manager"), Barrier(5)
    rows = [small.propose(tanaka, Wish(f"c-{number}", "missed", "coupon", 10_000)) for number in range(5)]

    def approve(row: RecoveryProposal) -> str:
        together.wait()
        return small.approve(mori, row.id).status

    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(lambda row: outcome_of(approve, row), rows))
    assert sorted(statuses) == ["OfferTooMuch"] * 3 + ["granted"] * 2
    assert ledger(database) == 20_000


def test_erasing_a_customer_keeps_what_was_spent(
    desk: RecoveryDesk, member: Hire, database: Database, clock: HandClock
) -> None:
    tanaka = member("tanaka", "cs")
    desk.propose(tanaka, Wish("c-0", "late", "coupon", note="c-0の山田様"))
    PrivacyService(database, clock).erase("c-0")
    assert (count(database, RecoveryProposal), desk.budget(tanaka).spent) == (0, 3_000)
    with database.read() as session:
        (line,) = session.scalars(select(RecoveryEntry)).all()
    assert (line.customer_id, line.case_id, line.proposal_id) == (None, None, None)


def _with_month(level: Level, month: int) -> RecoveryTerms:
    limit = Authority(TERMS.authority[level].case, month)
    return replace(TERMS, authority={**TERMS.authority, level: limit})


def outcome_of(act: Callable[[Argument], str], argument: Argument) -> str:
    try:
        return act(argument)
    except (OfferTooMuch, ProposalSettled) as error:
        return type(error).__name__
