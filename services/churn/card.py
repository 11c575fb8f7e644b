"""The model card: what the model is for, what it was made from, how good it is, and what it cannot do."""

from collections.abc import Iterable, Sequence

from domain.success.churn_features import FEATURES, MONOTONE
from domain.success.risk_metrics import Interval
from services.churn.boosting import version
from services.churn.cohorts import Cohort, leavers
from services.churn.evaluation import Evaluation
from services.churn.lesson import Lesson

_DIRECTIONS = {1: "only raises", -1: "only lowers", 0: "free"}


def model_card(lesson: Lesson, plot: str) -> str:
    """A model card in Markdown (after Mitchell et al., "Model cards for model reporting", 2019).

    Args:
        lesson: The training.
        plot: The file of the calibration plot, beside the card.
    """
    model, split = lesson.model, lesson.split
    platt = model.fitted.platt
    sections = [
        f"# Churn model {model.version}\n",
        "How likely a company is to have no contract a quarter from now. For the customer success team, to know whom "
        "to call first; not for prices, credit or anything automatic that is to a customer's disadvantage.\n",
        "## Made from\n",
        _table(
            ("Part", "Quarters", "From", "To", "Customers (once a quarter)", "Left"),
            [
                _span("Training", split.train),
                _span("Calibration", split.calibrate),
                _span("Test", (split.test,)),
            ],
        ),
        "A row is a customer with a running contract at the beginning of a quarter; whoever had given notice by then "
        "is left out. Features are what was known at that moment, read by the same code that serves. The label is "
        "whether no contract ran a quarter later. Private customers order visit by visit and have no contract to end: "
        "the model says nothing of them.\n",
        f"Gradient-boosted trees (xgboost {version()}, {model.fitted.trees.rounds} trees), calibrated by Platt's "
        f"sigmoid (slope {platt.slope:.2f}, intercept {platt.intercept:+.2f}) on the quarters after the training. "
        f"Trained {model.trained_at:%Y-%m-%d %H:%M}.\n",
        "## How good it is\n",
        _metrics(lesson),
        "The interval is a 95 % bootstrap over customers. A model that gave everybody the average rate would have an "
        "AUC of .5, the base rate's Brier score, and the share who left as PR-AUC. The backtest trains anew before "
        "each of the last quarters and pools what was said of them.\n",
        f"![calibration]({plot})\n",
        _calibration(lesson.backtest or lesson.holdout),
        "## What warning from each level on would have meant\n",
        _levels(lesson.backtest or lesson.holdout),
        "## What it looks at\n",
        _features(lesson.weights),
        "Factors of a customer are exact Shapley values (TreeSHAP) of the calibrated log-odds. They tell what the "
        "model looked at, not what would happen if it were changed.\n",
        "## Limits\n",
        "- Nothing in the records tells of a merger, a bankruptcy or a new manager; such losses come as a surprise.\n"
        "- Few leave in a quarter: mind the intervals, not the third decimal.\n"
        "- It learned from customers who were looked after as they were then. Where its warnings are acted on, fewer "
        "of those it warns of leave, and a later test looks worse than it is.\n"
        "- It goes stale: train it every quarter.\n",
    ]
    return "\n".join(sections)


def _span(name: str, cohorts: Sequence[Cohort]) -> Sequence[object]:
    first, last = cohorts[0].at, cohorts[-1].ends
    customers = sum(len(cohort.ids) for cohort in cohorts)
    return name, len(cohorts), f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}", customers, leavers(cohorts)


def _metrics(lesson: Lesson) -> str:
    columns = [("Test quarter", lesson.holdout)]
    if lesson.backtest is not None:
        columns.append((f"Backtest, {len(lesson.backtest.begins)} quarters", lesson.backtest))
    rows: list[Sequence[object]] = [
        ("Customers (once a quarter)", *(found.customers for _, found in columns)),
        ("Left", *(found.left for _, found in columns)),
        ("AUC", *(_with_interval(found.auc, found.auc_interval) for _, found in columns)),
        ("PR-AUC", *(say_metric(found.pr_auc) for _, found in columns)),
        ("Brier", *(f"{found.brier:.4f}" for _, found in columns)),
        ("Brier of the base rate", *(f"{found.base_brier:.4f}" for _, found in columns)),
    ]
    return _table(("", *(name for name, _ in columns)), rows)


def _calibration(found: Evaluation) -> str:
    rows = [(row.count, f"{row.expected:.1%}", f"{row.observed:.1%}") for row in found.bins]
    return _table(("Customers", "Probability given (mean)", "Share who left"), rows)


def _levels(found: Evaluation) -> str:
    rows = [
        (
            level.name,
            f"≥ {level.threshold:g}",
            level.warned,
            level.left,
            say_share(level.precision),
            say_share(level.recall),
        )
        for level in found.levels
    ]
    return _table(("Level", "From", "Warned of", "Left of them", "Precision", "Recall"), rows)


def _features(weights: dict[str, float]) -> str:
    order = sorted(FEATURES, key=lambda name: -weights[name])
    rows = [(name, f"{weights[name]:.3f}", _DIRECTIONS[MONOTONE.get(name, 0)]) for name in order]
    return _table(("Feature", "Mean weight (log-odds)", "More of it … the risk"), rows)


def _with_interval(value: float | None, found: Interval | None) -> str:
    return say_metric(value) + (f" ({found.low:.3f}–{found.high:.3f})" if found else "")


def say_metric(value: float | None) -> str:
    """A metric; — where it cannot be told."""
    return "—" if value is None else f"{value:.3f}"


def say_share(value: float | None) -> str:
    """A share in percent; — where it cannot be told."""
    return "—" if value is None else f"{value:.0%}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
