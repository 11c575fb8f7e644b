"""What people do with a ticket, two at once among it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from domain.effects import NoteCallback, NoteContact, RaiseHandover, WithdrawHandover
from domain.handback import EndedHandover, Handback
from domain.staff import NotAllowed, Role
from domain.turn import TurnOutcome, TurnRequest
from services.members import UnknownMember
from services.opening import MessageIdReused
from services.serving import TicketTaken, UnknownTicket
from store.models import Conversation, Message, StaffAction, Ticket
from store.session import Database
from store.tickets import Filter
from tests.fakes.clock import MORNING
from tests.fakes.engine import outcome
from tests.fakes.service import Desk, count
from tests.fakes.staff import hire, staff_door
from tests.fakes.waiting import waiting


def roles_and_texts(desk: Desk, conversation: str) -> list[tuple[str, str]]:
    """What was said after the handover."""
    messages = desk.conversations.transcript(conversation)["messages"][3:]
    return [(message["role"], message["text"]) for message in messages]


def ticket(database: Database) -> Ticket:
    with database.read() as session:
        return session.get_one(Ticket, "T-1")


def typing_until(database: Database, conversation: str) -> datetime | None:
    with database.read() as session:
        return session.get_one(Conversation, conversation).typing_until


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Does things at the same moment; what each returned or raised."""
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        together.wait()
        try:
            return call()
        except (TicketTaken, NotAllowed) as error:
            return error

    with ThreadPoolExecutor(len(calls)) as people:
        return list(people.map(run, calls))


def test_person_serves_from_claim_to_close_and_the_customer_sees_it(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.reply(tanaka, "T-1", "お待たせしました。")
    desk.turns.accept(conversation, "お願いします")
    door.serving.close(tanaka, "T-1", "solved", "ご案内済み")
    assert roles_and_texts(desk, conversation) == [
        ("notice", "[staff_claimed] 田中"),
        ("staff", "お待たせしました。"),
        ("customer", "お願いします"),
        ("notice", "[staff_closed] 田中"),
    ]
    row = ticket(database)
    assert (row.status, row.claimed_by, row.outcome, row.note) == ("closed", "tanaka", "solved", "ご案内済み")
    assert desk.turns.accept(conversation, "もう一つ")["owner"] == "bot"


def test_of_two_people_who_claim_at_once_one_wins_and_the_other_is_told_who(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka, suzuki = hire(door), hire(door, "suzuki", name="鈴木")
    results = at_once(lambda: door.serving.claim(tanaka, "T-1"), lambda: door.serving.claim(suzuki, "T-1"))
    (lost,) = [result for result in results if result is not None]
    winner = ticket(database).claimed_by
    assert isinstance(lost, TicketTaken)
    assert f"{'田中' if winner == 'tanaka' else '鈴木'}, {winner}" in str(lost)


def test_claiming_twice_is_claiming_once(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.claim(tanaka, "T-1")
    assert roles_and_texts(desk, conversation) == [("notice", "[staff_claimed] 田中")]


@pytest.mark.parametrize("end", ["close", "return"])
def test_reply_that_races_the_end_is_said_before_it_or_not_at_all(database: Database, end: str) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka, boss = hire(door), hire(door, "boss", "manager", name="部長")
    door.serving.claim(tanaka, "T-1")
    finish: Callable[[], object] = (
        (lambda: door.serving.close(boss, "T-1", "solved"))
        if end == "close"
        else (lambda: door.serving.give_back(boss, "T-1"))
    )
    said, _ = at_once(lambda: door.serving.reply(tanaka, "T-1", "確認します"), finish)
    after = [role for role, _ in roles_and_texts(desk, conversation)]
    assert after == (["notice", "staff", "notice"] if isinstance(said, Message) else ["notice", "notice"])
    assert isinstance(said, Message | TicketTaken)


def test_reply_after_the_ticket_is_closed_is_refused(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.close(tanaka, "T-1", "solved")
    with pytest.raises(TicketTaken, match="closed"):
        door.serving.reply(tanaka, "T-1", "すみません")


def test_reply_needs_a_claim(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    with pytest.raises(TicketTaken, match="not been claimed"):
        door.serving.reply(hire(door), "T-1", "こんにちは")


def test_reply_of_another_member_is_refused_but_a_managers_is_said(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    door.serving.claim(hire(door), "T-1")
    with pytest.raises(TicketTaken, match="田中"):
        door.serving.reply(hire(door, "suzuki", name="鈴木"), "T-1", "代わりに")
    message = door.serving.reply(hire(door, "boss", "manager", name="部長"), "T-1", "代わりに")
    assert message.author == "部長"
    assert roles_and_texts(desk, conversation)[-1] == ("staff", "代わりに")


def test_reply_under_the_same_id_is_said_once_even_after_the_close(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    first, again = at_once(
        lambda: door.serving.reply(tanaka, "T-1", "はい", "r-1").id,
        lambda: door.serving.reply(tanaka, "T-1", "はい", "r-1").id,
    )
    assert first == again
    with pytest.raises(MessageIdReused):
        door.serving.reply(tanaka, "T-1", "いいえ", "r-1")
    door.serving.close(tanaka, "T-1", "solved")
    assert door.serving.reply(tanaka, "T-1", "はい", "r-1").id == first
    assert [text for _, text in roles_and_texts(desk, conversation)].count("はい") == 1


def test_customers_own_message_id_is_not_taken_for_a_reply(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    desk.turns.accept(conversation, "はい", "r-1")
    assert door.serving.reply(tanaka, "T-1", "承知しました", "r-1").role == "staff"


def test_manager_takes_over_and_the_one_before_is_refused(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka, boss = hire(door), hire(door, "boss", "manager", name="部長")
    door.serving.claim(tanaka, "T-1")
    with pytest.raises(TicketTaken):
        door.serving.claim(boss, "T-1")
    door.serving.claim(boss, "T-1", take_over=True)
    with pytest.raises(TicketTaken, match="部長"):
        door.serving.reply(tanaka, "T-1", "まだ私です")
    with pytest.raises(NotAllowed):
        door.serving.claim(tanaka, "T-1", take_over=True)
    assert roles_and_texts(desk, conversation)[-1] == ("notice", "[staff_claimed] 部長")


def test_ticket_given_to_a_colleague_is_theirs_and_the_customer_is_told(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka, suzuki = hire(door), hire(door, "suzuki", name="鈴木")
    door.serving.claim(tanaka, "T-1")
    door.serving.assign(tanaka, "T-1", "suzuki", "返金の確認をお願いします")
    with pytest.raises(TicketTaken, match="鈴木"):
        door.serving.reply(tanaka, "T-1", "まだ私です")
    door.serving.reply(suzuki, "T-1", "鈴木です。")
    assert roles_and_texts(desk, conversation)[1:] == [("notice", "[staff_reassigned] 鈴木"), ("staff", "鈴木です。")]
    packet = door.inbox.packet(suzuki, "T-1")
    assert packet["ticket"]["note"] == "返金の確認をお願いします"
    assert packet["history"][1] == {
        **packet["history"][1],
        "action": "assign",
        "by": "田中",
        "detail": {"to": "suzuki"},
    }


def test_only_who_has_a_ticket_or_a_manager_gives_it_away_and_only_to_who_may_serve_it(database: Database) -> None:
    desk, _ = waiting(database, trigger="anger", priority="high", senior=True)
    door = staff_door(database, desk.clock)
    suzuki, boss = hire(door, "suzuki"), hire(door, "boss", "manager", name="部長")
    yamada, _ = hire(door, "yamada", "senior", name="山田"), hire(door, "qa", "qa")
    with pytest.raises(NotAllowed):
        door.serving.assign(suzuki, "T-1", "yamada")
    door.serving.assign(boss, "T-1", "yamada")
    assert ticket(database).claimed_by == "yamada"
    with pytest.raises(TicketTaken):
        door.serving.assign(suzuki, "T-1", "suzuki")
    for unfit in ("suzuki", "qa"):
        with pytest.raises(NotAllowed):
            door.serving.assign(yamada, "T-1", unfit)
    with pytest.raises(UnknownMember):
        door.serving.assign(yamada, "T-1", "nobody")
    door.serving.assign(boss, "T-1", "suzuki")
    assert ticket(database).claimed_by == "suzuki"


def test_ticket_given_away_while_it_is_closed_is_one_or_the_other(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka, _ = hire(door), hire(door, "suzuki", name="鈴木")
    door.serving.claim(tanaka, "T-1")
    given, closed = at_once(
        lambda: door.serving.assign(tanaka, "T-1", "suzuki"), lambda: door.serving.close(tanaka, "T-1", "solved")
    )
    row = ticket(database)
    assert (given is None) != (closed is None)
    assert (row.status, row.claimed_by) == (("claimed", "suzuki") if given is None else ("closed", "tanaka"))


def test_bots_late_reply_is_thrown_away_where_a_person_took_over(database: Database) -> None:
    entered, claimed = threading.Event(), threading.Event()

    def slow(request: TurnRequest) -> TurnOutcome:
        assert request.ticket is not None
        if not request.ticket.claimed:
            entered.set()
            assert claimed.wait(10)
        return outcome("遅い返事")

    desk, conversation = waiting(database, slow)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    with ThreadPoolExecutor(1) as clients:
        late = clients.submit(desk.turns.accept, conversation, "料金は?")
        assert entered.wait(10)
        door.serving.claim(tanaka, "T-1")
        door.serving.reply(tanaka, "T-1", "田中です。")
        claimed.set()
        assert (late.result()["message"], late.result()["owner"]) == ("", "person")
    assert ("bot", "遅い返事") not in roles_and_texts(desk, conversation)


def test_returned_conversation_is_the_bots_and_the_note_stays_for_colleagues(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.give_back(tanaka, "T-1", "日程はご本人が選び直すとのこと")
    assert desk.turns.accept(conversation, "予約したい")["owner"] == "bot"
    assert desk.engine.requests[-1].ticket is None
    packet = door.inbox.packet(tanaka, "T-1")
    assert (packet["ticket"]["outcome"], packet["ticket"]["note"]) == ("returned", "日程はご本人が選び直すとのこと")
    assert [event["action"] for event in packet["history"]] == ["claim", "return"]


def test_ticket_nobody_claimed_can_be_closed(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    door.serving.close(hire(door), "T-1", "other")
    assert desk.conversations.transcript(conversation)["handover"]["status"] == "closed"


def test_closed_ticket_cannot_be_closed_again(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.close(tanaka, "T-1", "solved")
    with pytest.raises(TicketTaken, match="closed"):
        door.serving.close(tanaka, "T-1", "solved")


def test_unknown_ticket_is_named(database: Database) -> None:
    desk = Desk(database)
    door = staff_door(database, desk.clock)
    with pytest.raises(UnknownTicket, match="T-404"):
        door.serving.claim(hire(door), "T-404")


def test_typing_is_shown_until_the_reply(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.show_typing(tanaka, "T-1")
    assert typing_until(database, conversation)
    door.serving.reply(tanaka, "T-1", "はい")
    assert not typing_until(database, conversation)


@pytest.mark.parametrize(
    ("role", "may_claim"),
    [("cs", False), ("csm", False), ("senior", True), ("manager", True), ("admin", True), ("qa", False)],
)
def test_serious_case_is_claimed_by_senior_staff(database: Database, role: Role, may_claim: bool) -> None:
    desk, _ = waiting(database, trigger="anger", priority="high", senior=True)
    door = staff_door(database, desk.clock)
    member = hire(door, role=role)
    if may_claim:
        door.serving.claim(member, "T-1")
    else:
        with pytest.raises(NotAllowed):
            door.serving.claim(member, "T-1")
    assert ticket(database).status == ("claimed" if may_claim else "open")


def test_serious_case_that_waits_too_long_is_for_whoever_is_there(database: Database) -> None:
    desk, _ = waiting(database, trigger="anger", priority="high", senior=True)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    desk.clock.advance(hours=2)
    with pytest.raises(NotAllowed, match="12:00"):
        door.serving.claim(tanaka, "T-1")
    desk.clock.advance(minutes=1)
    door.serving.claim(tanaka, "T-1")


def test_who_is_paged_may_claim_what_they_are_paged_for(database: Database) -> None:
    desk, _ = waiting(database, trigger="safety", priority="urgent", senior=True)
    door = staff_door(database, desk.clock)
    with pytest.raises(NotAllowed):
        door.serving.claim(hire(door), "T-1")
    door.serving.claim(hire(door, "ito", on_call=1), "T-1")


def test_ticket_raised_to_something_serious_goes_to_senior_staff(database: Database) -> None:
    def raises(_: TurnRequest) -> TurnOutcome:
        raised = RaiseHandover("T-1", "anger", "high", "15分以内", None, "いい加減にして")
        return outcome("申し訳ございません。", effects=[raised])

    desk, conversation = waiting(database, raises)
    door = staff_door(database, desk.clock)
    desk.turns.accept(conversation, "いい加減にして")
    tanaka = hire(door)
    with pytest.raises(NotAllowed):
        door.serving.claim(tanaka, "T-1")
    (listed,) = door.inbox.tickets(tanaka, Filter())["tickets"]
    assert (listed["priority"], listed["message"]) == ("high", "いい加減にして")


def test_contact_given_later_reaches_the_ticket(database: Database) -> None:
    def takes(_: TurnRequest) -> TurnOutcome:
        return outcome("伝えました。", effects=[NoteContact("T-1", "090-1234-5678")])

    desk, conversation = waiting(database, takes)
    door = staff_door(database, desk.clock)
    desk.turns.accept(conversation, "090-1234-5678です")
    packet = door.inbox.packet(hire(door), "T-1")
    assert (packet["contact"], packet["ticket"]["message"]) == ("090-1234-5678", "人を出して")


def test_contact_for_a_ticket_closed_meanwhile_is_computed_again(database: Database) -> None:
    def takes(request: TurnRequest) -> TurnOutcome:
        if request.ticket is None:
            return outcome("控えました。")
        door.serving.close(tanaka, "T-1", "solved")
        return outcome("伝えました。", effects=[NoteContact("T-1", "090-1234-5678")])

    desk, conversation = waiting(database, takes)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    assert desk.turns.accept(conversation, "090-1234-5678です")["message"] == "控えました。"


def test_every_act_is_noted_with_who_did_it(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    door.serving.reply(tanaka, "T-1", "090-1111-2222 におかけします")
    door.serving.close(tanaka, "T-1", "refund")
    history = door.inbox.packet(tanaka, "T-1")["history"]
    assert [(event["action"], event["by"]) for event in history] == [
        ("claim", "田中"),
        ("reply", "田中"),
        ("close", "田中"),
    ]
    assert history[-1]["detail"] == {"outcome": "refund"}
    assert "090" not in str(history)
    assert count(database, StaffAction) == 4  # and that somebody was hired


def test_note_for_the_bot_reaches_the_next_turn_and_the_packet(database: Database) -> None:
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.serving.claim(tanaka, "T-1")
    note = Handback(("測定日は12月5日11:00に変わりました。",), topic_closed=True, do_not_offer=True)
    door.serving.give_back(tanaka, "T-1", "返金はしない約束です", note)
    desk.turns.accept(conversation, "ありがとう")
    ended = desk.engine.requests[-1].ended
    assert ended == EndedHandover("T-1", replace(note, by="田中"))
    packet = door.inbox.packet(tanaka, "T-1")
    assert packet["ticket"]["handback"]["agreed"] == list(note.agreed)


def test_customer_who_needs_nobody_any_more_closes_the_ticket(database: Database) -> None:
    def leaves(request: TurnRequest) -> TurnOutcome:
        if request.ticket is None or request.ticket.claimed:
            return outcome("はい。")
        return outcome("かしこまりました。", effects=[WithdrawHandover("T-1")])

    desk, conversation = waiting(database, leaves)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    desk.turns.accept(conversation, "やっぱりいいです")
    row = ticket(database)
    assert (row.status, row.outcome, row.claimed_by) == ("closed", "withdrawn", None)
    assert [event["action"] for event in door.inbox.packet(tanaka, "T-1")["history"]] == ["withdraw"]


def test_claim_is_faster_than_the_customer_who_leaves(database: Database) -> None:
    def leaves(request: TurnRequest) -> TurnOutcome:
        assert request.ticket is not None
        if request.ticket.claimed:
            return outcome("")
        door.serving.claim(tanaka, "T-1")
        return outcome("かしこまりました。", effects=[WithdrawHandover("T-1")])

    desk, conversation = waiting(database, leaves)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    assert desk.turns.accept(conversation, "やっぱりいいです")["message"] == ""
    assert ticket(database).status == "claimed"


def test_call_that_is_wished_for_stands_in_the_list(database: Database) -> None:
    def wishes(_: TurnRequest) -> TurnOutcome:
        call = NoteCallback("T-1", "090-1234-5678", MORNING, MORNING.replace(hour=11), "電話して")
        return outcome("お電話します。", effects=[call])

    desk, conversation = waiting(database, wishes)
    door = staff_door(database, desk.clock)
    desk.turns.accept(conversation, "電話して")
    (listed,) = door.inbox.tickets(hire(door), Filter())["tickets"]
    assert (listed["callback"]["number"], listed["callback"]["start"]) == ("090-1234-5678", MORNING.isoformat())
