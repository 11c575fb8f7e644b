"""The copilot over the shipped pack and the real brain."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.copilot.checking import ToneCheck
from domain.copilot.advice import Advice, Wish
from domain.staff import Member, Role
from graphs.composition import build_engine, load_reader
from graphs.copilot import GraphCopilot
from graphs.copilot_at_need import CopilotAtNeed
from services.application import Application, open_application
from services.members import MemberFields
from services.serving import UnknownTicket
from services.settings import Settings
from store.models import Ticket
from tests.fakes import history
from tests.fakes.clock import HandClock
from tests.fakes.past_cases import REPLY, served
from tests.fakes.tone_sheet import case_of, count_findings, desk_over

ROOT = Path(__file__).parents[3]
MESSAGES: dict[str, list[str]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "copilot_messages.yaml").read_text(encoding="utf-8")
)
RIGHT = 0.9
"""Share of questions whose topic must be among the drafts."""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Application]:
    database = tmp_path_factory.mktemp("copilot") / "zenbu.db"
    shutil.copy(migrated_sqlite, database)
    settings = Settings(data_dir=ROOT / "data", database_url=f"sqlite:///{database}", now="2026-11-25T14:00:00+09:00")
    with open_application(settings, build_engine) as application:
        with application.database.write() as session:
            history.customer(session, "C-1", "b2c", name="山田花子")
        yield application


@pytest.fixture
def ask(application: Application) -> Any:
    """Asks the copilot about a case that is not stored."""
    at_need = application.engine.current.copilot(application.database, HandClock())
    assert isinstance(at_need, CopilotAtNeed)
    copilot = at_need.ready()
    assert isinstance(copilot, GraphCopilot)
    return lambda case, wish=None: copilot.advise_on(case, wish or Wish())


@pytest.fixture(scope="module")
def ticket_id(application: Application) -> str:
    """A customer who was told something and is angry."""
    conversation = application.conversations.open(customer_id="C-1").conversation_id
    for text in ("キャンセル料はいくらですか", "何度聞いても同じ返事で腹が立つ。担当者を出して"):
        application.turns.accept(conversation, text)
    with application.database.read() as session:
        return session.query(Ticket.id).scalar()  # type: ignore[no-any-return]


def hire(application: Application, role: Role) -> Member:
    return application.staff.members.add(MemberFields("田中", role, f"{role}@example.com"))[0]


def test_drafts_answer_what_the_customer_asked(ask: Any) -> None:
    asked = [(topic, text) for topic, texts in MESSAGES.items() for text in texts]
    missed, faulty = [], []
    for topic, text in asked:
        drafts = ask(case_of(said=(text,))).drafts
        if not any(ground.id == topic for draft in drafts for ground in draft.grounds):
            missed.append((topic, text))
        for draft in drafts:
            found = ask(case_of(said=(text,)), Wish(draft=draft.text)).findings
            faulty += [finding for finding in found if finding.severity == "stop"]
    assert len(missed) <= (1 - RIGHT) * len(asked), missed
    assert not faulty


def test_advice_follows_the_conversation(application: Application, ticket_id: str) -> None:
    tanaka = hire(application, "manager")
    assert application.copilot is not None
    first = application.copilot.advise(tanaka, ticket_id, Wish())
    assert first.mood is not None
    assert (first.mood.label, first.mood.target, first.mood.trend) == ("anger", "company", "worsening")
    assert "怒り" in first.mood.text
    # What the bot said already is not said again to somebody who complains of just that.
    assert all(ground.id != "cancel-fee" for draft in first.drafts for ground in draft.grounds)
    application.staff.serving.claim(tanaka, ticket_id)
    application.staff.serving.reply(tanaka, ticket_id, "申し訳ございません。担当の田中です。何でもお尋ねください。")
    with application.database.read() as session:
        conversation = session.get_one(Ticket, ticket_id).conversation_id
    application.turns.accept(conversation, "領収書はどこでもらえますか")
    then = application.copilot.advise(tanaka, ticket_id, Wish())
    assert then.seq > first.seq
    assert then.drafts[0].grounds[-1].id == "receipt"
    assert then.drafts[0].text.startswith("山田花子様\n")
    assert "担当者が" not in then.drafts[0].text


@pytest.mark.parametrize(
    ("question", "kind", "told"),
    [
        ("解約条件は?", "faq", "12か月"),
        ("キャンセル料は?", "faq", "30%"),
        ("この人の健康スコアは?", "health", "ヘルススコア"),
        ("何を提案できる?", "offers", "ご提案しない決まり"),
        ("いくらまで補償できる?", "recovery", "3,000円"),
        ("LTVはどのくらい?", "value", "LTV"),
        ("この人の予約はいつ?", "visits", "ご予約はありません"),
        ("解約リスクは?", "refused", "計算できません"),
        ("今日の天気は?", "unclear", "見つかりません"),
    ],
)
def test_question_is_answered_from_the_faq_or_by_the_members_tools(
    application: Application, ticket_id: str, question: str, kind: str, told: str
) -> None:
    assert application.copilot is not None
    answer = application.copilot.advise(hire(application, "cs"), ticket_id, Wish(question=question)).answer
    assert answer is not None
    assert (answer.kind, told in answer.text) == (kind, True), answer
    assert (answer.reply is not None) is (kind == "faq")


def test_reviewer_is_told_nothing_of_the_customer(application: Application, ticket_id: str) -> None:
    reviewer = hire(application, "qa")
    assert application.copilot is not None
    for question in ("健康スコアは?", "いくらまで補償できる?", "この人の予約はいつ?", "LTVは?"):
        answer = application.copilot.advise(reviewer, ticket_id, Wish(question=question)).answer
        assert answer is not None and answer.kind == "refused"
    advice: Advice = application.copilot.advise(reviewer, ticket_id, Wish())
    assert advice.mood is not None
    assert "山田" not in "".join(draft.text for draft in advice.drafts)


def test_ticket_nobody_knows_is_a_problem(application: Application) -> None:
    assert application.copilot is not None
    with pytest.raises(UnknownTicket):
        application.copilot.advise(hire(application, "cs"), "tk_0", Wish())


def test_case_without_anything_to_answer_gets_a_holding_draft(ask: Any) -> None:
    assert [draft.kind for draft in ask(case_of()).drafts] == ["holding"]


def test_good_reply_of_a_colleague_is_offered_where_it_fits(application: Application, ask: Any) -> None:
    served(application.database)
    said = "レポートが開けなくて困っています"
    past = [draft for draft in ask(case_of(said=(said,))).drafts if draft.kind == "past"]
    assert [draft.text for draft in past] == [REPLY.replace("佐藤", "［お名前］").replace("鈴木", "田中")]
    unlike = ask(case_of(said=("駐車場は必要ですか",))).drafts
    assert all(draft.kind != "past" for draft in unlike)


@pytest.mark.parametrize(("part", "recall", "alarms"), [("learnt", 0.93, 0.03), ("unseen", 0.65, 0.11)])
def test_rules_and_examples_together_find_what_is_wrong_with_drafts(
    application: Application, part: str, recall: float, alarms: float
) -> None:
    pack, reader = load_reader(application.settings)
    told = count_findings(desk_over(application.database, pack), ToneCheck(pack, reader.suspicions), part)
    assert told["caught"] >= recall * told["faulty"], told
    assert told["alarms"] <= alarms * told["fine"], told
