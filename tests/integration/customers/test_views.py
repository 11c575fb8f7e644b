"""The 360-degree view against cases computed by hand, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.clock import TOKYO
from domain.effects import OpenHandover
from domain.reply import Sentiment
from domain.success.customer_360 import (
    ContractView,
    Customer360,
    EngagementView,
    MoneyView,
    ScoreView,
    SupportView,
    SurveyView,
    UsageView,
)
from domain.turn import TurnOutcome, TurnRequest
from services.conversations import Survey
from services.customers import CustomerViews
from store.models import Booking
from store.session import Database
from tests.fakes import history
from tests.fakes.engine import outcome
from tests.fakes.service import Desk

AT = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
TODAY = AT.date()


def ago(days: float = 0, **span: float) -> datetime:
    return AT - timedelta(days=days, **span)


def write(database: Database, *steps: Callable[[Session], Any]) -> None:
    with database.write() as session:
        for step in steps:
            step(session)


def seen(database: Database, who: str = "k", at: datetime = AT) -> Customer360:
    view = CustomerViews(database).view(who, at)
    assert view is not None
    return view


def known(database: Database, type: str = "b2b", **fields: Any) -> None:
    write(database, lambda session: history.customer(session, "k", type, **fields))


def test_nobody(database: Database) -> None:
    assert CustomerViews(database).view("k", AT) is None


def test_customer_without_history_is_unknown_not_zero(database: Database) -> None:
    known(database, name="青葉管理", since=date(2026, 11, 1))
    assert seen(database) == Customer360("k", "青葉管理", "b2b", AT, since=date(2026, 11, 1))


def test_customer_is_none_before_they_came(database: Database) -> None:
    known(database, since=TODAY)
    assert CustomerViews(database).view("k", AT - timedelta(days=1)) is None


def test_contract_that_runs(database: Database) -> None:
    known(database)
    write(
        database,
        lambda s: history.contract(s, "k", date(2024, 4, 1), plan="starter", ended_on=date(2025, 3, 31)),
        lambda s: history.contract(
            s,
            "k",
            date(2025, 4, 1),
            ends_on=date(2026, 3, 31),
            notice_on=date(2026, 12, 1),
            ended_on=date(2026, 12, 31),
            properties_total=200,
            properties_covered=50,
            has_api=True,
        ),
        lambda s: history.contract(s, "k", date(2026, 12, 1), plan="enterprise"),
    )
    assert seen(database).contract == ContractView(
        "business", 20, 100_000, date(2025, 4, 1), date(2027, 3, 31), 200, 50, True
    )
    assert seen(database, at=AT.replace(year=2024, month=11)).contract.plan == "starter"
    assert seen(database, at=AT.replace(year=2025, month=3, day=31)).contract.plan == "starter"
    december = seen(database, at=AT.replace(month=12)).contract
    assert (december.plan, december.ended_on) == ("enterprise", None)


def test_contract_that_ended_brings_nothing_any_more(database: Database) -> None:
    known(database)
    ended = {"ends_on": date(2026, 9, 30), "notice_on": date(2026, 8, 1), "ended_on": date(2026, 9, 30)}
    write(database, lambda s: history.contract(s, "k", date(2025, 10, 1), has_api=True, **ended))
    assert seen(database).contract == ContractView(
        plan="business",
        starts_on=date(2025, 10, 1),
        ends_on=date(2026, 9, 30),
        notice_on=date(2026, 8, 1),
        ended_on=date(2026, 9, 30),
    )


def test_usage_is_counted_by_months_of_30_days(database: Database) -> None:
    known(database)
    moments = [(1, 6), (29, 2), (31, 5), (61, 4), (89, 1), (91, 50)]
    write(
        database,
        *(lambda s, d=d, n=n: history.usage(s, "k", "measurement", ago(d), n) for d, n in moments),
        lambda s: history.usage(s, "k", "measurement", ago(0.5), hours=1.5),
        lambda s: history.usage(s, "k", "measurement", AT + timedelta(seconds=1), 100, hours=9.0),
    )
    # 9 of the last month, 5 of the one before, 5 of the first: the mean is 19/3, the slope (9 - 5) / 2.
    assert seen(database).usage == UsageView(
        total=69,
        last_at=ago(0.5),
        last_month=9,
        mean_3m=19 / 3,
        slope_3m=2.0,
        trend="increasing",
        hours_last=1.5,
    )


def test_contract_without_a_single_measurement_is_zero_use(database: Database) -> None:
    known(database)
    write(database, lambda s: history.contract(s, "k", date(2026, 4, 1)))
    assert seen(database).usage == UsageView(mean_3m=0.0, slope_3m=0.0, trend="stable")


def test_engagement(database: Database) -> None:
    known(database)
    write(
        database,
        lambda s: history.contract(s, "k", date(2026, 4, 1), features=["map", "alert", "export", "share"]),
        lambda s: history.usage(s, "k", "login", ago(31)),
        lambda s: history.usage(s, "k", "login", ago(8)),
        lambda s: history.usage(s, "k", "login", ago(3)),
        *(lambda s, n=n: history.usage(s, "k", "report_made", ago(40), name=f"r{n}") for n in range(4)),
        lambda s: history.usage(s, "k", "report_made", ago(100), name="old"),
        lambda s: history.usage(s, "k", "report_viewed", ago(20), name="r1"),
        lambda s: history.usage(s, "k", "report_viewed", ago(19), name="r1"),
        lambda s: history.usage(s, "k", "report_viewed", ago(20), name="old"),
        lambda s: history.usage(s, "k", "report_viewed", AT + timedelta(hours=1), name="r2"),
        lambda s: history.usage(s, "k", "feature_used", ago(80), name="map"),
        lambda s: history.usage(s, "k", "feature_used", ago(10), name="not offered"),
        lambda s: history.usage(s, "k", "feature_used", ago(91), name="export"),
    )
    assert seen(database).engagement == EngagementView(ago(3), 2, 0.25, 0.25)
    assert seen(database).usage.has_report


def test_reports_without_a_name_are_counted(database: Database) -> None:
    known(database)
    write(
        database,
        lambda s: history.usage(s, "k", "report_made", ago(10), 4),
        lambda s: history.usage(s, "k", "report_viewed", ago(9), 3),
    )
    # The account is used, so that no login is none; and not "unknown".
    assert seen(database).engagement == EngagementView(None, 0, 0.75, None)


def test_support_counts_cases_and_what_became_of_them_by_then(database: Database) -> None:
    known(database)
    write(
        database,
        lambda s: history.support_case(s, "k", ago(200), resolved_at=ago(199), escalated_at=ago(199.5)),
        lambda s: history.support_case(s, "k", ago(60), resolved_at=ago(59.5), escalated_at=ago(59.8)),
        lambda s: history.support_case(s, "k", ago(5), resolved_at=AT + timedelta(days=1)),
        lambda s: history.support_case(s, "k", AT + timedelta(days=1)),
        lambda s: history.interaction(s, "k", ago(10), label="anger", target="company", intensity=3),
        lambda s: history.interaction(s, "k", ago(10), label="anger", target="neighbour", intensity=3),
        lambda s: history.interaction(s, "k", ago(9), kind="complaint"),
        lambda s: history.interaction(s, "k", ago(91), kind="complaint"),
        lambda s: history.survey(s, "k", ago(4), nps=3, comment="遅い"),
        lambda s: history.survey(s, "k", ago(3), nps=3),
        lambda s: history.survey(s, "k", ago(2), csat=4.5, comment="ありがとう"),
    )
    view = seen(database)
    assert view.support == SupportView(3, 1, 1, 1, 18.0, 3)
    assert view.survey == SurveyView(3, 4.5, None, ago(2))


def test_money(database: Database) -> None:
    known(database)
    write(
        database,
        lambda s: history.invoice(s, "k", date(2026, 9, 30), 100, paid_on=date(2026, 9, 30), status="paid"),
        lambda s: history.invoice(s, "k", date(2026, 10, 31), 100, paid_on=date(2026, 11, 6), status="paid"),
        lambda s: history.invoice(s, "k", date(2026, 11, 19), 100, discount=10),
        lambda s: history.invoice(s, "k", date(2026, 10, 31), 9_999, status="void"),
        lambda s: history.invoice(s, "k", date(2026, 12, 31), 100, issued_on=date(2026, 11, 30)),
        lambda s: history.interaction(s, "k", ago(100), kind="price"),
        lambda s: history.interaction(s, "k", ago(50), kind="inquiry"),
        lambda s: history.score(s, "k", ago(1), ltv=700),
    )
    # Delays 0, 6, 6; half of the contacts about the price, a third of the invoices with a discount.
    assert seen(database).money == MoneyView(200, 700, 4.0, 1, (1 / 2 + 1 / 3) / 2)


def test_visits_of_a_consumer_are_measurements_and_revenue(database: Database) -> None:
    known(database, "b2c")

    def visit(number: int, start: datetime, **fields: Any) -> Callable[[Session], Any]:
        given = {
            "status": "booked",
            "plan": "light",
            "addons": [],
            "amount": 8_800,
            "fees": 0,
            "made_at": None,
            **fields,
        }
        end = start + timedelta(hours=1, minutes=15)
        return lambda s: s.add(
            Booking(
                id=f"bk-{number}", customer_id="k", starts_at=start, ends_at=end, terms_start=start, contact={}, **given
            )
        )

    write(
        database,
        visit(1, ago(40), made_at=ago(45), addons=["ai_mediation"]),
        visit(2, ago(20), made_at=ago(22), status="cancelled", fees=2_640),
        visit(3, ago(10), made_at=ago(12), plan="standard", amount=12_800, fees=2_000),
        visit(4, ago(5), made_at=ago(7)),
        lambda s: history.invoice(s, "k", TODAY, 8_800, id="bk-4", paid_on=TODAY, status="paid"),
        lambda s: history.usage(s, "k", "measurement", ago(5, hours=-1), hours=1.0, id="bk-4"),
        visit(5, AT + timedelta(days=3), made_at=ago(1), plan="premium", amount=24_800),
        visit(6, AT + timedelta(days=4), made_at=AT + timedelta(hours=1), plan="light"),
    )
    view = seen(database)
    assert view.contract == ContractView(plan="premium", starts_on=ago(1).date())
    assert view.usage == UsageView(
        total=3,
        last_at=ago(5, hours=-1),
        last_month=2,
        mean_3m=2.0,  # one whole month is known
        hours_last=1.0,
        has_report=True,
        has_mediation=True,
    )
    assert view.money.revenue == 8_800 + 2_640 + 12_800 + 2_000 + 8_800


def test_what_was_cancelled_was_not_ordered(database: Database) -> None:
    known(database, "b2c")
    given = {"status": "cancelled", "plan": "light", "addons": ["ai_mediation"], "amount": 16_800, "fees": 0}
    start, end = ago(3), ago(3, hours=-1)
    write(
        database,
        lambda s: s.add(
            Booking(id="bk-1", customer_id="k", starts_at=start, ends_at=end, terms_start=start, contact={}, **given)
        ),
    )
    assert seen(database).usage == UsageView()


def test_chat_counts(database: Database) -> None:
    """A handover is a ticket, the survey of the chat an answer, and the tone of each message is heard."""

    def answer(request: TurnRequest) -> TurnOutcome:
        slots = {"negotiation_attempts": 3} if "3回" in request.text else {}
        effects = [OpenHandover("tk", "anger", "high", "", None, senior=True)] if "怒" in request.text else []
        feeling = Sentiment("anger", "company", 2) if "怒" in request.text else Sentiment()
        said = outcome(effects=effects)
        return replace(said, reply=replace(said.reply, sentiment=feeling), record={"slots": slots})

    desk = Desk(database, answer)
    desk.clock.at = ago(2)
    known(database, "b2c")
    conversation = desk.conversations.open(customer_id="k").conversation_id
    desk.turns.accept(conversation, "3回話しました")
    desk.clock.at = ago(1)
    desk.turns.accept(conversation, "怒っています")
    desk.conversations.answer_survey(conversation, Survey(nps=2, csat=None, ces=4, comment="残念"))
    view = seen(database)
    assert view.support == SupportView(1, 1, 1, 1, None, 2)
    assert view.survey == SurveyView(2, None, 4.0, ago(1))
    assert view.usage.negotiation_attempts == 3
    said = CustomerViews(database).remarks(["k"], AT)["k"]
    assert [(remark.label, remark.target, remark.quote) for remark in said] == [
        ("neutral", "none", "3回話しました"),
        ("anger", "company", "怒っています"),
    ]
    before = seen(database, at=ago(1.5))
    assert (before.support.tickets, before.survey, before.usage.negotiation_attempts) == (0, SurveyView(), 3)


def test_scores_are_the_newest_that_were_known(database: Database) -> None:
    known(database)
    tones = [(20, "joy", 3), (10, "neutral", 0), (1, "anger", 3)]
    write(
        database,
        lambda s: history.score(s, "k", ago(8), health=80.0, status="green", churn=0.1, level="low"),
        lambda s: history.score(s, "k", ago(1), health=30.0, status="red", churn=0.8, level="critical"),
        lambda s: history.score(s, "k", AT + timedelta(days=1), health=90.0, status="green"),
        *(
            lambda s, d=d, t=t, i=i: history.interaction(s, "k", ago(d), label=t, target="company", intensity=i)
            for d, t, i in tones
        ),
    )
    scores = seen(database).scores
    # Tones 1, 0, -1 on days 0, 10, 19: about their mean 29/3 the days spread by 542/3, and with the tones by -19.
    assert scores.tone_slope == pytest.approx(-19 / (542 / 3))
    assert replace(scores, tone_slope=None) == ScoreView(30.0, "red", 0.8, "critical", None, ago(1))
    assert seen(database, at=ago(2)).scores.health == 80.0


def test_views_come_in_chunks_with_as_many_statements_each(database: Database) -> None:
    names = [f"c{number:02}" for number in range(7)]
    with database.write() as session:
        for name in names:
            history.customer(session, name)
            history.everything(session, name, ago(1))
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def read(chunk: int) -> tuple[list[list[str]], int]:
        statements.clear()
        chunks = [[view.customer_id for view in views] for views in CustomerViews(database, chunk).views(None, AT)]
        return chunks, sum(statement.lstrip().startswith("SELECT") for statement in statements)

    whole, once = read(100)
    assert whole == [names]
    parts, thrice = read(3)
    assert parts == [names[:3], names[3:6], names[6:]]
    assert thrice == 3 * once
    some = CustomerViews(database, 2).views(["c05", "c01", "nobody", "c03"], AT)
    assert [[view.customer_id for view in views] for views in some] == [["c01", "c03"], ["c05"]]
    rest = CustomerViews(database).views(None, AT, after="c04")
    assert [[view.customer_id for view in views] for views in rest] == [["c05", "c06"]]


def test_nothing_later_than_the_moment_is_in_the_view(database: Database) -> None:
    """What was seen on a day is seen of that day for ever, whatever is stored later."""
    known(database, since=date(2026, 1, 1))
    with database.write() as session:
        history.everything(session, "k", ago(100))
    before = seen(database, at=ago(50))
    with database.write() as session:
        history.everything(session, "k", ago(49))
        history.everything(session, "k", AT)
    assert seen(database, at=ago(50)) == before
    assert seen(database) != before
