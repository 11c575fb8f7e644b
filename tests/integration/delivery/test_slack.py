"""Handovers as they arrive at a server that behaves like Slack."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.delivery.slack import SlackChannel
from services.delivery.slack.client import SlackClient
from services.delivery.slack.templates import load_templates
from store.models import Message, SlackPost, Ticket
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.mails import STATIONERY
from tests.fakes.office import Office, customer, member, store, ticket
from tests.fakes.outside import free_port
from tests.fakes.slack import CHANNEL, TOKEN, Answer, Slack, refusal, slack_server

EARLIER = MORNING - timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with slack_server() as slack:
        yield slack


def office_to(database: Database, url: str, token: str = TOKEN, channel: str = CHANNEL, **options: Any) -> Office:
    timeout = options.pop("timeout", 5)
    calls = SlackClient(token, url, timeout)
    clock = HandClock()
    shown = SlackChannel(database, STATIONERY, load_templates(), calls, channel, clock, **options)
    return Office(database, shown, wall=HandClock())


@pytest.fixture
def office(database: Database, slack: Slack) -> Office:
    store(database, [*ticket()])
    return office_to(database, slack.url)


def tell(office: Office, topic: str = "handover.opened", **changed: Any) -> None:
    """Changes the ticket, tells of it, and lets the worker work."""
    with office.database.write() as session:
        for name, value in changed.items():
            setattr(session.get_one(Ticket, "T-1"), name, value)
    office.emit(topic, "T-1", ticket_id="T-1")
    office.work()


def standing(office: Office) -> tuple[str, str | None]:
    row = office.deliveries()[-1]
    return row.status, row.last_error


def test_handover_is_shown_with_a_button_to_claim_it(office: Office, slack: Slack) -> None:
    tell(office, brief={"message": "いい加減にして"})
    assert slack.message["text"] == "【引き継ぎ・高】&lt;anger&gt;（T-1）対応待ち"
    assert "いい加減にして" in slack.shown()
    assert "15分以内にお返事します。" in slack.shown()
    assert f"<!date^{int(MORNING.timestamp())}^" in slack.shown()
    (button,) = slack.message["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == ("claim", "T-1")
    assert standing(office) == ("delivered", None)


def test_one_message_is_changed_in_place_to_the_end(office: Office, slack: Slack) -> None:
    store(office.database, [member("tanaka")])
    tell(office)
    tell(office, "handover.claimed", status="claimed", claimed_by="tanaka")
    assert "tanakaさんが対応中" in slack.shown()
    assert "actions" not in [block["type"] for block in slack.message["blocks"]]
    tell(office, "handover.closed", status="closed", outcome="solved", attended_by="tanaka")
    assert "完了：解決（tanakaさん）" in slack.shown()
    assert slack.methods == ["chat.postMessage", "chat.update", "chat.update"]
    assert len(slack.messages) == 1
    with office.database.read() as session:
        assert [(post.channel, post.ts) for post in session.query(SlackPost)] == [(CHANNEL, slack.message["ts"])]


def test_returned_and_overdue_are_said(office: Office, slack: Slack) -> None:
    tell(office, due=MORNING - timedelta(minutes=1))
    assert "期限を過ぎています" in slack.shown()
    tell(office, "handover.returned", status="closed", outcome="returned")
    assert "AIの応対に戻しました（担当者さん）" in slack.shown()


def test_what_a_customer_wrote_calls_nobody_and_is_masked(office: Office, slack: Slack) -> None:
    tell(office, brief={"message": "<!channel> 佐藤です。090-1234-5678", "customer": "佐藤"})
    shown = slack.shown()
    assert "&lt;!channel&gt;" in shown
    assert "<!channel>" not in shown
    assert "佐藤" not in shown
    assert "1234" not in shown


def test_customer_is_named_where_the_setting_says_so(database: Database, slack: Slack) -> None:
    store(database, [customer(), *ticket(customer_id="c-1")])
    tell(office_to(database, slack.url, masked=False), brief={"message": "佐藤です"})
    assert "佐藤 / c-1" in slack.shown()
    assert "佐藤です" in slack.shown()


def test_danger_calls_the_first_on_call(office: Office, slack: Slack) -> None:
    late, first = (
        member("suzuki", on_call_order=2, slack_id="U00002"),
        member("sato", on_call_order=1, slack_id="U00001"),
    )
    store(office.database, [late, first])
    tell(office, priority="urgent")
    assert "<@U00001>" in slack.shown()
    assert "<@U00002>" not in slack.shown()


def test_without_a_way_in_there_is_no_button(database: Database, slack: Slack) -> None:
    store(database, [*ticket()])
    tell(office_to(database, slack.url, claimable=False))
    assert "actions" not in [block["type"] for block in slack.message["blocks"]]


def test_message_somebody_deleted_is_posted_anew(office: Office, slack: Slack) -> None:
    tell(office)
    slack.messages.clear()
    tell(office, "handover.raised", priority="urgent")
    assert "緊急" in slack.message["text"]
    assert slack.methods == ["chat.postMessage", "chat.update", "chat.postMessage"]
    tell(office, "handover.closed", status="closed", outcome="other")
    assert slack.methods[-1] == "chat.update"


def test_pause_slack_asks_for_is_kept(office: Office, slack: Slack) -> None:
    slack.answers = [Answer(429, '{"ok": false, "error": "ratelimited"}', {"Retry-After": "600"})]
    tell(office)
    assert standing(office) == ("waiting", "ratelimited")
    assert office.deliveries()[0].next_try_at == MORNING + timedelta(minutes=10)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, "oops"),
        Answer(503, '{"ok": false, "error": "service_unavailable"}'),
        Answer(200, "<html>"),
        Answer(200, "[]"),
        Answer(200, "[1]"),
        Answer(200, "null"),
        Answer(200, "{"),
        Answer(200, ""),
        Answer(200, '{"ok": true}'),
        refusal("internal_error"),
    ],
)
def test_what_may_pass_is_tried_again(office: Office, slack: Slack, answer: Answer) -> None:
    slack.answers = [answer]
    tell(office)
    assert standing(office)[0] == "waiting"
    office.wall.advance(seconds=6)
    office.work()
    assert standing(office)[0] == "delivered"
    assert len(slack.messages) == 1


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("channel_not_found", "ZENBU_SLACK_CHANNEL"),
        ("token_revoked", "ZENBU_SLACK_BOT_TOKEN"),
        ("missing_scope", "chat:write"),
        ("invalid_blocks", ""),
    ],
)
def test_what_will_not_pass_is_dead_with_its_reason(office: Office, slack: Slack, code: str, remedy: str) -> None:
    slack.answers = [refusal(code)]
    tell(office)
    status, why = standing(office)
    assert status == "dead"
    assert why is not None
    assert why.startswith(code)
    assert remedy in why
    assert len(slack.calls) == 1
    # What comes later is shown all the same.
    tell(office, "handover.claimed", status="claimed")
    assert standing(office)[0] == "delivered"
    assert len(slack.messages) == 1


def test_wrong_token_is_dead_and_says_what_to_mend(database: Database, slack: Slack) -> None:
    store(database, [*ticket()])
    office = office_to(database, slack.url, token="xoxb-wrong")
    tell(office)
    status, why = standing(office)
    assert (status, str(why).split(":")[0]) == ("dead", "invalid_auth")
    assert TOKEN not in str(why)


def test_slack_that_does_not_answer_in_time_is_asked_again(database: Database, slack: Slack) -> None:
    store(database, [*ticket()])
    slack.slowness = 1.5
    office = office_to(database, slack.url, timeout=1)
    tell(office)
    assert standing(office)[0] == "waiting"


def test_slack_that_is_away_is_asked_again(database: Database) -> None:
    store(database, [*ticket()])
    office = office_to(database, f"http://127.0.0.1:{free_port()}/api/")
    tell(office)
    assert standing(office)[0] == "waiting"


def test_later_news_of_a_ticket_waits_for_the_earlier(office: Office, slack: Slack) -> None:
    slack.answers = [Answer(500, "oops")]
    tell(office)
    tell(office, "handover.claimed", status="claimed")
    assert slack.methods == ["chat.postMessage"]
    office.wall.advance(seconds=6)
    office.work()
    assert slack.methods == ["chat.postMessage", "chat.postMessage", "chat.update"]
    assert office.statuses() == [("slack", "delivered")] * 2


def test_handover_of_an_erased_customer_is_dropped(office: Office, slack: Slack) -> None:
    office.emit("handover.opened", "T-2", ticket_id="T-2")
    office.work()
    assert standing(office) == ("dropped", "the ticket is gone")
    assert slack.calls == []


def test_other_events_do_not_come_here(office: Office, slack: Slack) -> None:
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.emit("booking.cancelled", booking_id="B-1", start=MORNING.isoformat())
    office.work()
    assert slack.calls == []


@pytest.mark.parametrize(
    ("topic", "changed", "words"),
    [
        ("handover.overdue", {"due": MORNING - timedelta(minutes=1)}, "期限を過ぎています"),
        ("handover.claimed", {"status": "claimed", "claimed_by": "tanaka"}, "tanakaさんが対応中"),
        (
            "handover.unanswered",
            {"status": "claimed", "claimed_by": "tanaka", "attended_at": EARLIER, "escalated_at": MORNING},
            "お返事をお待ちです",
        ),
        ("handover.reassigned", {"status": "claimed", "claimed_by": "mori"}, "moriさんが対応中"),
        ("handover.withdrawn", {"status": "closed", "outcome": "withdrawn", "closed_at": MORNING}, "終了しました"),
    ],
)  # fmt: skip
def test_message_shows_whatever_becomes_of_the_handover(
    office: Office, slack: Slack, topic: str, changed: dict[str, Any], words: str
) -> None:
    store(office.database, [member("tanaka"), member("mori")])
    tell(office)
    tell(office, topic, **changed)
    assert words in slack.shown()
    assert slack.methods == ["chat.postMessage", "chat.update"]


def test_answer_of_the_staff_is_shown_with_its_time(office: Office, slack: Slack) -> None:
    said = Message(
        id="m-9", conversation_id="c", seq=9, role="staff", text="はい", at=MORNING, status="said", attempts=0
    )
    store(office.database, [member("tanaka"), said])
    tell(office, "handover.answered", status="claimed", claimed_by="tanaka", attended_at=MORNING)
    assert "最後の返信：" in slack.shown()


def test_call_that_is_wished_for_is_shown_and_its_number_stays_in_the_house(database: Database, slack: Slack) -> None:
    wish = {"number": "090-1234-5678", "start": MORNING.isoformat(), "end": MORNING.replace(hour=12).isoformat()}
    store(database, [*ticket(callback=wish)])
    for masked in (True, False):
        tell(office_to(database, slack.url, masked=masked), "handover.callback")
        assert "11月25日(水) 10:00〜12:00" in slack.shown()
        assert ("090-1234-5678" in slack.shown()) is not masked


def test_handover_is_opened_in_the_console_where_its_address_is_known(database: Database, slack: Slack) -> None:
    store(database, [*ticket()])
    tell(office_to(database, slack.url, console="https://zenbu.example.com/console"))
    claim, opens = slack.message["blocks"][-1]["elements"]
    assert claim["action_id"] == "claim"
    assert opens["url"] == "https://zenbu.example.com/console/tickets/T-1"
