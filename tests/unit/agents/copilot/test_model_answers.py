"""Questions of the staff for which a scripted model chooses, over real HTTP, what is looked up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agents.copilot.context import Assist
from agents.copilot.model_answers import ModelAnswers
from agents.copilot.questions import LocalAnswers
from agents.llm.client import LlmClient
from agents.llm.model import LanguageModel, LlmTerms
from agents.llm.wire import Endpoint
from domain.copilot.advice import Answer, Wish
from domain.staff import Role
from services.nobody import NobodyKnown
from store.llm_spending import spent
from store.session import Database
from tests.fakes.llm_server import FAULTS, KEY, MODEL, Call, LlmServer, Said, llm_server
from tests.fakes.tone_sheet import NOW, case_of, desk_over
from tests.fakes.tools import member, shipped_pack

TOGETHER = "この方の予約と、いくらまで補償できるか、駐車場のことも知りたい"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[LlmServer]:
    with llm_server() as server:
        yield server


@pytest.fixture
def answers(endpoint: LlmServer) -> Iterator[ModelAnswers]:
    endpoint.script.clear()
    endpoint.asked.clear()
    client = LlmClient(Endpoint(endpoint.url, KEY, MODEL))
    yield ModelAnswers(shipped_pack(), LanguageModel(client, LlmTerms(tools=30.0, turn=30.0), NobodyKnown()))
    client.close()


def ask(answers: ModelAnswers, database: Database, question: str, role: Role = "cs") -> Answer:
    case = replace(case_of(), member=member(role))
    return answers.answer(Assist(desk_over(database), case, Wish(question=question)), None)


def test_everything_that_was_asked_is_told_in_one_step(
    answers: ModelAnswers, endpoint: LlmServer, database: Database
) -> None:
    endpoint.script.append(Said(None, (Call("tell_visits"), Call("search_faq", {"question": "駐車場はありますか"}))))
    answer = ask(answers, database, TOGETHER)
    assert {ground.id for ground in answer.grounds} >= {"B-1", "parking"}
    assert answer.reply is None
    assert len(endpoint.asked) == 1
    with database.read() as session:
        assert spent(session, "c_1", NOW.date())[1].calls == 1


def test_a_member_is_told_no_more_than_their_role_permits(
    answers: ModelAnswers, endpoint: LlmServer, database: Database
) -> None:
    endpoint.script.append(Said(None, (Call("tell_visits"), Call("tell_tone"))))
    answer = ask(answers, database, TOGETHER, "qa")
    assert answer.kind == "refused"
    assert "12,800" not in answer.text


@pytest.mark.parametrize("fault", ["status_500", "unknown_tool", "none"])
def test_whatever_fails_the_local_answer_stands(
    answers: ModelAnswers, endpoint: LlmServer, database: Database, fault: str
) -> None:
    endpoint.script.extend([FAULTS[fault](), FAULTS[fault]()])
    case = case_of()
    plain = LocalAnswers().answer(Assist(desk_over(database), case, Wish(question=TOGETHER)), None)
    assert ask(answers, database, TOGETHER) == plain


def test_a_plain_question_asks_no_model(answers: ModelAnswers, endpoint: LlmServer, database: Database) -> None:
    assert ask(answers, database, "この方の予約は?").kind == "visits"
    assert endpoint.asked == []
