"""The model against what the demo world alone knows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from domain.success.churn import RiskLevels
from domain.success.risk_metrics import auc, base_brier, brier
from services.churn.cohorts import Cohort, past_cohorts
from services.churn.evaluation import evaluate
from services.churn.training import Fitted, Split, fit, split_by_time
from services.demo.world import World
from store.session import Database
from tests.integration.churn.worlds import fill
from tests.unit.services.demo.conftest import NOW

COMPANIES = 420
"""So many leave in the quarters tested on that their ranking can be judged."""


@pytest.fixture(scope="module")
def filled(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    return fill(migrated_sqlite, tmp_path_factory.mktemp("world"), COMPANIES)


@pytest.fixture(scope="module")
def learned(filled: tuple[Path, World]) -> Iterator[tuple[Split, Fitted, World]]:
    database = Database(f"sqlite:///{filled[0]}")
    split = split_by_time(past_cohorts(database, NOW))
    yield split, fit(split), filled[1]
    database.close()


def said(fitted: Fitted, cohorts: list[Cohort], world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, the model's probabilities and the oracle's of everybody the oracle knows."""
    rows = []
    for cohort in cohorts:
        oracle = world.oracle(cohort.at)
        model = fitted.platt.probabilities(fitted.trees.margins(cohort.features))
        rows += [
            (left, probability, oracle[who])
            for who, left, probability in zip(cohort.ids, cohort.left, model, strict=True)
            if who in oracle
        ]
    labels, model_said, oracle_said = (np.array(column) for column in zip(*rows, strict=True))
    return labels.astype(bool), model_said, oracle_said


def test_model_ranks_nearly_as_well_as_the_oracle(learned: tuple[Split, Fitted, World]) -> None:
    split, fitted, world = learned
    # The trees saw neither; calibration changes no ranking.
    labels, model, oracle = said(fitted, [*split.calibrate, split.test], world)
    reached, possible = auc(labels, model), auc(labels, oracle)
    assert reached is not None and possible is not None
    assert 0.80 <= possible <= 0.90
    assert reached >= 0.95 * possible


def test_probabilities_of_the_last_quarter_beat_its_own_base_rate(learned: tuple[Split, Fitted, World]) -> None:
    split, fitted, world = learned
    labels, model, _ = said(fitted, [split.test], world)
    assert brier(labels, model) < base_brier(labels)
    found = evaluate(fitted, [split.test], RiskLevels(0.7, 0.5, 0.3))
    assert found.auc_interval is not None and found.auc is not None
    assert found.auc_interval.low < found.auc < found.auc_interval.high


def test_oracle_is_nowhere_in_the_database(filled: tuple[Path, World]) -> None:
    names = {column for rows in filled[1].rows.tables.values() for column in rows[0]}
    assert not {"probability", "satisfaction", "churn"} & names
