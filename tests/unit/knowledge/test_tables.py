import json
from math import nan

import pytest

from knowledge.tables import report_tables
from tests.unit.knowledge.conftest import FloristBuild


def test_share_of_nothing_is_a_dash(florist_build: FloristBuild) -> None:
    figures = json.loads((florist_build.path / "report.json").read_text(encoding="utf-8"))
    figures["decision"]["questions"]["right_when_answered"] = nan
    table = next(table for title, table in report_tables(figures) if title.startswith("Answer, ask back"))
    assert list(table.columns[4].cells)[0] == "–"


def test_table_of_no_confusions_is_left_out(florist_build: FloristBuild) -> None:
    figures = json.loads((florist_build.path / "report.json").read_text(encoding="utf-8"))
    figures["heads"]["intent"]["confusions"] = []
    titles = [title for title, _ in report_tables(figures)]
    assert "intent: taken for others" not in titles
    assert "emotion: taken for others" in titles


@pytest.mark.parametrize(
    ("column", "cells"), [(0, ["all", "casual", "elder", "polite"]), (4, ["54", "18", "18", "18"])]
)
def test_accuracy_is_shown_overall_and_by_writer(florist_build: FloristBuild, column: int, cells: list[str]) -> None:
    figures = json.loads((florist_build.path / "report.json").read_text(encoding="utf-8"))
    table = next(table for title, table in report_tables(figures) if title.startswith("FAQ: is the right"))
    assert list(table.columns[column].cells) == cells
