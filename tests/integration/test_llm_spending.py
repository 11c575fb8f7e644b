"""What the language model costs is booked with the turn it was spent in."""

from dataclasses import replace

from domain.llm_spending import Spent
from domain.turn import TurnOutcome, TurnRequest
from services.records import StoredRecords
from store.models import Conversation
from store.session import Database
from tests.fakes.engine import echo
from tests.fakes.service import Desk


def costly(request: TurnRequest) -> TurnOutcome:
    return replace(echo(request), spent=Spent(1, 500, 0.25))


def spent(desk: Desk, conversation_id: str) -> tuple[Spent, Spent]:
    return StoredRecords(desk.database, desk.clock).llm_spent(conversation_id, desk.clock.now().date())


def test_turns_add_up_in_their_conversation_and_on_their_day(database: Database) -> None:
    desk = Desk(database, costly)
    one, other = desk.open(), desk.open()
    for conversation_id in (one, one, other):
        desk.turns.accept(conversation_id, "はい")
    assert spent(desk, one) == (Spent(2, 1_000, 0.5), Spent(3, 1_500, 0.75))
    assert spent(desk, other)[0] == Spent(1, 500, 0.25)


def test_a_repeated_message_costs_nothing(database: Database) -> None:
    desk = Desk(database, costly)
    conversation_id = desk.open()
    for _ in range(2):
        desk.turns.accept(conversation_id, "はい", "k1")
    assert spent(desk, conversation_id)[0] == Spent(1, 500, 0.25)


def test_nothing_is_known_where_nothing_was_spent(database: Database) -> None:
    desk = Desk(database)
    conversation_id = desk.open()
    desk.turns.accept(conversation_id, "はい")
    assert spent(desk, conversation_id) == (Spent(), Spent())


def test_what_was_computed_in_vain_was_paid_for_all_the_same(database: Database) -> None:
    seen: list[TurnRequest] = []

    def overtaken(request: TurnRequest) -> TurnOutcome:
        seen.append(request)
        if len(seen) == 1:
            with database.write() as session:
                session.get_one(Conversation, request.conversation_id).owner_epoch += 1
        return costly(request)

    desk = Desk(database, overtaken)
    conversation_id = desk.open()
    desk.turns.accept(conversation_id, "はい")
    assert spent(desk, conversation_id)[0] == Spent(2, 1_000, 0.5)
