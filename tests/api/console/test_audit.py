"""Who did and looked at what is shown to those who may know."""

import pytest

from domain.staff import Role
from tests.api.console.conftest import Office


@pytest.mark.parametrize(("role", "status"), [("cs", 403), ("qa", 403), ("manager", 200), ("admin", 200)])
def test_log_is_for_managers_and_admins(office: Office, role: Role, status: int) -> None:
    page = office.sign_in(role).get("/audit")
    assert page.status_code == status
    assert ('href="/console/audit"' in page.text) is (status == 200)


def test_views_and_acts_are_told_with_who_and_what(office: Office) -> None:
    office.open_ticket("T-1")
    staff = office.application.staff
    boss = office.sign_in("manager", name="上司")
    sato = staff.members.get(office.hire("cs", "sato", "佐藤"))
    for _ in range(2):
        staff.audit.viewed(sato, ticket_id="T-1")
    staff.serving.claim(sato, "T-1")
    log = boss.get("/audit").text
    assert log.count(">閲覧</td>") == 1
    assert "引き受け" in log
    assert log.index("引き受け</td>") < log.index(">閲覧</td>")
    assert "引き受け</td>" not in boss.get("/audit", kind="views").text
    assert "/console/tickets/T-1" not in boss.get("/audit", by="manager").text
    history = boss.call("GET", "/tickets/T-1").json()["history"]
    assert [entry["action"] for entry in history] == ["claim"]
