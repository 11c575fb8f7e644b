"""What is done with outcomes: figures, gates, baselines, the journal, names made the same."""

from pathlib import Path
from typing import Any

import pytest

from evals.baselines import Baseline, BaselineError, changes, load_baseline
from evals.canonical import canonical
from evals.escalation import Costs, curve, operating_point
from evals.figures import figures_of
from evals.harm import is_meant, tally
from evals.journal import Journal
from evals.judging import judge
from evals.reports.comparison import compare_runs
from evals.runner import chosen
from tests.unit.evals.cases_made import case, outcome, suite

JUDGED = {"due": True, "called": True, "timing": "right", "why": "", "score": 0.9}


def gated(**gate: Any) -> Any:
    return suite(case(), gates=[gate])


@pytest.mark.parametrize(
    ("gate", "ships"),
    [
        ({"metric": "passed", "at_least": 0.5}, True),
        ({"metric": "passed", "at_least": 0.51}, False),
        ({"metric": "passed", "at_most": 0.4}, False),
        ({"metric": "facts", "at_least": 1.0}, False),
        ({"metric": "passed", "at_least": 1.0, "tag": "good"}, True),
        ({"metric": "top_1", "at_least": 0.1}, False),
    ],
)
def test_gate_blocks_below_its_bound_and_where_nothing_was_counted(gate: dict[str, Any], ships: bool) -> None:
    outcomes = [outcome("a", tags=("good",)), outcome("b", passed=False)]
    assert judge([gated(**gate)], {"some": outcomes}, None).may_ship is ships


def test_gates_of_a_suite_that_was_run_in_part_are_not_judged() -> None:
    judgement = judge([gated(metric="passed", at_least=1.0)], {"some": [outcome("a", passed=False)]}, None, ["some"])
    assert judgement.may_ship
    assert judgement.gates == ()


def test_simulators_own_fault_counts_neither_way() -> None:
    figures = figures_of([outcome("a"), outcome("b", status="simulator_fault", simulated=True)])
    assert figures["passed"].value == 1.0
    assert figures["passed"].count == 1
    assert figures["simulator_faults"].value == 1.0


def test_repeated_trials_give_steadiness_and_are_as_sure_as_cases() -> None:
    trials = [outcome("a", trial=trial, passed=trial != 0) for trial in range(3)]
    trials += [outcome("b", trial=trial) for trial in range(3)]
    figures = figures_of(trials)
    assert figures["passed"].value == pytest.approx((2 / 3 + 1) / 2)
    assert figures["passed"].count == 2
    assert figures["pass^3"].value == pytest.approx(0.5)
    assert figures["pass@2"].value == pytest.approx(1.0)


def test_retrieval_figures_tell_finding_from_declining() -> None:
    found = {"topics": ("x",), "decisions": None, "found": (("x", 0.8), ("y", 0.1)), "decision": "answer"}
    second = {**found, "found": (("y", 0.6), ("x", 0.3))}
    outside = {**found, "topics": (), "decision": "decline"}
    figures = figures_of([outcome("a", retrieved=(found, second, outside))])
    assert figures["top_1"].value == 0.5
    assert figures["top_3"].value == 1.0
    assert figures["mrr"].value == 0.75
    assert figures["declined_right"].value == 1.0
    assert figures["answered_right"].value == 0.5


def test_handover_figures_and_costs_follow_from_timing() -> None:
    needless = {**JUDGED, "due": False, "timing": "needless", "score": 0.6}
    missed = {**JUDGED, "called": False, "timing": "missed", "score": 0.1}
    outcomes = [outcome(str(place), handover=told) for place, told in enumerate((JUDGED, JUDGED, needless, missed))]
    figures = figures_of(outcomes)
    assert figures["handover_recall"].value == pytest.approx(2 / 3)
    assert figures["handover_precision"].value == pytest.approx(2 / 3)
    costs = Costs("分", missed=60, needless=8)
    as_run = operating_point(outcomes, costs)
    assert as_run is not None
    assert as_run.cost == pytest.approx((60 + 8) / 4)
    assert [(point.threshold, point.recall) for point in curve(outcomes, costs)] == [
        (0.1, 1.0),
        (0.6, 2 / 3),
        (0.9, 2 / 3),
    ]


def test_baseline_blocks_only_what_is_more_than_chance() -> None:
    before = Baseline({"some": {str(place): (True,) for place in range(20)}})
    one_broke = [outcome(str(place), passed=place != 0) for place in range(20)]
    many_broke = [outcome(str(place), passed=place > 5) for place in range(20)]
    assert judge([suite()], {"some": one_broke}, before).may_ship
    blocked = judge([suite()], {"some": many_broke}, before)
    assert not blocked.may_ship
    assert "6 cases broke" in blocked.blocking[0]


def test_baseline_compares_only_cases_both_have() -> None:
    [change] = changes(
        Baseline({"some": {"gone": (True,), "a": (False,)}}), Baseline.of([outcome("a"), outcome("new")])
    )
    assert change.compared == 1
    assert change.fixed == ("a",)
    assert change.broke == ()


def test_baseline_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    made = Baseline.of([outcome("a"), outcome("b", passed=False, suite_name="other")])
    made.save(tmp_path / "baseline.json")
    assert load_baseline(tmp_path / "baseline.json") == made


@pytest.mark.parametrize("text", [None, "{", '{"cases": 3}', "[]"])
def test_baseline_that_is_none_says_how_to_make_one(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "baseline.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match="zenbu eval run --save-baseline"):
        load_baseline(path)


def test_journal_goes_on_where_a_killed_run_stopped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", "key")
    journal.open([])
    journal.note([outcome("a"), outcome("b", passed=False)])
    with (tmp_path / "journal.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"suite": "some", "case": "c", "cut sho')
    done = Journal(tmp_path / "journal.jsonl", "key").read()
    assert done == {("some", "a", 0): outcome("a"), ("some", "b", 0): outcome("b", passed=False)}


def test_journal_of_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.jsonl", "key").open([outcome("a")])
    assert Journal(tmp_path / "journal.jsonl", "other").read() == {}


def test_made_up_names_are_the_same_in_every_run() -> None:
    runs = [{"a": f"bk_{digit * 16}", "b": [f"bk_{digit * 16}", f"m_{digit * 24}"], "c": "bk_own"} for digit in "af"]
    assert canonical(runs[0]) == canonical(runs[1]) == {"a": "bk-1", "b": ["bk-1", "m-1"], "c": "bk_own"}


def test_choosing_cases_tells_which_suites_are_partial() -> None:
    whole = suite(case(id="a", tags=["x"]), case(id="b"))
    kept, partial = chosen([whole], ["x"], [])
    assert [entry.id for entry in kept[0].cases] == ["a"]
    assert partial == ["some"]
    assert chosen([whole], [], []) == ((whole,), [])
    assert chosen([whole], ["nobody"], [])[0] == ()


def test_comparison_names_what_broke_and_what_was_fixed() -> None:
    comparison = compare_runs(
        [outcome("a"), outcome("b", passed=False), outcome("old")],
        [outcome("a", passed=False), outcome("b"), outcome("new")],
    )
    assert comparison.changes[0].broke == ("a",)
    assert comparison.changes[0].fixed == ("b",)
    assert comparison.only_in_a == ("some/old",)
    assert comparison.only_in_b == ("some/new",)


def test_harm_is_meant_for_cases_that_grade_it() -> None:
    struck = {**outcome("a").played, "struck": True}
    in_vain = {**JUDGED, "due": False, "timing": "needless"}
    seen = outcome("a", played=struck, handover=in_vain, verdicts={"handover": ["needless"]})
    due = outcome("b", played=struck, handover=JUDGED, verdicts={"handover": []})
    unseen = outcome("c", played=struck, handover=in_vain, verdicts={"handover": []})
    assert is_meant("sabotaged:always_hand_over", seen)
    assert not is_meant("sabotaged:always_hand_over", due)
    assert not is_meant("sabotaged:leaks", seen)
    assert tally("sabotaged:always_hand_over", [seen, due, unseen]) == (2, ["c"])
