"""The service pages: inbox, ticket, search, customers."""

import pytest

from domain.staff import Role
from store.models import Customer, StaffAction, Ticket
from tests.api.console.conftest import Office
from tests.fakes.engine import echo


@pytest.mark.parametrize("role", ["cs", "senior", "csm", "manager", "qa", "admin"])
def test_inbox_and_ticket_are_read_by_everybody_and_served_by_those_who_may(office: Office, role: Role) -> None:
    office.open_ticket("T-1", senior=True)
    browser = office.sign_in(role)
    assert "人を出して" in browser.get("/inbox").text
    page = browser.get("/tickets/T-1")
    assert page.status_code == 200
    claimed = browser.post("/tickets/T-1/claim")
    assert (claimed.status_code == 303) is (role in {"senior", "manager", "admin"})
    assert ('data-key="c"' in page.text) is (role in {"senior", "manager", "admin"})


def test_ticket_is_claimed_answered_given_away_and_closed(office: Office) -> None:
    office.open_ticket("T-1")
    sato, ueda = office.sign_in("cs", "sato", "佐藤"), office.sign_in("cs", "ueda", "上田")
    assert sato.post("/tickets/T-1/claim").headers["location"].endswith("?told=ticket.claimed")
    assert ueda.post("/tickets/T-1/claim").headers["location"].endswith("?told=ticket.taken")
    assert "佐藤さんが対応しています" in ueda.get("/tickets/T-1", told="ticket.taken").text
    assert sato.call("POST", "/tickets/T-1/reply", {"text": "お待たせしました。"}).status_code == 201
    assert "お待たせしました。" in sato.get("/tickets/T-1").text
    assert sato.post("/tickets/T-1/assign", member_id="ueda").headers["location"].endswith("ticket.assigned")
    assert sato.post("/tickets/T-1/close", outcome="solved").headers["location"].endswith("ticket.taken")
    assert ueda.post("/tickets/T-1/close", outcome="gone").status_code == 422
    assert ueda.post("/tickets/T-1/close", outcome="refund", note="済").headers["location"].endswith("ticket.closed")
    assert "返金" in ueda.get("/tickets", outcome="refund").text
    assert "見つかりません" in ueda.get("/tickets", outcome="solved").text


def test_what_was_agreed_goes_to_the_bot(office: Office) -> None:
    office.open_ticket("T-1")
    browser = office.sign_in()
    browser.post("/tickets/T-1/claim")
    agreed = "再測定に伺います。\r\n\r\n料金はいただきません。"
    browser.post("/tickets/T-1/return", agreed=agreed, topic_closed="true", note="社内用")
    ended = office.http.get("/v1/staff/tickets/T-1", headers=office.bearer("manager")).json()["ticket"]
    assert ended["note"] == "社内用"
    with office.application.database.read() as session:
        handback = session.get_one(Ticket, "T-1").handback
    assert handback is not None
    assert handback["agreed"] == ["再測定に伺います。", "料金はいただきません。"]
    assert (handback["topic_closed"], handback["do_not_offer"]) == (True, False)


def test_words_of_a_customer_are_text_and_nothing_else(office: Office) -> None:
    conversation = office.open_ticket("T-1")
    office.engine.answer = echo
    office.application.turns.accept(conversation, '<script>alert(1)</script><b class="x">')
    page = office.sign_in().get("/tickets/T-1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_unknown_ticket_and_customer_are_pages(office: Office) -> None:
    browser = office.sign_in()
    for path, words in (("/tickets/T-9", "チケットがありません"), ("/customers/c-9", "お客さまが見つかりません")):
        page = browser.get(path)
        assert page.status_code == 404
        assert words in page.text
        assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_whoever_looks_is_noted_once_with_whose_page_it_was(office: Office) -> None:
    with office.application.database.write() as session:
        session.add(Customer(id="c/1", name="高橋麻衣", type="b2c", noise_hours=[]))
    browser = office.sign_in()
    assert "高橋麻衣" in browser.get("/customers", text="高橋").text
    for _ in range(2):
        assert browser.get("/customers/c/1").status_code == 200
    with office.application.database.read() as session:
        noted = session.query(StaffAction.customer_id).where(StaffAction.action == "view").all()
    assert [row.customer_id for row in noted] == ["c/1"]
