"""Health of a million customers, against the same formula in plain Python over preloaded rows, in the same run.

Run: `.venv/bin/python -m bench.score [--customers N]`. Both start from figures in memory and end with the points of
each part, what each counts, the score and its colour; both must agree. A fifth of all figures is unknown. The rows the
plain formula reads are made chunk by chunk outside the measured time, so that the memory told is that of the columns.
"""

import argparse
import math
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from domain.success.customer_360 import CustomerType
from domain.success.health_columns import FULL, STATUSES, Column, HealthColumns, HealthTerms, PartTerms, health_columns
from knowledge.pack import load_pack, pack_path
from services.scoring.terms import success_terms

CUSTOMERS: Final = 1_000_000
COMPANIES: Final = 0.5
"""Share of customers with a contract; the rest order one by one."""

UNKNOWN: Final = 0.2
CHUNK: Final = 50_000
PASSES: Final = 3
"""Of the columns, whose median counts: they take so little that somebody else's work would be measured with them."""

LEAST: Final = 20
MOST_MIB: Final = 1_024
HIGHEST: Final = {
    "usage_rate": 1.5, "days_since_login": 30, "tickets_30d": 6, "escalations_90d": 3, "csat": 5, "payment_delay": 45,
    "overdue": 3, "days_since_measurement": 500, "measurements": 5,
}  # fmt: skip
"""Largest value of each figure; a rate's is 1."""

Row = Sequence[float]
Outcome = tuple[float, str | None, tuple[float, ...]]
"""Score, colour, and what each part counts."""


def main() -> None:
    """Measures, and says whether the columns are fast and small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    customers = parser.parse_args().customers
    terms = success_terms(load_pack(pack_path("zenbu"))).health
    companies = int(customers * COMPANIES)
    plain = fast = building = 0.0
    kinds: tuple[tuple[CustomerType, int], ...] = (("b2b", companies), ("b2c", customers - companies))
    for kind, size in kinds:
        quick, slow, built = measure(kind, size, terms)
        print(f"{kind}: {size:,} customers, columns {quick:7.3f} s, plain Python {slow:7.3f} s, {slow / quick:.1f} x")
        fast, plain, building = fast + quick, plain + slow, building + built
    ratio = plain / fast
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    passed = ratio >= LEAST and memory <= MOST_MIB
    print(f"{customers:,} customers: columns {fast:.3f} s, plain Python {plain:.3f} s")
    print(f"for comparison, turning the same rows into columns first: {building:.3f} s more")
    print(f"{'PASS' if passed else 'FAIL'}: columns are {ratio:.1f} times as fast (at least {LEAST})")
    print(f"peak memory of everything: {memory:,.0f} MiB (at most {MOST_MIB:,})")
    sys.exit(not passed)


def measure(kind: CustomerType, size: int, terms: HealthTerms) -> tuple[float, float, float]:
    """Seconds of the columns, of plain Python, and of making columns of its rows, for customers of one kind.

    Raises:
        AssertionError: They do not agree.
    """
    parts = terms.parts[kind]
    columns = make_columns(parts, size)
    passes = []
    for _ in range(PASSES):
        started = time.perf_counter()
        result = health_columns(columns, parts, terms)
        passes.append(time.perf_counter() - started)
    quick = statistics.median(passes)
    slow = built = 0.0
    for start in range(0, size, CHUNK):
        rows = list(zip(*(column[start : start + CHUNK].tolist() for column in columns.values()), strict=True))
        started = time.perf_counter()
        outcomes = plain_healths(rows, list(columns), parts, terms)
        slow += time.perf_counter() - started
        started = time.perf_counter()
        for values in zip(*rows, strict=True):
            np.array(values)
        built += time.perf_counter() - started
        compare(result, outcomes, start, parts)
    return quick, slow, built


def make_columns(parts: Sequence[PartTerms], size: int) -> dict[str, Column]:
    """Random figures, with gaps."""
    chance = np.random.default_rng(11)
    columns = {}
    for name in sorted({measure.figure for part in parts for measure in part.measures}):
        column = chance.random(size) * HIGHEST.get(name, 1)
        if HIGHEST.get(name, 1) > 2:
            np.floor(column, out=column)
        column[chance.random(size) < UNKNOWN] = np.nan
        columns[name] = column
    return columns


def plain_healths(
    rows: Sequence[Row], names: Sequence[str], parts: Sequence[PartTerms], terms: HealthTerms
) -> list[Outcome]:
    """The formula of `domain.success.health_columns` as anybody would write it for one customer, called for each."""
    plan = [
        (part.weight, [(names.index(measure.figure), measure.points, measure) for measure in part.measures])
        for part in parts
    ]
    nan, least, red, yellow = math.nan, terms.least_told, terms.red, terms.yellow
    outcomes: list[Outcome] = []
    for row in rows:
        weights = total = 0.0
        points = []
        for weight, measures in plan:
            told = earned = 0.0
            for place, most, measure in measures:
                value = row[place]
                if value != value:
                    continue
                told += most
                if measure.steps:
                    for bound, step in measure.steps:
                        if (value >= bound) if measure.rising else (value <= bound):
                            earned += step
                            break
                    else:
                        earned += measure.otherwise
                else:
                    share = (value - measure.worst) / (measure.best - measure.worst)
                    earned += most * min(1.0, max(0.0, share))
            if told >= least * weight:
                part = weight * earned / told
                points.append(part)
                total += part
                weights += weight
            else:
                points.append(nan)
        if weights >= least * FULL:
            score = total * FULL / weights
            colour = "red" if score <= red else "yellow" if score <= yellow else "green"
            outcomes.append((score, colour, tuple(p * FULL / weights if p == p else 0.0 for p in points)))
        else:
            outcomes.append((nan, None, (nan,) * len(points)))
    return outcomes


def compare(result: HealthColumns, outcomes: Sequence[Outcome], start: int, parts: Sequence[PartTerms]) -> None:
    """Makes sure that both say the same of each customer."""
    rows = slice(start, start + len(outcomes))
    scores = np.array([score for score, _, _ in outcomes])
    assert np.allclose(result.score[rows], scores, rtol=0, atol=1e-9, equal_nan=True), "scores differ"
    for number, part in enumerate(parts):
        counted = np.array([each[number] for _, _, each in outcomes])
        known = ~np.isnan(scores)
        assert np.allclose(result.counted[part.name][rows][known], counted[known], rtol=0, atol=1e-9), "parts differ"
    # A score on a bound may fall on either side of it by the last bit.
    apart = [
        place
        for place, (code, (score, colour, _)) in enumerate(zip(result.status[rows], outcomes, strict=True))
        if STATUSES[code] != colour and min(abs(score - 40), abs(score - 70)) > 1e-9
    ]
    assert not apart, f"colours differ: {apart[:3]}"


if __name__ == "__main__":
    main()
