"""The report of a build as tables for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

from rich.table import Table

Titled = tuple[str, Table]


def report_tables(figures: Mapping[str, Any]) -> Iterator[Titled]:
    """Every table of the report with its title. All figures are on writers whose texts were left out of training.

    Args:
        figures: The report as the build wrote it.
    """
    yield _examples(figures["examples"])
    yield _faq(figures["faq"])
    yield from _confusions("FAQ: topics taken for others", figures["faq"]["confusions"])
    yield _decision(figures["decision"])
    yield _detection("Handover (dialogue sets)", figures["handover"]["dialogue"], figures["handover"])
    yield _by_writer("Handover by writer", figures["handover"]["by_writer"])
    yield _detection("Danger (safety sets)", figures["safety"]["safety_sets"], figures["safety"])
    yield _heads(figures["heads"])
    for head, figure in figures["heads"].items():
        yield from _confusions(f"{head}: taken for others", figure["confusions"])


def _examples(counts: Mapping[str, int]) -> Titled:
    by_source: dict[str, list[int]] = {}
    for key, count in counts.items():
        by_source.setdefault(key.partition("/")[0], []).append(count)
    rows = [(source, len(numbers), sum(numbers)) for source, numbers in by_source.items()]
    return _table("Examples", ("source", "writers, catalogue included", "texts"), rows)


def _faq(faq: Mapping[str, Any]) -> Titled:
    rows = [("all", faq["all"]), *faq["by_writer"].items()]
    return _table(
        "FAQ: is the right topic found",
        ("writer", "first", "in the first 3", "mean reciprocal rank", "questions"),
        [(name, _percent(q["first"]), _percent(q["within_3"]), f"{q['mrr']:.3f}", q["n"]) for name, q in rows],
    )


def _decision(decision: Mapping[str, Any]) -> Titled:
    questions, others = decision["questions"], decision["out_of_scope"]
    back = 1 - others["answered"] - others["declined"]
    return _table(
        f"Answer, ask back or decline (calibration error {_percent(_error(decision))})",
        ("messages", "answered", "asked back", "declined", "right when answered"),
        [
            ("questions", *map(_percent, (questions["answered"], questions["asked_back"], questions["declined"])),
             _percent(questions["right_when_answered"])),
            (f"out of scope ({others['n']})", *map(_percent, (others["answered"], back, others["declined"])), ""),
        ],
    )  # fmt: skip


def _detection(title: str, chosen: Mapping[str, Any], figures: Mapping[str, Any]) -> Titled:
    title = f"{title}, {chosen['due']} of {chosen['n']} due"
    if "questions_flagged" in figures:
        title += f"; FAQ questions flagged: {_percent(figures['questions_flagged'])}"
    if "false_alarms_elsewhere" in figures:
        title += f"; false alarms elsewhere: {figures['false_alarms_elsewhere']}"
    if "calibration" in figures:
        title += f"; calibration error {_percent(_error(figures))}"
    rows = [(f"{figures['threshold']:.2f} (set)", _percent(chosen["recall"]), _percent(chosen["precision"]))]
    for threshold, quality in figures["thresholds"].items():
        rows.append((threshold, _percent(quality["recall"]), _percent(quality["precision"])))
    return _table(title, ("threshold", "recall", "precision"), rows)


def _by_writer(title: str, writers: Mapping[str, Any]) -> Titled:
    rows = [(name, _percent(q["recall"]), _percent(q["precision"]), q["due"], q["n"]) for name, q in writers.items()]
    return _table(title, ("writer", "recall", "precision", "due", "messages"), rows)


def _heads(heads: Mapping[str, Any]) -> Titled:
    rows = [(name, _percent(head["accuracy"]), _percent(_error(head)), head["n"]) for name, head in heads.items()]
    return _table("Heads", ("head", "accuracy", "calibration error", "texts"), rows)


def _confusions(title: str, confusions: Sequence[Mapping[str, Any]]) -> Iterator[Titled]:
    rows = [(entry["true"], entry["taken_for"], entry["times"]) for entry in confusions]
    if rows:
        yield _table(title, ("is", "taken for", "times"), rows, names=2)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], names: int = 1) -> Titled:
    """A table whose first columns are names and whose others are figures."""
    table = Table()
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < names else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    return title, table


def _error(figures: Mapping[str, Any]) -> float:
    return float(figures["calibration"]["expected_calibration_error"])


def _percent(share: float) -> str:
    return "–" if isnan(share) else f"{100 * share:.1f}%"
