"""The churn model on a demo world, against the world's own oracle, in one run.

Run: `.venv/bin/python -m bench.churn [--companies 2000] [--seed 1]`. The oracle is each company's true probability of
leaving within the quarter, which only the generator knows. The model is trained as `zenbu churn train` trains it, from
the database; the last quarter is tested on. Both AUCs are of the same companies; the interval of their ratio is a
bootstrap over companies.
"""

import argparse
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from domain.clock import TOKYO
from domain.success.risk_metrics import Bools, Floats, auc, base_brier, brier
from graphs.composition import technicians_of
from knowledge.pack import load_pack, pack_path
from services.churn.cohorts import Cohort, past_cohorts
from services.churn.training import Fitted, fit, split_by_time
from services.demo.world import World, WorldSize, make_world
from services.demo.writing import write_world
from store.schema import upgrade
from store.session import Database

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=TOKYO)
BATCH: Final = 6
RATIO: Final = 0.95
RESAMPLES: Final = 500


def main() -> None:
    """Measures, and says whether model and oracle lie where they should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pack = load_pack(pack_path("zenbu"))
    technicians = technicians_of(pack)
    began = time.perf_counter()
    world = make_world(pack, technicians, NOW, options.seed, WorldSize(options.companies, 0, BATCH))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        try:
            upgrade(database)
            write_world(world.rows, technicians, database)
            print(f"{options.companies} companies, {len(world.rows)} rows: {time.perf_counter() - began:.0f} s")
            split = split_by_time(past_cohorts(database, NOW))
        finally:
            database.close()
    fitted = fit(split)
    held = _print("last quarter (test)", [split.test], fitted, world)
    _print("and those calibrated on (ranking only)", [*split.calibrate, split.test], fitted, world)
    if not held:
        sys.exit(1)


def _print(name: str, cohorts: list[Cohort], fitted: Fitted, world: World) -> bool:
    labels, model, oracle = _said(cohorts, fitted, world)
    reached, possible = auc(labels, model), auc(labels, oracle)
    if reached is None or possible is None:
        print(f"{name}: nobody left, nothing can be told")
        return False
    low, high = _interval(labels, model, oracle)
    print(
        f"{name}: {len(labels)} rows, {int(labels.sum())} left; AUC {reached:.3f}, oracle {possible:.3f}, "
        f"ratio {reached / possible:.3f} (95 %: {low:.3f}–{high:.3f}); "
        f"Brier {brier(labels, model):.4f}, base rate {base_brier(labels):.4f}, oracle {brier(labels, oracle):.4f}"
    )
    return 0.80 <= possible <= 0.90 and reached >= RATIO * possible and brier(labels, model) < base_brier(labels)


def _said(cohorts: list[Cohort], fitted: Fitted, world: World) -> tuple[Bools, Floats, Floats]:
    rows = []
    for cohort in cohorts:
        oracle, said = world.oracle(cohort.at), fitted.platt.probabilities(fitted.trees.margins(cohort.features))
        rows += [
            (left, probability, oracle[who])
            for who, left, probability in zip(cohort.ids, cohort.left, said, strict=True)
            if who in oracle
        ]
    labels, model, truth = (np.array(column) for column in zip(*rows, strict=True))
    return labels.astype(bool), model, truth


def _interval(labels: Bools, model: Floats, oracle: Floats) -> tuple[float, float]:
    random, found = np.random.default_rng(0), []
    for _ in range(RESAMPLES):
        drawn = random.integers(0, len(labels), len(labels))
        reached, possible = auc(labels[drawn], model[drawn]), auc(labels[drawn], oracle[drawn])
        if reached is not None and possible is not None:
            found.append(reached / possible)
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main()
