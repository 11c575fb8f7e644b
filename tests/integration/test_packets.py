"""The packet of a handover: stored with its ticket, read as things stand now."""

from dataclasses import replace

import pytest

from domain.effects import OpenHandover
from domain.packet.terms import PacketTerms
from domain.staff import Member, Role
from domain.turn import TurnOutcome, TurnRequest
from knowledge.pack import load_pack, pack_path
from services.packets.reading import PacketReader
from services.packets.terms import packet_terms
from services.privacy import PrivacyService
from services.recovery import RecoveryDesk, recovery_terms
from store.models import Customer, Score, ScoreRun, Ticket
from store.session import Database
from store.tickets import Filter, listed
from tests.fakes.clock import MORNING
from tests.fakes.engine import outcome
from tests.fakes.service import Desk
from tests.fakes.waiting import waiting

LATE = "スタッフの方が50分も遅れてきました。人を出してください"


@pytest.fixture(scope="module")
def terms() -> PacketTerms:
    return packet_terms(load_pack(pack_path("zenbu")))


def member(role: Role = "cs") -> Member:
    return Member("tanaka", "田中", role, "tanaka@example.com")


def called(database: Database, terms: PacketTerms, *, known: bool = True) -> tuple[Desk, str]:
    """Somebody who complains of a visit, and waits for a person."""

    def first(request: TurnRequest) -> TurnOutcome:
        effect = waiting_effect(terms)
        said = outcome("承りました。", type="escalation", effects=[effect])
        return replace(said, record={"cause": [0, 19], "told": {"source": {"value": "upstairs", "at": [0, 4]}}})

    desk = Desk(database, first)
    conversation = desk.open_known() if known else desk.open()
    desk.turns.accept(conversation, LATE)
    return desk, conversation


def waiting_effect(terms: PacketTerms) -> OpenHandover:
    brief = {"message": LATE, "contact": "090-1234-5678"}
    return OpenHandover("T-1", "complaint", "normal", "", MORNING, senior=True, brief=brief, terms=terms)


def ticket(database: Database) -> Ticket:
    with database.read() as session:
        return session.get_one(Ticket, "T-1")


def test_packet_is_there_when_the_ticket_is(database: Database, terms: PacketTerms) -> None:
    called(database, terms)
    row = ticket(database)
    assert row.packet is not None
    assert row.category == "staff"
    assert [quote["text"] for quote in row.packet["cause"]["sentences"]] == [LATE[:19]]
    assert [(slot["says"], slot["quotes"][0]["text"]) for slot in row.packet["slots"]] == [("上の階", LATE[:4])]
    assert row.packet["summary"][0].startswith("山田花子様")


def test_reader_is_told_what_was_said_since_in_their_own_name(database: Database, terms: PacketTerms) -> None:
    desk, conversation = called(database, terms)
    desk.engine.answer = lambda _: outcome("はい。")
    desk.turns.accept(conversation, "まだですか")
    read = PacketReader(database, terms).read(member(), "T-1", MORNING)
    assert read.handover is not None
    assert [quote["text"] for quote in read.handover["since"]] == ["まだですか"]
    assert all("田中" in draft["text"] and "{me}" not in draft["text"] for draft in read.handover["drafts"])


def test_offers_are_those_of_whoever_reads(database: Database, terms: PacketTerms) -> None:
    desk, _ = called(database, terms)
    own = recovery_terms(load_pack(pack_path("zenbu")))
    assert own is not None
    reader = PacketReader(database, terms, RecoveryDesk(database, desk.clock, replace(own, unknown_share=1.0)))
    for_cs, for_qa = (reader.read(member(role), "T-1", MORNING).recovery for role in ("cs", "qa"))
    assert for_qa is None
    assert for_cs is not None
    assert (for_cs["cause"], for_cs["quote"]["text"]) == ("late_visit", LATE[:19])
    assert {option["within"] for option in for_cs["options"]} == {True}
    assert max(option["amount"] for option in for_cs["options"]) <= for_cs["case_limit"] == 3_000


def test_customer_is_shown_with_their_scores_and_why(database: Database, terms: PacketTerms) -> None:
    called(database, terms)
    owner = ticket(database).customer_id
    factor = {"feature": "nps_score", "value": 2.0, "contribution": 0.7, "odds": 2.0}
    parts = {"support": {"points": 5, "weight": 20, "counted": 5}, "usage": {"points": 30, "weight": 35, "counted": 30}}
    with database.write() as session:
        session.add(ScoreRun(id="run", at=MORNING, started_at=MORNING, ltv_top_tenth=100_000))
        session.flush()
        session.add(
            Score(
                customer_id=owner, run_id="run", at=MORNING, health=35.0, status="red", parts={"parts": parts},
                churn=0.8, level="critical", factors=[factor], upsells=[], ltv=150_000, segment="at_risk",
            )
        )  # fmt: skip
    read = PacketReader(database, terms).read(member(), "T-1", MORNING)
    card = read.customer
    assert card is not None
    assert (card["health_status"], card["churn_level"], card["ltv_top_tenth"]) == ("red", "critical", True)
    assert card["health_because"] == "サポートが5点（20点中）"
    assert "オッズを約2.0倍に高めています" in card["churn_factors"][0]["text"]
    assert read.handover is not None
    assert read.handover["next_action"]["kind"] == "senior_apology"


def test_unknown_customer_has_no_card_and_no_offers(database: Database, terms: PacketTerms) -> None:
    called(database, terms, known=False)
    read = PacketReader(database, terms).read(member(), "T-1", MORNING)
    assert (read.customer, read.recovery) == (None, None)
    assert read.handover is not None


def test_tickets_are_found_by_category(database: Database, terms: PacketTerms) -> None:
    called(database, terms)
    with database.read() as session:
        assert [row.ticket.id for row in listed(session, Filter(category="staff"), None, 10)] == ["T-1"]
        assert listed(session, Filter(category="billing"), None, 10) == []


def test_quotes_are_exported_and_erased_with_their_customer(database: Database, terms: PacketTerms) -> None:
    desk, _ = called(database, terms)
    owner = ticket(database).customer_id
    assert owner is not None
    privacy = PrivacyService(database, desk.clock)
    (row,) = privacy.export(owner)["tables"]["tickets"]
    assert row["packet"]["cause"]["sentences"][0]["text"] == LATE[:19]
    privacy.erase(owner)
    with database.read() as session:
        assert (session.get(Ticket, "T-1"), session.get(Customer, owner)) == (None, None)


def test_handover_without_words_has_a_packet_without_them(database: Database) -> None:
    waiting(database)
    packet = ticket(database).packet
    assert packet is not None
    assert (packet["summary"], packet["cause"]["sentences"][0]["text"]) == ([], "人を出して")
