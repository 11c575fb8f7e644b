"""The graders on the real product: content with it as it is, and not with any harm done to it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from evals.agents.sabotage import SABOTAGES, Sabotage, Sabotaged
from evals.cases import Suite
from evals.graders import build_graders
from evals.harm import is_meant, noticed
from evals.loading import load_suites
from evals.outcomes import Outcome, examine
from evals.stage import Stage, open_stage
from services.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

NOTICED_IN = {
    "wrong_price": {"price", "book", "cancel"},
    "always_hand_over": {"price", "opposite", "book", "cancel", "read-price"},
    "never_hand_over": {"person", "read-person"},
    "silent": {"price", "opposite", "person", "book", "cancel"},
    "leaks": {"price", "opposite", "person", "book", "cancel"},
    "books_twice": {"book"},
    "polarity_flips": {"opposite", "book"},
}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with open_stage(Settings(data_dir=ROOT / "data"), partial(Sabotaged, sabotage=Sabotage)) as opened:
        yield opened


@pytest.fixture(scope="module")
def suite() -> Suite:
    [loaded] = load_suites([str(HERE / "harm.yaml")])
    return loaded


def play_all(stage: Stage, suite: Suite, kind: type[Sabotage]) -> dict[str, Outcome]:
    assert isinstance(stage.agent, Sabotaged)
    stage.agent.sabotage = kind()
    graders = build_graders(stage.agent.pack)
    return {case.id: examine(stage, graders, suite, case, 0, 0) for case in suite.cases}


@pytest.fixture(scope="module")
def honest(stage: Stage, suite: Suite) -> dict[str, Outcome]:
    return play_all(stage, suite, Sabotage)


def test_product_as_it_is_passes(honest: dict[str, Outcome]) -> None:
    assert {name: outcome.verdicts for name, outcome in honest.items() if not outcome.passed} == {}
    assert not any(outcome.played["struck"] for outcome in honest.values())


@pytest.mark.parametrize("kind", SABOTAGES)
def test_harm_is_noticed_where_it_is_done_and_nowhere_else(
    stage: Stage, suite: Suite, honest: dict[str, Outcome], kind: str
) -> None:
    spoilt = play_all(stage, suite, SABOTAGES[kind])
    agent = f"sabotaged:{kind}"
    meant = {name for name, outcome in spoilt.items() if is_meant(agent, outcome)}
    assert meant >= NOTICED_IN[kind]
    assert {name for name in meant if not noticed(agent, spoilt[name])} == set()
    untouched = {name: outcome for name, outcome in spoilt.items() if not outcome.played["struck"]}
    assert {name: outcome.verdicts for name, outcome in untouched.items()} == {
        name: honest[name].verdicts for name in untouched
    }
