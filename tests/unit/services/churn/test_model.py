import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.clock import TOKYO
from domain.success.churn_features import FEATURES, features_of
from domain.success.customer_360 import ContractView, Customer360, UsageView
from services.churn import boosting
from services.churn.model import ChurnModel, ChurnModelMissing, ChurnModelStale, model_path
from services.churn.training import fit, split_by_time
from tests.unit.services.churn.test_training import NOW, cohorts

COMPANY = Customer360(
    "b-1",
    "青葉管理",
    "b2b",
    datetime(2026, 11, 22, tzinfo=TOKYO),
    contract=ContractView("plan", 20, 100, date(2026, 4, 1), date(2027, 3, 31)),
    usage=UsageView(last_month=1),
)
BUSY = replace(COMPANY, usage=UsageView(last_month=60))
PRIVATE = replace(COMPANY, type="b2c", contract=ContractView())


@pytest.fixture(scope="module")
def model() -> ChurnModel:
    split = split_by_time(cohorts(8))
    return ChurnModel.of(fit(split), NOW, split.test.at)


def test_model_read_back_says_the_same(model: ChurnModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = ChurnModel.load(tmp_path, NOW + timedelta(days=1), 120)
    assert loaded.version == model.version
    assert loaded.tested_from == model.tested_from
    assert loaded.predict([COMPANY, BUSY]) == model.predict([COMPANY, BUSY])
    assert loaded.explain(COMPANY) == model.explain(COMPANY)


def test_who_uses_little_is_likelier_to_leave_and_that_is_the_first_factor(model: ChurnModel) -> None:
    idle, busy = model.predict([COMPANY, BUSY])
    assert idle is not None and busy is not None and 0 < busy < idle < 1
    first = model.explain(COMPANY)[0]
    assert (first.feature, first.value) == ("monthly_usage_rate", 0.05)
    assert first.contribution > 0 and first.odds > 1
    assert model.explain(BUSY)[0].odds < 1


def test_who_has_no_contract_gets_no_probability_and_no_factors(model: ChurnModel) -> None:
    ended = replace(COMPANY, contract=replace(COMPANY.contract, mrr=None, ended_on=date(2026, 10, 1)))
    assert model.predict([PRIVATE, COMPANY, ended])[::2] == [None, None]
    assert model.factors([PRIVATE, COMPANY, ended])[::2] == [(), ()]
    assert model.predict([]) == []


def test_factors_add_up_to_the_calibrated_log_odds_exactly(model: ChurnModel) -> None:
    rows = features_of([COMPANY])
    contributions, _ = model.fitted.trees.contributions(rows)
    total = np.log(model.base / (1 - model.base)) + (contributions * model.fitted.platt.slope).sum()
    probability = model.predict([COMPANY])[0]
    assert probability is not None
    assert total == pytest.approx(np.log(probability / (1 - probability)), abs=1e-4)


def test_missing_model_is_named_with_the_command_that_trains_one(tmp_path: Path) -> None:
    with pytest.raises(ChurnModelMissing, match="(?s)no churn model.*zenbu churn train"):
        ChurnModel.load(tmp_path, NOW, 120)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "is 121 days old, more than the 120"),
        ({"features": FEATURES[:5]}, "was made for other features"),
        ({"format": 0}, "was made for other features"),
        ({"library": "1.7.0"}, "was made by xgboost 1.7.0"),
    ],
    ids=["age", "features", "format", "library"],
)
def test_stale_model_is_refused(model: ChurnModel, tmp_path: Path, change: dict[str, Any], why: str) -> None:
    model.save(tmp_path)
    document = json.loads(model_path(tmp_path).read_text(encoding="utf-8"))
    model_path(tmp_path).write_text(json.dumps({**document, **change}), encoding="utf-8")
    later = NOW + timedelta(days=1 if change else 121)
    with pytest.raises(ChurnModelStale, match=f"(?s){why}.*zenbu churn train"):
        ChurnModel.load(tmp_path, later, 120)


def test_newer_minor_release_of_the_library_reads_the_model(
    model: ChurnModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.save(tmp_path)
    major = boosting.version().partition(".")[0]
    monkeypatch.setattr("services.churn.model.version", lambda: f"{major}.99.0")
    assert ChurnModel.load(tmp_path, NOW, 120).version == model.version
