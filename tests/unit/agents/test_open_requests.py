"""Requests no single skill covers, with a scripted model that chooses tools over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agents.account import serve_account
from agents.clarify import decline
from agents.context import Desk, Turn
from agents.faq import answer_faq
from agents.llm.assisting import Skill
from agents.llm.client import LlmClient
from agents.llm.model import LanguageModel, LlmTerms
from agents.llm.wire import Endpoint
from agents.open_requests import OpenRequests
from domain.effects import CancelVisit, HoldVisit, MoveVisit
from domain.records import Booking
from domain.success.account import Account, OwnContract, OwnInvoice, OwnReport
from domain.success.allowance import Allowance
from knowledge.pack import Pack
from tests.fakes.clock import MORNING
from tests.fakes.llm_server import FAULTS, KEY, MODEL, Call, LlmServer, Said, llm_server
from tests.fakes.tools import find_parking
from tests.unit.agents.conftest import Talk, labels
from tools.context import CustomerDeps
from tools.registry import declared_for

TOGETHER = "契約がいつまでか知りたいのと、未払いの請求書も教えてください。あと駐車場はありますか"
CANCELLING = (("off_topic", 0.6), ("cancel_booking", 0.3))
MOVING = (("off_topic", 0.6), ("change_booking", 0.3))
VISIT_AT = MORNING.replace(hour=19) + timedelta(days=9)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[LlmServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def client(endpoint: LlmServer) -> Iterator[LlmClient]:
    client = LlmClient(Endpoint(endpoint.url, KEY, MODEL))
    client.prepare()
    yield client
    client.close()


@pytest.fixture
def llm(endpoint: LlmServer, client: LlmClient) -> LlmServer:
    endpoint.script.clear()
    endpoint.asked.clear()
    client.breaker.succeeded()
    return endpoint


@pytest.fixture
def open_requests(talk: Talk, pack: Pack, client: LlmClient) -> OpenRequests:
    desk: Desk = replace(talk.desk, llm=LanguageModel(client, LlmTerms(tools=30.0, turn=30.0), talk.records))
    talk.desk = desk
    terms = pack.open_requests
    assert terms is not None
    deps = CustomerDeps(pack, talk.records, find_parking, desk.hours, desk.promises, desk.new_id)
    return OpenRequests(pack, deps, terms)


@pytest.fixture
def company(known: Talk) -> Talk:
    contract = OwnContract("k-1", "starter", 60_000, date(2026, 4, 1), date(2027, 3, 31), False, Allowance(10, 2, 9))
    bill = OwnInvoice("i-2", 60_000, date(2026, 10, 31), date(2026, 11, 30), None)
    report = OwnReport("11月", MORNING - timedelta(days=2), None)
    known.records.accounts["c-1"] = Account(
        "b2b", contract, MORNING.date().replace(day=1), 9, 8, None, None, (bill,), (report,)
    )
    known.records.visits.append(
        Booking(
            "bk-1", "standard", VISIT_AT, VISIT_AT + timedelta(hours=2), "booked", 12_800,
            address="東京都杉並区桃井1-2-3",
        )
    )  # fmt: skip
    return known


def widened(open_requests: OpenRequests, skill: Skill) -> Skill:
    """As the graph runs a skill: with the turn's account."""

    def run(turn: Turn) -> object:
        assert turn.desk.llm is not None
        return open_requests.around(skill)(replace(turn, llm=turn.desk.llm.begin(turn.request)))

    return run  # type: ignore[return-value]


def chosen(*calls: str | Call) -> Said:
    return Said(None, tuple(Call(call) if isinstance(call, str) else call for call in calls))


def test_everything_that_was_asked_is_told(company: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    llm.script.append(chosen("list_my_invoices", Call("search_faq", {"question": "駐車場はありますか"})))
    plan = company.say(
        widened(open_requests, serve_account), TOGETHER, own="contract", topics=["parking"], decision="ask_back"
    )
    assert [source.title for source in plan.sources][:2] == ["ご契約", "請求書"]
    assert "parking" in {source.id for source in plan.sources}
    assert plan.notes["tools"] == ["list_my_invoices", "search_faq"]
    assert len(llm.asked) == 1


def test_what_no_skill_made_out_is_looked_up(company: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    llm.script.append(chosen("list_my_reports", "list_my_bookings"))
    plan = company.say(widened(open_requests, decline), "こないだのあれ、もう見られるんでしたっけ", "off_topic")
    assert "測定レポート" in plan.template and "スタンダードプラン" in plan.template
    assert plan.progress and plan.state.uncovered == 0


def test_a_cancellation_is_stated_and_waits_for_the_customers_own_yes(
    company: Talk, open_requests: OpenRequests, llm: LlmServer
) -> None:
    llm.script.append(chosen(Call("propose_cancellation", {"booking_id": "bk-1"}), "list_my_invoices"))
    first = company.say(
        widened(open_requests, decline),
        "もういいかなと思ってて、あと請求はどうなりますか",
        "off_topic",
        intents=CANCELLING,
    )
    assert "キャンセル" in first.template and "お支払い期限" in first.template
    assert first.effects == () and first.asks == "confirm"
    assert labels(first) == ["キャンセルを確定する", "キャンセルしない"]
    kept = company.say(widened(open_requests, serve_account), "うーん、ちょっと考えます", "small_talk")
    assert kept.effects == ()
    done = company.say(widened(open_requests, serve_account), "はい", "affirm")
    assert [type(effect) for effect in done.effects] == [CancelVisit]


def test_a_move_is_stated_for_a_time_that_is_free(company: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    start = (VISIT_AT + timedelta(days=2)).isoformat()
    llm.script.append(chosen(Call("find_visits", {"plan": "standard", "wish": "2日あとの19時"})))
    llm.script.append(chosen(Call("propose_move", {"booking_id": "bk-1", "start": start})))
    plan = company.say(widened(open_requests, decline), "2日あとならいけるのに", "off_topic", intents=MOVING)
    assert [type(effect) for effect in plan.effects] == [HoldVisit] and plan.asks == "confirm"
    done = company.say(widened(open_requests, serve_account), "はい、お願いします", "affirm")
    assert [type(effect) for effect in done.effects] == [MoveVisit]


def test_nothing_is_proposed_that_the_customer_did_not_seem_to_speak_of(
    company: Talk, open_requests: OpenRequests, llm: LlmServer
) -> None:
    llm.script.append(chosen("list_my_invoices"))
    company.say(widened(open_requests, decline), "請求まわりのことを知りたい", "off_topic")
    (asked,) = llm.asked
    assert set(asked.tools) == {"list_my_bookings", "get_my_usage", "list_my_invoices", "list_my_reports", "search_faq"}


def test_another_customers_visit_is_as_unknown_as_none(
    company: Talk, open_requests: OpenRequests, llm: LlmServer
) -> None:
    llm.script.append(chosen(Call("propose_cancellation", {"booking_id": "bk-other"})))
    llm.script.append(Said("なし"))
    plan = company.say(widened(open_requests, decline), "あの予約はもういいです", "off_topic", intents=CANCELLING)
    assert plan.effects == () and plan.state.flow is None


def test_what_the_skill_told_is_not_told_again(company: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    llm.script.append(chosen("list_my_bookings", "list_my_invoices"))
    text = "予約の日時を教えてください。あと請求書も見たいです"
    plan = company.say(widened(open_requests, serve_account), text, "my_booking")
    assert plan.template.count("スタンダードプラン") == 1
    assert "お支払い期限" in plan.template


def test_a_topic_the_message_cannot_mean_is_not_told(
    company: Talk, open_requests: OpenRequests, llm: LlmServer
) -> None:
    llm.script.append(chosen(Call("search_faq", {"question": "駐車場"})))
    plan = company.say(widened(open_requests, decline), "裏口から入れますか、それと合言葉も", "off_topic")
    assert plan.sources == () and plan.state.uncovered == 1


def test_strangers_are_told_what_holds_for_everybody(talk: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    llm.script.append(chosen(Call("search_faq", {"question": "駐車場はありますか"})))
    text = "料金を教えてください。あと駐車場はありますか"
    plan = talk.say(widened(open_requests, answer_faq), text, topics=["price-list", "parking"])
    assert [source.id for source in plan.sources] == ["price-list", "parking"]
    assert set(llm.asked[0].tools) == {"search_faq"}


@pytest.mark.parametrize("fault", ["status_500", "unknown_tool", "broken_call", "none", "refusal", "json_null"])
def test_whatever_fails_the_skills_reply_stands(
    company: Talk, open_requests: OpenRequests, llm: LlmServer, fault: str
) -> None:
    llm.script.extend([FAULTS[fault](), FAULTS[fault]()])
    turn = company.turn(TOGETHER, own="contract")
    plan = widened(open_requests, serve_account)(turn)
    assert plan.template == serve_account(turn).template
    assert plan.notes["tools_fault"]


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("今月の測定件数と、未払いの請求書を教えてください", 2),
        ("予約の日時を確認したいです。あと、駐車場はありますか", 2),
        ("料金はいくらですか", 1),
        ("隣の部屋の声がうるさくて、夜も眠れません", 0),
        ("先月の測定件数と今月の残りを教えてください。ついでに契約の更新日も知りたい", 2),
    ],
)
def test_things_asked_for_are_counted(open_requests: OpenRequests, text: str, wishes: int) -> None:
    assert open_requests.wishes(text) == wishes


def test_one_question_asks_no_model(company: Talk, open_requests: OpenRequests, llm: LlmServer) -> None:
    company.say(widened(open_requests, answer_faq), "料金はいくらですか", topics=["price-list"])
    company.say(widened(open_requests, serve_account), "未払いはありますか", own="invoice")
    assert llm.asked == []


def test_the_packs_tools_are_tools_of_customers(pack: Pack) -> None:
    terms = pack.open_requests
    assert terms is not None
    access = {tool.name: tool.access for tool in declared_for("customer")}
    assert {access[name] for name in terms.tools} == {"read"}
    assert "confirm_proposal" not in {*terms.tools, *terms.proposals}
    assert set(terms.proposals) <= set(access)
