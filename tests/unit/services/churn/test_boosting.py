import numpy as np
import pytest

from domain.success.platt import sigmoid
from services.churn.boosting import Bools, Columns, Floats, Shape, Trees, grow, shape_by_holding_out

COLUMNS = Columns.of_quantities(("up", "down", "noise"), {"up": 1, "down": -1})


def drawn(count: int, seed: int) -> tuple[Floats, Bools]:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 3))
    left = random.random(count) < sigmoid(1.5 * rows[:, 0] - rows[:, 1] - 1)
    rows[random.random((count, 3)) < 0.1] = np.nan
    return rows, left


@pytest.fixture(scope="module")
def trees() -> Trees:
    return grow(*drawn(800, 1), COLUMNS, Shape(60, 2))


def test_contributions_and_base_sum_to_the_margin(trees: Trees) -> None:
    rows, _ = drawn(50, 2)
    contributions, base = trees.contributions(rows)
    assert contributions.shape == (50, 3)
    assert contributions.sum(axis=1) + base == pytest.approx(trees.margins(rows), abs=1e-4)


def test_margin_moves_only_in_the_direction_reason_gives(trees: Trees) -> None:
    grid = np.zeros((41, 3))
    grid[:, 0] = np.linspace(-3, 3, 41)
    assert np.all(np.diff(trees.margins(grid)) >= 0)
    grid = np.zeros((41, 3))
    grid[:, 1] = np.linspace(-3, 3, 41)
    assert np.all(np.diff(trees.margins(grid)) <= 0)


def test_trees_read_back_say_the_same(trees: Trees) -> None:
    rows, _ = drawn(50, 3)
    assert np.array_equal(Trees.load(trees.dump(), COLUMNS).margins(rows), trees.margins(rows))


def test_same_seed_trains_the_same_trees() -> None:
    once, again = (grow(*drawn(300, 4), COLUMNS, Shape(20, 2), seed=7) for _ in range(2))
    assert once.dump() == again.dump()


def test_shape_follows_what_there_is_to_learn() -> None:
    random = np.random.default_rng(5)
    rows = random.normal(size=(1600, 2))
    nothing = random.random(1600) < 0.5
    together = (rows[:, 0] > 0) != (rows[:, 1] > 0)
    columns = Columns.of_quantities(("a", "b"), {})

    def shape(labels: Bools) -> Shape:
        return shape_by_holding_out(rows[:800], labels[:800], columns, (rows[800:], labels[800:]), (1, 3))

    assert shape(nothing).rounds < 20
    assert shape(together).depth == 3  # neither column says anything by itself


def test_nobody_has_no_margins(trees: Trees) -> None:
    assert trees.margins(np.zeros((0, 3))).shape == (0,)
    assert trees.contributions(np.zeros((0, 3)))[0].shape == (0, 3)
