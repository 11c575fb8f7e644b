"""The staff's tools over health, risk, tone, offers, value and segments."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from domain.success.churn import Factor
from domain.success.customer_360 import Customer360
from services.churn.terms import ChurnTerms
from services.scoring.assessment import ChurnReader
from store.models import ScoreRun
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING
from tests.fakes.tools import deps_over, staff_tools
from tools.refusal import Refused

NAME = "渡辺管理株式会社"


class Oracle:
    """Says of everybody that they leave, for one reason."""

    version = "oracle"

    def predict(self, views: Sequence[Customer360]) -> Sequence[float | None]:
        return [0.8] * len(views)

    def factors(self, views: Sequence[Customer360]) -> Sequence[tuple[Factor, ...]]:
        return [(Factor("nps_score", 3.0, 0.9, 2.46),)] * len(views)


def load_oracle(_: ChurnTerms) -> ChurnReader:
    return Oracle()


@pytest.fixture
def database(database: Database) -> Database:
    """A managing company at the limit of its starter plan, content, never scored."""
    with database.write() as session:
        history.customer(session, "b-1", name=NAME, since=date(2025, 4, 1))
        history.contract(session, "b-1", date(2026, 4, 1), plan="starter", monthly_limit=10, mrr=60_000)
        for days in range(1, 90, 3):
            history.usage(session, "b-1", "measurement", MORNING - timedelta(days=days))
        history.survey(session, "b-1", MORNING - timedelta(days=9), nps=9, csat=4.5)
        history.interaction(
            session, "b-1", MORNING - timedelta(days=4), label="dissatisfaction", target="company", intensity=2,
            quote=f"{NAME}の渡辺です、返事が遅い。080-1111-2222まで",
        )  # fmt: skip
    return database


def call(database: Database, tool: str, **arguments: Any) -> dict[str, Any]:
    return staff_tools(deps_over(database, load_churn=load_oracle)).call(tool, arguments)


def test_health_tells_parts_and_what_is_missing(database: Database) -> None:
    health = call(database, "get_health", customer_id="b-1")
    assert set(health["parts"]) == {"usage", "engagement", "support", "payment"}
    told = [part["points"] for part in health["parts"].values() if part["points"] is not None]
    assert health["score"] is not None and told
    assert all(missing["why"] for missing in health["missing"])


def test_churn_is_explained_in_words_with_what_to_do(database: Database) -> None:
    churn = call(database, "explain_churn", customer_id="b-1")
    assert (churn["probability"], churn["level"]) == (0.8, "critical")
    assert churn["factors"][0]["feature"] == "nps_score" and "2.5" in churn["factors"][0]["text"]
    assert [action["within_hours"] for action in churn["actions"]] == sorted(
        action["within_hours"] for action in churn["actions"]
    )
    assert churn["actions"]


def test_missing_model_is_told_with_its_remedy(database: Database) -> None:
    tools = staff_tools(deps_over(database))
    with pytest.raises(Refused, match="zenbu churn train"):
        tools.call("explain_churn", {"customer_id": "b-1"})
    assert tools.call("get_health", {"customer_id": "b-1"})["score"] is not None


def test_offer_is_priced_from_the_catalogue(database: Database) -> None:
    found = call(database, "get_offers", customer_id="b-1")
    pack = deps_over(database).pack
    offer = next(offer for offer in found["offers"] if offer["kind"] == "tier")
    assert offer["price"] == pack.business_plans["business"].monthly_price
    assert offer["difference"] == offer["price"] - pack.business_plans["starter"].monthly_price
    assert offer["basis"] == "rule" and found["withheld"] == []


@pytest.mark.parametrize("level", ["high", "critical"])
def test_nothing_is_offered_to_somebody_at_risk(database: Database, level: str) -> None:
    with database.write() as session:
        history.score(session, "b-1", MORNING - timedelta(days=1), churn=0.6, level=level)
    found = call(database, "get_offers", customer_id="b-1")
    assert (found["offers"], found["withheld"]) == ([], ["churn"])


def test_tone_quotes_are_masked(database: Database) -> None:
    tone = call(database, "get_tone", customer_id="b-1")
    assert (tone["remarks"], tone["negative"], tone["level"]) == (1, 1, "high")
    assert "080" not in str(tone) and NAME not in str(tone)


def test_value_has_its_segment(database: Database) -> None:
    value = call(database, "get_value", customer_id="b-1")
    assert value["ltv"] > 0 and value["segment"]["label"]
    assert value["top_tenth"] is False


def test_segments_are_those_of_the_newest_batch(database: Database) -> None:
    with pytest.raises(Refused, match="zenbu score"):
        call(database, "list_segments")
    with database.write() as session:
        run = ScoreRun(id="run", at=MORNING, started_at=MORNING, cursor=None, scored=1, finished_at=MORNING)
        session.add(run)
        session.flush()
        history.score(session, "b-1", MORNING, run_id="run", segment="champion", status="green", level="low", ltv=9)
    found = call(database, "list_segments")
    assert (found["segments"], found["health"], found["risk"]) == ({"champion": 1}, {"green": 1}, {"low": 1})


@pytest.mark.parametrize("tool", ["get_health", "explain_churn", "get_offers", "get_tone", "get_value"])
def test_unknown_customer_is_refused(database: Database, tool: str) -> None:
    with pytest.raises(Refused, match="no customer 'c-x'"):
        call(database, tool, customer_id="c-x")
