"""An oracle, which leaves behind exactly what a case wants, passes every case: none of them cannot be passed."""

import re
from pathlib import Path

import pytest

from evals.agents.oracle import ideal
from evals.agents.wording import Wording, build_wording, example_of
from evals.cases import GraderName, Suite
from evals.graders import Grader, build_graders
from evals.loading import SUITES, load_suites, suite_names
from evals.outcomes import graded
from knowledge.pack import Pack, load_pack, pack_path

FILES = [*suite_names(), str(SUITES.parent / "example.yaml")]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.fixture(scope="module")
def wording(pack: Pack) -> Wording:
    return build_wording(pack)


@pytest.fixture(scope="module")
def graders(pack: Pack) -> dict[GraderName, Grader]:
    return build_graders(pack)


@pytest.mark.parametrize("name", FILES, ids=[Path(name).stem for name in FILES])
def test_oracle_passes_every_case(name: str, wording: Wording, graders: dict[GraderName, Grader]) -> None:
    suite: Suite
    [suite] = load_suites([name])
    outcomes = [graded(graders, suite, case, ideal(wording, suite, case)) for case in suite.cases]
    assert {outcome.case: outcome.verdicts for outcome in outcomes if not outcome.passed} == {}


@pytest.mark.parametrize(
    "pattern",
    [r"1\. 11月29日\(日\) (21|23):00", "銀行|カード", "[アイ]ウ", r"\d円", r"11月27日[\s\S]*12月5日", "はい$"],
)
def test_example_of_a_pattern_is_found_by_it(pattern: str) -> None:
    assert re.search(pattern, example_of(pattern))
