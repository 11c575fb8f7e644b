"""The command `zenbu`: each part brings its own commands."""

import gc

from api.churn_cli import churn_app
from api.cli import app, stopping_on_mendable_errors
from api.customers_cli import customers_app
from api.demo_cli import demo
from api.llm_cli import llm_app
from api.privacy_cli import privacy_app
from api.score_cli import score
from api.technicians_cli import technicians_app
from api.tools_cli import tools_app
from api.worker_cli import outbox_app, worker
from evals.cli import eval_app
from knowledge.builds import KnowledgeSettings
from knowledge.cli import knowledge_app


def _knowledge_settings() -> KnowledgeSettings:
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        return load_settings().knowledge


app.add_typer(churn_app, name="churn")
app.add_typer(eval_app, name="eval")
app.add_typer(knowledge_app(_knowledge_settings), name="knowledge")
app.add_typer(customers_app, name="customers")
app.add_typer(llm_app, name="llm")
app.add_typer(outbox_app, name="outbox")
app.add_typer(privacy_app, name="privacy")
app.add_typer(technicians_app, name="technicians")
app.add_typer(tools_app, name="tools")
app.command()(score)
app.command()(demo)
app.command()(worker)


def main() -> None:
    """Runs the command line."""
    # Starting makes a million objects that stay: looking for garbage among them every few hundred is wasted.
    gc.set_threshold(50_000, 20, 50)
    app()
