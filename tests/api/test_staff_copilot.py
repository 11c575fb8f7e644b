"""The copilot in the staff's API: who may ask, and what comes back."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.clock import Clock
from domain.copilot.advice import Advice, Draft, Ground, Mood, MoodPoint, Wish
from domain.staff import Member, Role
from services.application import Application
from services.copilot.port import Copilot
from services.members import MemberFields
from services.serving import UnknownTicket
from services.settings import Settings
from store.session import Database
from tests.fakes.engine import FakeEngine

ADVICE = Advice(
    seq=4,
    mood=Mood("anger", "company", 3, "worsening", (MoodPoint(4, "anger", "company", 3),), "当社への強い怒り"),
    drafts=(Draft("faq", "返金の決まり", "お調べします。", (Ground("faq", "refund-policy", "返金の決まり"),)),),
    lacks=("tone",),
)


class FakeCopilot:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Wish]] = []

    def advise(self, member: Member, ticket_id: str, wish: Wish) -> Advice:
        if ticket_id != "tk_1":
            raise UnknownTicket(f"There is no ticket {ticket_id}.")
        self.asked.append((member.member_id, ticket_id, wish))
        return ADVICE


class EngineWithCopilot(FakeEngine):
    def __init__(self, copilot: Copilot | None) -> None:
        super().__init__()
        self._copilot = copilot

    def copilot(self, database: Database, clock: Clock) -> Copilot | None:
        return self._copilot


@pytest.fixture
def copilot() -> FakeCopilot:
    return FakeCopilot()


@pytest.fixture
def engine(copilot: FakeCopilot) -> FakeEngine:
    return EngineWithCopilot(copilot)


def hire(http: TestClient, role: Role = "cs") -> dict[str, str]:
    application: Application = http.app.state.application  # type: ignore[attr-defined]
    _, token = application.staff.members.add(MemberFields("田中", role, "t@example.com"), "tanaka")
    return {"Authorization": f"Bearer {token}"}


def test_advice_is_shown_to_whoever_asks(http: TestClient, copilot: FakeCopilot) -> None:
    headers = hire(http)
    answer = http.post("/v1/staff/tickets/tk_1/copilot", headers=headers)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["seq"], told["mood"]["trend"], told["drafts"][0]["grounds"][0]["id"]) == (
        4,
        "worsening",
        "refund-policy",
    )
    assert (told["findings"], told["answer"], told["lacks"]) == (None, None, ["tone"])
    http.post("/v1/staff/tickets/tk_1/copilot", json={"question": "解約条件は?", "draft": "必ず"}, headers=headers)
    assert copilot.asked == [("tanaka", "tk_1", Wish()), ("tanaka", "tk_1", Wish("解約条件は?", "必ず"))]


def test_question_that_cannot_be_asked_is_a_problem(http: TestClient) -> None:
    headers = hire(http)
    assert http.post("/v1/staff/tickets/tk_1/copilot").status_code == 401
    assert http.post("/v1/staff/tickets/tk_9/copilot", headers=headers).status_code == 404
    assert http.post("/v1/staff/tickets/tk_1/copilot", json={"question": ""}, headers=headers).status_code == 422


def test_engine_without_a_copilot_says_so(settings: Settings) -> None:
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        answer = http.post("/v1/staff/tickets/tk_1/copilot", headers=hire(http))
    assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (404, "copilot-missing")
