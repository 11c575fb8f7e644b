from pathlib import Path

import pytest

from evals.loading import SuiteError, load_suites

CASE = "- {id: a, purpose: p, because: b, text: 料金は, understood: {topics: price-list}}\n"
HEAD = 'suite: some\nabout: x\nnow: "2026-11-25T10:00"\ncases:\n'


def load(folder: Path, text: str, name: str = "some") -> None:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    load_suites([str(path)])


@pytest.mark.parametrize(
    ("cases", "line", "words"),
    [
        (CASE + "- {id: b, purpose: p, because: b, text: 料金は, understod: {}}\n", 6, "unknown key cases.1.understod"),
        (CASE + CASE, 6, "the id a stands at"),
        ("- {id: a, purpose: p, because: b, text: 料金は}\n", 5, "nothing is expected"),
        ("- {id: a, purpose: p, because: b, handover: none}\n", 5, "one of the three"),
        ("- {id: a, because: b, text: 料金は, handover: none}\n", 5, "purpose is missing"),
        ("- {id: a, purpose: p, because: b, customer: mori, text: 料金は, handover: none}\n", 5, "mori is none"),
        (
            "- {id: a, purpose: p, because: b, turns: [{says: はい, presses: はい}], handover: none}\n",
            5,
            "one of the two",
        ),
        (
            "- {id: a, purpose: p, because: b, turns: [はい], end: {tickets: {trigger: angry}}}\n",
            5,
            "tickets.0.trigger",
        ),
    ],
)
def test_faulty_suite_is_refused_with_its_line(tmp_path: Path, cases: str, line: int, words: str) -> None:
    with pytest.raises(SuiteError) as error:
        load(tmp_path, HEAD + cases)
    assert f"some.yaml:{line}: " in str(error.value)
    assert words in str(error.value)


def test_all_faults_of_all_files_are_named(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(HEAD.replace("some", name) + CASE.replace("text", "txt"), "utf-8")
    with pytest.raises(SuiteError) as error:
        load_suites(root=tmp_path)
    assert "one.yaml:5" in str(error.value)
    assert "two.yaml:5" in str(error.value)


def test_suite_goes_by_the_name_of_its_file(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="call it other"):
        load(tmp_path, HEAD + CASE, "other")


def test_unknown_suite_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(HEAD + CASE, encoding="utf-8")
    with pytest.raises(SuiteError, match="one of: some"):
        load_suites(["sume"], tmp_path)


def test_gate_without_a_bound_is_refused(tmp_path: Path) -> None:
    gate = HEAD.replace("cases:", "gates: [{metric: passed}]\ncases:")
    with pytest.raises(SuiteError, match="at_least"):
        load(tmp_path, gate + CASE)


def test_shipped_example_shows_every_way_of_playing() -> None:
    [suite] = load_suites([str(Path(__file__).parents[3] / "evals" / "example.yaml")])
    assert any(case.text for case in suite.cases)
    assert any(case.answers for case in suite.cases)
    assert any(case.handover and case.handover.at for case in suite.cases)
