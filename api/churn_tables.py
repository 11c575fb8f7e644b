"""How the churn model looks in a terminal. Names and quotes are printed as they are, never read as markup."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.success.risk_metrics import Interval
from services.churn import table as tables
from services.churn.card import say_metric, say_share
from services.churn.evaluation import Evaluation
from services.churn.explaining import Explanation, Step
from services.churn.lesson import Lesson
from services.churn.table_validation import TableTest
from services.churn.terms import ChurnTerms

STYLES: Final = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "green"}
MOST_WEIGHTS: Final = 10


def print_lesson(lesson: Lesson, terms: ChurnTerms, card: Path) -> None:
    """What a training brought, and where its card lies."""
    split = lesson.split
    spans = [
        f"{len(part)} quarters to {name} ({sum(len(cohort.ids) for cohort in part)} customers, once a quarter)"
        for name, part in (("train", split.train), ("calibrate", split.calibrate))
    ]
    console = Console()
    console.print(Text(f"Model {lesson.model.version}: {'; '.join(spans)}."))
    print_evaluation("Test quarter", lesson.holdout, terms)
    if lesson.backtest is not None:
        print_evaluation(f"Backtest of {len(lesson.backtest.begins)} quarters", lesson.backtest, terms)
    _print_weights(lesson.weights)
    console.print(Text(f"The model card: {card}"))


def print_evaluation(title: str, found: Evaluation, terms: ChurnTerms) -> None:
    """Metrics, the calibration table, and what warning from each level on would have meant."""
    console = Console()
    span = f"{min(found.begins):%Y-%m-%d}" + (f" … {max(found.begins):%Y-%m-%d}" if len(found.begins) > 1 else "")
    console.print(Text(f"\n{title} (from {span}): {found.customers} customers, {found.left} left", "bold"))
    facts = _plain()
    facts.add_row("AUC", _with_interval(found.auc, found.auc_interval))
    facts.add_row("PR-AUC", f"{say_metric(found.pr_auc)} (by chance {found.left / found.customers:.3f})")
    facts.add_row("Brier", f"{found.brier:.4f} (base rate {found.base_brier:.4f})")
    console.print(facts)
    levels = _table("level", "from", "warned of", "left", "stayed", "precision", "recall")
    for level in found.levels:
        levels.add_row(
            Text(f"{level.name} {terms.level_names[level.name]}", STYLES[level.name]),
            f"{level.threshold:.0%}",
            *map(str, (level.warned, level.left, level.warned - level.left)),
            say_share(level.precision),
            say_share(level.recall),
        )
    console.print(levels)
    bins = _table("customers", "given", "left", "")
    for row in found.bins:
        bar = "█" * round(20 * row.observed) or "·"
        bins.add_row(str(row.count), f"{row.expected:.1%}", f"{row.observed:.1%}", Text(bar, "dim"))
    console.print(bins)


def print_explanation(found: Explanation, terms: ChurnTerms) -> None:
    """How likely a customer is to leave, why, and what to do."""
    console = Console()
    view, contract = found.view, found.view.contract
    console.print(Text(f"{view.customer_id} {view.name}", "bold"))
    if contract.notice_on is not None:
        console.print(Text(f"Gave notice on {contract.notice_on}: that they leave is known.", "yellow"))
    risk = Text(f"{found.probability:.0%} ")
    risk.append(f"{found.level} ({terms.level_names[found.level]})", STYLES[found.level])
    risk.append(f" to leave within a quarter; knowing nothing, {found.base:.0%}", "dim")
    console.print(risk)
    for _, sentence in found.factors:
        console.print(Text(f"・{sentence}"))
    if found.plan:
        console.print(Text("\nTo do", "bold"))
        for step in found.plan:
            console.print(Text(f"{_within(step):>12}  {step.text}"))
    console.print(Text(f"model {found.version}", "dim"))


def print_table_test(table: tables.Table, found: TableTest) -> None:
    """How well a table tells who leaves."""
    console = Console()
    parts = len(found.fold_aucs)
    console.print(
        Text(f"{found.rows} rows, {found.left} left; each predicted by models of the other {parts - 1} parts", "bold")
    )
    facts = _plain()
    facts.add_row("AUC", _with_interval(found.auc, found.auc_interval))
    facts.add_row("of each part", ", ".join(map(say_metric, found.fold_aucs)))
    facts.add_row("PR-AUC", f"{say_metric(found.pr_auc)} (by chance {found.left / found.rows:.3f})")
    facts.add_row("Brier", f"{found.brier:.4f} (base rate {found.base_brier:.4f})")
    console.print(facts)
    _print_weights(found.weights)
    for name, why in table.dropped.items():
        console.print(Text(f"{name} was left out: it {why}.", "dim"))


def _print_weights(weights: dict[str, float]) -> None:
    shown = _table("looked at", "mean weight (log-odds)")
    strongest: Iterable[tuple[str, float]] = sorted(weights.items(), key=lambda item: -item[1])[:MOST_WEIGHTS]
    for name, weight in strongest:
        shown.add_row(Text(name), f"{weight:.3f}")
    Console().print(shown)


def _within(step: Step) -> str:
    return f"within {step.rule.hours} h" if step.rule.hours else "at once"


def _with_interval(value: float | None, found: Interval | None) -> str:
    return say_metric(value) + (f" (95 %: {found.low:.3f}–{found.high:.3f})" if found else "")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE)
    for column in columns:
        table.add_column(column)
    return table


def _plain() -> Table:
    return Table(box=None, show_header=False, padding=(0, 2, 0, 0))
