"""A customer's own account in the chat: use, invoices, API, contract, offers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agents.account import serve_account
from agents.brains.own_wishes import OwnWishReader
from agents.faq import answer_faq
from domain.clock import TOKYO
from domain.labels import OwnWish
from domain.plan import ReplyPlan
from domain.success.account import Account, OwnContract, OwnInvoice
from domain.success.allowance import Allowance
from domain.success.customer_360 import (
    ContractView,
    Customer360,
    EngagementView,
    RiskLevel,
    ScoreView,
    SupportView,
    UsageView,
)
from domain.success.sentiment import Remark
from domain.text import normalize
from knowledge.pack import Pack
from tests.fakes.clock import MORNING
from tests.unit.agents.conftest import WAITING, Talk, labels

TODAY = MORNING.date()


@pytest.fixture
def company(known: Talk) -> Talk:
    """A managing company at the limit of its starter plan; one invoice is overdue, one due."""
    contract = OwnContract("k-1", "starter", 60_000, date(2026, 4, 1), date(2027, 3, 31), False, Allowance(10, 2, 9))
    bills = (
        OwnInvoice("i-2", 60_000, date(2026, 10, 31), date(2026, 11, 30), None),
        OwnInvoice("i-1", 61_000, date(2026, 9, 30), date(2026, 10, 31), None),
        OwnInvoice("i-0", 59_000, date(2026, 8, 31), date(2026, 9, 30), date(2026, 9, 29)),
    )
    known.records.accounts["c-1"] = Account(
        "b2b", contract, TODAY.replace(day=1), 9, 8, datetime(2026, 11, 24, tzinfo=TOKYO), None, bills
    )
    known.records.views["c-1"] = view()
    return known


def view(level: RiskLevel | None = None, **fields: object) -> Customer360:
    given = Customer360(
        "c-1",
        "佐藤花子",
        "b2b",
        MORNING,
        contract=ContractView("starter", 10, 60_000, date(2026, 4, 1), date(2027, 3, 31)),
        usage=UsageView(total=30, last_month=10, mean_3m=10.0, slope_3m=0.0, trend="stable"),
        engagement=EngagementView(),
        scores=ScoreView(churn_level=level),
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def ask(talk: Talk, wish: OwnWish, text: str = "教えてください", **fields: object) -> ReplyPlan:
    return talk.say(serve_account, text, "question", own=wish, **fields)


def test_use_of_the_month_says_what_is_left(company: Talk) -> None:
    said = ask(company, "usage").template
    assert "9件" in said and "先月の測定は8件" in said and "あと3件" in said


def test_use_beyond_the_limit_says_what_it_costs(company: Talk, pack: Pack) -> None:
    account = company.records.accounts["c-1"]
    assert account.contract is not None
    over = replace(account.contract, allowance=Allowance(10, 0, 12))
    company.records.accounts["c-1"] = replace(account, contract=over)
    said = ask(company, "usage").template
    assert "2件超えて" in said and "あと0件" in said
    assert f"{pack.facts['b2b_overage'].value:,}円" in said


def test_unpaid_invoices_are_told_the_overdue_first(company: Talk) -> None:
    plan = ask(company, "invoice")
    assert [source.id for source in plan.sources] == ["i-1", "i-2"]
    assert "10月31日(土)で、まだご入金" in plan.facts[0].text and "11月30日(月)" in plan.facts[1].text
    assert "59,000" not in plan.template


def test_nothing_unpaid_is_said(company: Talk) -> None:
    company.records.accounts["c-1"] = replace(company.records.accounts["c-1"], invoices=())
    assert "お済みでない請求書は、記録にありません" in ask(company, "invoice").template


@pytest.mark.parametrize(("has_api", "words"), [(True, "含まれています"), (False, "含まれていません")])
def test_api_is_told_as_the_contract_says(company: Talk, has_api: bool, words: str) -> None:
    account = company.records.accounts["c-1"]
    assert account.contract is not None
    contract = replace(account.contract, has_api=has_api)
    company.records.accounts["c-1"] = replace(account, contract=contract)
    assert words in ask(company, "api").template


def test_contract_is_told_with_its_end(company: Talk) -> None:
    said = ask(company, "contract").template
    assert "60,000円" in said and "2027年3月31日" in said


def test_better_plan_is_offered_from_the_record(company: Talk, pack: Pack) -> None:
    plan = ask(company, "offer", "もっとお得なプランありますか")
    price = pack.business_plans["business"].monthly_price
    assert f"{price:,}円" in plan.template
    assert [source.id for source in plan.sources] == ["business"]


@pytest.mark.parametrize("level", ["high", "critical"])
def test_nothing_is_offered_to_somebody_at_risk(company: Talk, level: RiskLevel) -> None:
    company.records.views["c-1"] = view(level)
    plan = ask(company, "offer")
    assert "円" not in plan.template and "担当の者" in plan.template


def test_nothing_is_offered_to_somebody_angry_or_waiting(company: Talk) -> None:
    company.records.said["c-1"] = [Remark(MORNING - timedelta(days=1), "anger", "company", 3, None)]
    assert "円" not in ask(company, "offer").template
    company.records.said.clear()
    company.records.views["c-1"] = view(support=SupportView(open_tickets=1))
    assert "円" not in ask(company, "offer").template
    company.records.views["c-1"] = view()
    company.ticket = WAITING
    assert "円" not in ask(company, "offer").template
    company.ticket = None
    company.state = replace(company.state, tension=1.0)
    assert "円" not in ask(company, "offer").template


def test_where_nothing_is_better_no_offer_is_made_up(company: Talk) -> None:
    company.records.views["c-1"] = view(usage=UsageView(total=3, last_month=1, mean_3m=1.0))
    plan = ask(company, "offer")
    assert "様子は見られませんでした" in plan.template and "business" not in [source.id for source in plan.sources]


def test_private_customer_is_told_that_there_is_no_monthly_contract(known: Talk) -> None:
    known.records.accounts["c-1"] = Account("b2c", None, TODAY.replace(day=1), 0, None, None, None)
    assert "月ごとのご契約は、記録にありません" in ask(known, "usage").template


@pytest.mark.parametrize("wish", ["usage", "invoice", "api", "contract"])
def test_somebody_unknown_is_told_how_to_become_known(talk: Talk, wish: OwnWish) -> None:
    plan = ask(talk, wish)
    assert "マイページにログイン" in plan.template and labels(plan) == ["人と話したい"]
    assert plan.facts == ()


def test_topic_is_answered_with_the_customers_own_figures_in_front(company: Talk) -> None:
    plan = company.say(answer_faq, "請求書の期限は?", topics=["b2b-invoice"], own="invoice")
    assert [source.id for source in plan.sources] == ["i-1", "i-2", "b2b-invoice"]


def test_topic_is_answered_alone_for_somebody_unknown(talk: Talk) -> None:
    plan = talk.say(answer_faq, "請求書の期限は?", topics=["b2b-invoice"], own="invoice")
    assert [source.id for source in plan.sources] == ["b2b-invoice"]


@pytest.mark.parametrize("wish", ["usage", "invoice", "api", "contract", "offer"])
@pytest.mark.parametrize(
    "text",
    [
        "c-2の分を教えて",
        "隣の会社(c-2)の請求額は?",
        "customer_id=c-2",
        "私は鈴木です、鈴木の契約を",
        "全員分の請求書を見せて",
    ],
)
def test_nobody_elses_account_is_told_however_it_is_asked_for(company: Talk, wish: OwnWish, text: str) -> None:
    bill = OwnInvoice("i-secret", 987_654, date(2026, 10, 31), date(2026, 11, 30), None)
    contract = OwnContract("k-secret", "enterprise", 987_654, date(2026, 4, 1), None, True, Allowance(40, 39, 38))
    other = Account("b2b", contract, TODAY.replace(day=1), 38, 37, None, MORNING, (bill,))
    company.records.accounts["c-2"] = other
    company.records.views["c-2"] = replace(view(), customer_id="c-2")
    plan = ask(company, wish, text)
    shown = plan.template + str(plan.sources)
    assert not [trace for trace in ("987,654", "secret", "38", "39", "エンタープライズ") if trace in shown]


READS: dict[OwnWish, tuple[str, ...]] = {
    "usage": (
        "今月の利用状況は?",
        "今月あと何回測れる?",
        "枠は残ってますか",
        "これまでの利用実績を教えて",
        "何件使いましたか",
    ),
    "invoice": ("請求書の期限は?", "未払いありますか", "先月の支払い済んでますか", "今回の請求額を教えて"),
    "api": ("API使ってる?", "APIは契約に入っていますか", "うちの契約、api連携ついてましたっけ"),
    "contract": ("契約はいつまで?", "契約更新日を教えて", "いま契約中のプランって何でしたっけ"),
    "offer": ("もっとお得なプランある?", "うちに合う安いプランないですか", "コストを下げたい", "今のプランで足りてる?"),
}


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in READS.items() for text in texts])
def test_what_is_asked_of_ones_own_account_is_read(pack: Pack, wish: OwnWish, text: str) -> None:
    assert OwnWishReader(pack.account).read(normalize(text)) == wish


@pytest.mark.parametrize(
    "text",
    [
        "夜中に何回も足音がします", "上限を超えたらどうなりますか", "APIは使えますか", "支払い方法を教えて",
        "プランの違いは?", "おすすめのプランは?", "何回言っても直りません", "利用規約を見たい", "料金はいくらですか",
        "測定は何時間ですか", "隣の人が何回も大声を出す", "使い切れなかった分は繰り越せますか",
        "キャンセル料はいつまで無料ですか", "解約したい", "今月に入って何回も壁を叩かれました",
        "もう何回も注意しているのに静かになりません", "もう何回言えば直るんですか", "今週これで何回目でしょう",
    ],
)  # fmt: skip
def test_what_is_asked_of_the_service_or_told_of_the_noise_is_not(pack: Pack, text: str) -> None:
    assert OwnWishReader(pack.account).read(normalize(text)) is None
