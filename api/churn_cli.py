"""`zenbu churn`: trains, tests and explains the churn model. Imports wait until a command needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from services.churn.model import ChurnModel
    from services.churn.terms import ChurnTerms
    from services.settings import Settings
    from store.session import Database

churn_app = typer.Typer(no_args_is_help=True, help="How likely customers are to leave, and why.")


@dataclass(frozen=True)
class _Opened:
    settings: "Settings"
    database: "Database"
    terms: "ChurnTerms"


@contextmanager
def _opened() -> Iterator[_Opened]:
    from api.cli import stopping_on_mendable_errors
    from knowledge.pack import load_pack, pack_path
    from services.application import open_database
    from services.churn.terms import churn_terms
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        settings = load_settings()
        terms = churn_terms(load_pack(pack_path(settings.pack)))
        database = open_database(settings)
        try:
            yield _Opened(settings, database, terms)
        finally:
            database.close()


@churn_app.command()
def train(
    csv: Annotated[
        Path | None, typer.Option("--csv", exists=True, dir_okay=False, help="Any table instead of the database.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="The column of the table that says who left.")] = None,
    positive: Annotated[str | None, typer.Option(help="Its value for those who left, where it is not plain.")] = None,
    folds: Annotated[int, typer.Option(min=2, max=20, help="Parts the table is tested in, each by the others.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="The same seed trains the same model.")] = 0,
) -> None:
    """Trains on the past quarters of the database, tests on the last, and writes the model and its card.

    With --csv and --target: measures by cross-validation how well a table tells who leaves; no model is kept.
    """
    if (csv is None) is not (target is None):
        raise typer.BadParameter("--csv and --target belong together: which table, and which column says who left")
    if csv is not None and target is not None:
        _train_on_table(csv, target, positive, folds, seed)
        return
    with _opened() as opened:
        from api.churn_tables import print_lesson
        from api.progress import steps
        from services.churn.teaching import keep, train

        now = opened.settings.clock().now()
        with steps("Looking back") as advance:
            lesson = train(opened.database, now, opened.terms.levels, advance, seed)
        card = keep(lesson, opened.settings.data_dir)
        print_lesson(lesson, opened.terms, card)


@churn_app.command()
def evaluate(
    plot: Annotated[Path | None, typer.Option(help="SVG file to draw the calibration into.")] = None,
) -> None:
    """Tests the model on every quarter that was over after what it learned from: the test quarter and all since."""
    with _opened() as opened:
        from api.churn_tables import print_evaluation
        from api.progress import steps
        from services.churn.evaluation import evaluate
        from services.churn.plot import calibration_plot
        from services.churn.teaching import quarters_since

        model, now = _model(opened), opened.settings.clock().now()
        with steps("Looking back") as advance:
            cohorts = quarters_since(opened.database, model, now, advance)
        found = evaluate(model.fitted, cohorts, opened.terms.levels)
        print_evaluation(f"Model {model.version}", found, opened.terms)
        if plot is not None:
            plot.write_text(calibration_plot(found.bins, "Calibration"), encoding="utf-8")
            typer.echo(f"The calibration is drawn in {plot}.")


@churn_app.command()
def explain(customer_id: Annotated[str, typer.Argument(metavar="CUSTOMER", help="A customer's id.")]) -> None:
    """Says how likely a customer is to leave, why, and what to do."""
    with _opened() as opened:
        from api.churn_tables import print_explanation
        from services.churn.explaining import explain

        model, now = _model(opened), opened.settings.clock().now()
        print_explanation(explain(opened.database, model, opened.terms, customer_id, now), opened.terms)


def _model(opened: _Opened) -> "ChurnModel":
    from services.churn.model import ChurnModel

    settings = opened.settings
    return ChurnModel.load(settings.data_dir, settings.clock().now(), opened.terms.stale_days)


def _train_on_table(csv: Path, target: str, positive: str | None, folds: int, seed: int) -> None:
    from api.churn_tables import print_table_test
    from api.cli import stopping_on_mendable_errors
    from api.progress import progress
    from services.churn.table import read_table
    from services.churn.table_validation import cross_validate

    with stopping_on_mendable_errors():
        table = read_table(csv, target, positive)
        with progress("Training on the other parts", folds) as advance:
            found = cross_validate(table, folds, seed, lambda: advance(1))
        print_table_test(table, found)
