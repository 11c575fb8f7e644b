"""My month: what was taken on, how soon it was answered, how it ended, what customers said."""

from services.conversations import Survey
from tests.api.console.conftest import Office


def test_month_counts_what_was_done_and_what_customers_said(office: Office) -> None:
    tickets = ["T-1", "T-2"]
    conversations = [office.open_ticket(name) for name in tickets]
    me = office.sign_in("cs", name="佐藤")
    staff = office.application.staff
    member = staff.members.get("cs")
    for name in tickets:
        staff.serving.claim(member, name)
    staff.serving.reply(member, "T-1", "お待たせしました。")
    staff.serving.close(member, "T-1", "solved")
    office.application.conversations.answer_survey(conversations[0], Survey(None, 4, None, None))
    office.open_ticket("T-3")
    page = me.get("/month").text
    assert "2件" in page
    assert "2件中2件" in page
    assert "終了1件中" in page
    assert "4.0" in page
    assert "1件の回答" in page
    assert 'href="/console/tickets/T-1"' in page
    assert "T-3" not in page
    earlier = me.get("/month", of="2025-01").text
    assert "この月に引き受けた対応はありません" in earlier


def test_month_is_of_whoever_serves(office: Office) -> None:
    assert office.sign_in("qa").get("/month").status_code == 403
    assert office.sign_in("senior").get("/month", of="2026-13").status_code == 422
