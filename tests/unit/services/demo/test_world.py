from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from domain.records import Technician
from domain.success.quarters import months_later
from domain.success.risk_metrics import auc
from knowledge.pack.schema import Pack
from services.demo.catalogue import DemoRefused, demo_catalogue
from services.demo.companies import found_company
from services.demo.courses import MONTHS
from services.demo.rows import Chance
from services.demo.words import load_words
from services.demo.world import World, WorldSize, make_world
from store.models import (
    Booking,
    Contract,
    Customer,
    Interaction,
    Invoice,
    Staff,
    SupportCase,
    SurveyAnswer,
    UsageEvent,
)
from tests.unit.services.demo.conftest import NOW, Make

Rows = list[dict[str, Any]]


def of(world: World, model: Any, customer_id: str) -> Rows:
    return [row for row in world.rows.of(model) if row["customer_id"] == customer_id]


def test_same_seed_makes_the_same_world_and_another_seed_another(make: Make) -> None:
    assert make().rows.tables == make().rows.tables
    assert make().rows.tables != make(seed=2).rows.tables


def test_larger_world_begins_with_the_same_companies(make: Make, world: World) -> None:
    for model in (Contract, UsageEvent, Invoice):
        assert of(world, model, "b2b-0007") == of(make(b2b=9, b2c=1), model, "b2b-0007")


def test_nothing_that_happened_is_later_than_now(world: World) -> None:
    moments = [
        (UsageEvent, ("at",)),
        (SupportCase, ("opened_at", "resolved_at", "escalated_at")),
        (SurveyAnswer, ("at",)),
        (Interaction, ("at",)),
        (Invoice, ("issued_on", "paid_on")),
        (Contract, ("starts_on", "notice_on", "ended_on")),
        (Booking, ("made_at",)),
        (Customer, ("since",)),
    ]
    for model, columns in moments:
        for row in world.rows.of(model):
            for column in columns:
                value = row[column]
                if value is not None:
                    assert (value <= NOW.date()) if type(value) is date else (value <= NOW), (model, row)


def test_every_row_belongs_to_somebody_and_has_an_id_of_its_own(world: World) -> None:
    people = {row["id"] for row in world.rows.of(Customer)}
    for model, rows in world.rows.tables.items():
        assert len({row["id"] for row in rows}) == len(rows), model
        assert all(row["customer_id"] in people for row in rows if "customer_id" in row), model


def test_prices_and_limits_are_the_packs(world: World, zenbu: Pack) -> None:
    options = zenbu.business_options
    for row in world.rows.of(Contract):
        plan = zenbu.business_plans[row["plan"]]
        extra = row["mrr"] - plan.monthly_price - row["has_api"] * options["api"].monthly_price
        assert row["monthly_limit"] == plan.measurements
        assert extra >= 0 and extra % options["properties"].monthly_price == 0
    repeat = zenbu.discounts["repeat"].percent or 0
    for row in world.rows.of(Booking):
        price = zenbu.plans[row["plan"]].price
        assert row["amount"] in (price, price - price * repeat // 100)


def test_terms_follow_each_other_without_a_gap(world: World) -> None:
    for who in {row["customer_id"] for row in world.rows.of(Contract)}:
        terms = of(world, Contract, who)
        for term, following in zip(terms, terms[1:], strict=False):
            assert term["ended_on"] == term["ends_on"] == following["starts_on"] - timedelta(days=1)
        assert all(term["ended_on"] is not None for term in terms[:-1])


def test_visits_ahead_have_a_technician_of_the_area_who_is_free(
    world: World, technicians: Sequence[Technician]
) -> None:
    crews = {technician.technician_id: technician for technician in technicians}
    areas = {row["id"]: row["prefecture"] for row in world.rows.of(Customer)}
    ahead = [row for row in world.rows.of(Booking) if row["starts_at"] > NOW]
    assert ahead
    taken: dict[str, Rows] = defaultdict(list)
    for row in ahead:
        crew = crews[row["technician_id"]]
        assert areas[row["customer_id"]] in crew.areas
        assert row["starts_at"].weekday() not in crew.days_off
        taken[crew.technician_id].append(row)
    for rows in taken.values():
        rows.sort(key=lambda row: row["starts_at"])
        assert all(a["free_at"] <= b["starts_at"] for a, b in zip(rows, rows[1:], strict=False))


def test_nobody_can_come_in_as_the_demos_staff_before_they_are_given_a_token(world: World) -> None:
    staff = world.rows.of(Staff)
    assert {row["role"] for row in staff} >= {"csm", "cs", "senior", "manager", "qa", "admin"}
    assert all(len(row["token_hash"]) != 64 for row in staff)  # no digest, so no token leads to it


def test_surprises_are_what_they_are_called(make: Make) -> None:
    for seed in (1, 2, 3):
        world = make(seed=seed, b2b=5, b2c=0)
        merged, grumbler, seasonal, late, crisis = (
            world.surprises[kind] for kind in ("merger", "grumbler", "seasonal", "late_payer", "crisis")
        )
        marks = [row["nps"] for row in of(world, SurveyAnswer, merged) if row["nps"] is not None]
        last_day = of(world, Contract, merged)[-1]["ended_on"]
        assert np.mean(marks) >= 7.5
        assert months_later(NOW, -3).date() < last_day <= NOW.date()
        talks = [row for row in of(world, Interaction, grumbler) if row["kind"] != "price"]
        upset = [row["target"] == "company" and row["label"] != "joy" for row in talks]
        assert np.mean(upset) > 0.4
        monthly: dict[int, int] = defaultdict(int)
        for row in of(world, UsageEvent, seasonal):
            monthly[row["at"].month] += row["quantity"] * (row["kind"] == "measurement")
        assert monthly[3] + monthly[4] > monthly[8] + monthly[12]
        assert all(of(world, Contract, who)[-1]["ended_on"] is None for who in (grumbler, seasonal, late, crisis))
        delays = [(row["paid_on"] - row["due_on"]).days for row in of(world, Invoice, late) if row["paid_on"]]
        assert np.mean(delays) > 5
        uses = [row["quantity"] for row in of(world, UsageEvent, crisis) if row["kind"] == "login" and _in(row, 12, 6)]
        lately = [row["quantity"] for row in of(world, UsageEvent, crisis) if row["kind"] == "login" and _in(row, 3, 0)]
        assert sum(lately) < 0.5 * sum(uses) / 2


def _in(row: dict[str, Any], first: int, last: int) -> bool:
    """Whether something happened between so many months ago and so many."""
    return bool(months_later(NOW, -first) < row["at"] <= months_later(NOW, -last))


def test_oracle_knows_rates_and_no_more(zenbu: Pack) -> None:
    """Its probabilities are right on average; they rank leavers neither perfectly nor poorly; a fifth leave a year."""
    catalogue = demo_catalogue(zenbu, load_words())
    said, left = [], []
    for number in range(2500):
        company = found_company(number, None, catalogue, Chance(np.random.default_rng([5, number]), NOW))
        for quarter in company.course.quarters:
            if quarter.begins < NOW:
                said.append(quarter.probability)
                left.append(quarter.left)
    probabilities, labels = np.array(said), np.array(left)
    score = auc(labels, probabilities)
    assert score is not None and 0.80 < score < 0.90
    assert labels.mean() == pytest.approx(probabilities.mean(), abs=0.006)
    assert 0.15 < 1 - (1 - labels.mean()) ** 4 < 0.27


def test_satisfaction_shows_in_the_records_and_drives_leaving(zenbu: Pack) -> None:
    catalogue = demo_catalogue(zenbu, load_words())
    stayed: list[float] = []
    gone: list[float] = []
    for number in range(600):
        company = found_company(number, None, catalogue, Chance(np.random.default_rng([6, number]), NOW))
        (gone if company.course.left else stayed).append(company.course.satisfaction.mean())
    assert np.mean(stayed) > np.mean(gone) + 0.5


def test_each_quarter_of_the_oracle_is_one_in_which_there_was_a_contract(world: World) -> None:
    for who, quarters in world.quarters.items():
        terms = of(world, Contract, who)
        for quarter in quarters:
            day = quarter.begins.date()
            assert any(t["starts_on"] <= day and (t["ended_on"] is None or t["ended_on"] >= day) for t in terms)
        assert len(quarters) <= MONTHS // 3 + 1


def test_pack_without_plans_for_companies_is_refused(zenbu: Pack, technicians: Sequence[Technician]) -> None:
    bare = zenbu.model_copy(update={"business_plans": {}})
    with pytest.raises(DemoRefused, match="no monthly plans for companies.*ZENBU_PACK"):
        make_world(bare, technicians, NOW, 1, WorldSize(1, 1))


@pytest.mark.parametrize("now", [NOW, NOW.replace(day=30), NOW.replace(month=5, day=31)])
def test_who_left_in_a_quarter_had_a_contract_at_its_beginning_and_none_at_its_end(make: Make, now: datetime) -> None:
    world = make(b2b=40, b2c=0, now=now)
    left = 0
    for who, quarters in world.quarters.items():
        last_day = of(world, Contract, who)[-1]["ended_on"]
        for quarter in quarters:
            if quarter.left:
                left += 1
                assert quarter.begins.date() <= last_day < months_later(quarter.begins, 3).date()
    assert left > 5
