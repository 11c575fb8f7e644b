"""Customers in the staff's API."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from domain.clock import TOKYO
from domain.staff import ROLES, Role
from services.application import Application
from services.members import MemberFields
from tests.fakes import history

PATH = "/v1/staff/customers"
AT = datetime(2026, 11, 20, 10, tzinfo=TOKYO)

FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({"status": "red"}, ["C-1"]),
    ({"status": "green"}, []),
    ({"status": "unknown"}, ["C-2", "C-3"]),
    ({"level": "critical"}, ["C-1"]),
    ({"type": "b2c"}, ["C-2", "C-3"]),
    ({"text": "山田"}, ["C-2", "C-3"]),
    ({"text": "山田_"}, ["C-2"]),
    ({"text": "%"}, []),
    ({"text": "yamada@EXAMPLE"}, ["C-2"]),
    ({"text": "c-1"}, ["C-1"]),
    ({"csm": "sato"}, ["C-3"]),
    ({"after": "C-2"}, ["C-3"]),
]


def hire(http: TestClient, role: Role) -> dict[str, str]:
    application: Application = http.app.state.application  # type: ignore[attr-defined]
    _, token = application.staff.members.add(MemberFields("田中", role, "t@example.com"))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def staffed(http: TestClient) -> Iterator[TestClient]:
    """Three customers, one of them scored twice; and a CSM who asks."""
    with http.app.state.application.database.write() as session:  # type: ignore[attr-defined]
        history.customer(session, "C-1", name="青葉管理")
        history.customer(session, "C-2", "b2c", name="山田_太郎", email="Yamada@example.com")
        history.customer(session, "C-3", "b2c", name="山田花子", csm_id="sato")
        history.score(session, "C-1", AT.replace(day=1), health=90.0, status="green")
        history.score(session, "C-1", AT, health=30.0, status="red", churn=0.8, level="critical", ltv=7)
    http.headers.update(hire(http, "csm"))
    yield http


def listed(http: TestClient, **query: object) -> list[str]:
    answer = http.get(PATH, params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return [row["customer_id"] for row in answer.json()["customers"]]


def test_list_shows_the_scores_stored_last(staffed: TestClient) -> None:
    first, second, _ = staffed.get(PATH).json()["customers"]
    assert (first["health"], first["health_status"], first["churn_level"], first["ltv"]) == (30.0, "red", "critical", 7)
    assert (second["health"], second["health_status"], second["computed_at"]) == (None, None, None)


def test_list_is_filtered(staffed: TestClient) -> None:
    for query, found in FILTERS:
        assert listed(staffed, **query) == found, query


def test_list_is_paged(staffed: TestClient) -> None:
    page = staffed.get(PATH, params={"limit": 2}).json()
    assert page["next"] == "C-2"
    rest = staffed.get(PATH, params={"limit": 2, "after": page["next"]}).json()
    assert ([row["customer_id"] for row in rest["customers"]], rest["next"]) == (["C-3"], None)


def test_customer_as_a_whole(staffed: TestClient) -> None:
    view = staffed.get(f"{PATH}/C-1").json()
    assert (view["name"], view["scores"]["health"], view["survey"]["nps"]) == ("青葉管理", 30.0, None)
    before = staffed.get(f"{PATH}/C-1", params={"at": "2026-11-10T00:00:00+09:00"}).json()
    assert before["scores"]["health"] == 90.0


def test_what_is_not_there_or_cannot_be(staffed: TestClient) -> None:
    for path, status in (
        ("/C-9", 404),
        ("/C-1?at=2026-11-10T00:00:00", 422),
        ("?status=blue", 422),
        ("?text=%00", 422),
    ):
        assert staffed.get(PATH + path).status_code == status, path


def test_only_the_staff_may_look(staffed: TestClient) -> None:
    members = [hire(staffed, role) for role in ROLES]
    del staffed.headers["Authorization"]
    customer = {"Authorization": f"Bearer {staffed.post('/v1/conversations').json()['token']}"}
    for path in (PATH, f"{PATH}/C-1"):
        assert {staffed.get(path, headers=member).status_code for member in members} == {200}
        assert {staffed.get(path, headers=nobody).status_code for nobody in ({}, customer)} == {401}
