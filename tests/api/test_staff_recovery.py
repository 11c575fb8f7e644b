"""Recovery offers in the staff's API."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from domain.staff import Role
from services.application import Application
from services.members import MemberFields
from tests.fakes import history
from tests.fakes.engine import FakeEngine
from tests.fakes.recovery import TERMS

PATH = "/v1/staff/recovery"
LATE = {"customer_id": "C-1", "cause": "late"}


@pytest.fixture
def engine() -> FakeEngine:
    engine = FakeEngine()
    engine.recovery_terms = TERMS
    return engine


@pytest.fixture
def staffed(http: TestClient) -> Iterator[TestClient]:
    with http.app.state.application.database.write() as session:  # type: ignore[attr-defined]
        history.customer(session, "C-1", "b2c")
    yield http


def hire(http: TestClient, role: Role) -> dict[str, str]:
    application: Application = http.app.state.application  # type: ignore[attr-defined]
    _, token = application.staff.members.add(MemberFields("田中", role, "t@example.com"))
    return {"Authorization": f"Bearer {token}"}


def test_offer_from_weighing_to_approval(staffed: TestClient) -> None:
    staff, senior = hire(staffed, "cs"), hire(staffed, "senior")
    weighed = staffed.post(f"{PATH}/options", json=LATE, headers=staff).json()
    assert (weighed["allowance"], weighed["grounds"]["ltv"], weighed["grounds"]["share"]) == (1_800, None, 0.6)
    assert [offer["kind"] for offer in weighed["offers"]] == ["coupon", "gift", "letter"]
    assert weighed["offers"][0]["needs"] == "staff"
    granted = staffed.post(f"{PATH}/proposals", json=LATE, headers=staff)
    assert (granted.status_code, granted.json()["status"], granted.json()["amount"]) == (201, "granted", 1_000)
    waiting = staffed.post(
        f"{PATH}/proposals", json={**LATE, "cause": "missed", "note": "丁寧に"}, headers=staff
    ).json()
    assert (waiting["status"], waiting["needs"]) == ("waiting", "senior")
    approve = f"{PATH}/proposals/{waiting['id']}/approve"
    assert staffed.post(approve, headers=staff).status_code == 403
    assert staffed.post(approve, json={"note": "了解"}, headers=senior).json()["status"] == "granted"
    assert staffed.post(approve, headers=senior).json()["type"].endswith("proposal-settled")
    budget = staffed.get(f"{PATH}/budget", headers=senior).json()
    assert (budget["spent"], budget["limit"]) == (waiting["amount"], 100_000)
    listed = staffed.get(f"{PATH}/proposals", params={"customer": "C-1"}, headers=staff).json()["proposals"]
    assert {row["status"] for row in listed} == {"granted"}
    back = staffed.post(f"{PATH}/proposals/{waiting['id']}/withdraw", headers=senior)
    assert back.json()["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"customer_id": "C-9"}, 404, "no-such-customer"),
        ({"ticket_id": "tk-9"}, 404, "unknown-ticket"),
        ({"cause": "weather"}, 422, "recovery-unknown"),
        ({"kind": "coupon", "amount": 3_000}, 409, "offer-too-much"),
        ({"amount": 0}, 422, "invalid-request"),
        ({"amount": True}, 422, "invalid-request"),
    ],
)
def test_offer_that_cannot_be_made_is_a_problem(
    staffed: TestClient, change: dict[str, object], status: int, problem: str
) -> None:
    answer = staffed.post(f"{PATH}/proposals", json={**LATE, **change}, headers=hire(staffed, "cs"))
    assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (status, problem)


def test_nobody_without_a_token_or_authority_gives_anything(staffed: TestClient) -> None:
    assert staffed.post(f"{PATH}/proposals", json=LATE).status_code == 401
    assert staffed.post(f"{PATH}/proposals", json=LATE, headers=hire(staffed, "qa")).status_code == 403
    refused = staffed.post(f"{PATH}/proposals/rp_x/refuse", headers=hire(staffed, "cs"))
    assert refused.status_code == 404


def test_company_that_does_not_say_what_it_offers(staffed: TestClient, engine: FakeEngine) -> None:
    application: Application = staffed.app.state.application  # type: ignore[attr-defined]
    object.__setattr__(application.staff, "recovery", None)
    answer = staffed.get(f"{PATH}/budget", headers=hire(staffed, "cs"))
    assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (404, "recovery-not-offered")
