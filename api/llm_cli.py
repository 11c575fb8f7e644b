"""The command line about the language model: `zenbu llm`."""

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import stopping_on_mendable_errors

if TYPE_CHECKING:
    from agents.llm.checking import Tried, Use

llm_app = typer.Typer(no_args_is_help=True, help="The language model, where one is configured.")

UNUSABLE = 1

NONE_CONFIGURED = """\
No language model is configured: the local brain understands and words everything. To have one help it, set

  ZENBU_LLM_BASE_URL   where it is served, such as http://127.0.0.1:8080/v1; without it, OpenAI's own address
  ZENBU_LLM_API_KEY    the key; a server of your own mostly wants none
  ZENBU_LLM_MODEL      the model's name there

in the environment or in .env, and check again: zenbu llm check. Deadlines, prices and budgets (ZENBU_LLM_…) are
explained in .env.example. The privacy notice customers are shown then says that an outside model is asked."""


@llm_app.callback()
def _group() -> None:
    """Keeps `check` a command of its own."""


@llm_app.command()
def check(
    patience: Annotated[float, typer.Option(min=1, help="Seconds each step may take here.")] = 60.0,
) -> None:
    """Tries the configured endpoint: what it can do, how fast, and what it will therefore be used for."""
    with stopping_on_mendable_errors():
        from services.logs import configure_logs
        from services.settings import load_settings

        settings = load_settings()
        configure_logs(settings.is_development, logging.WARNING)
        if settings.llm_model is None:
            typer.echo(NONE_CONFIGURED)
            return
        from agents.llm.checking import Check
        from agents.llm.model import endpoint_of, terms_of
        from knowledge.pack import load_pack, pack_path

        endpoint, terms = endpoint_of(settings, settings.llm_model), terms_of(settings)
        typer.echo(f"{endpoint.model} at {endpoint.base_url or 'OpenAI'}")
        trial = Check(endpoint, load_pack(pack_path(settings.pack)), terms, patience)
        tried = []
        for entry in trial.run():
            _show(entry)
            tried.append(entry)
    if not tried[0].works:
        typer.echo("Nothing of it can be used; the local brain does everything.")
        raise typer.Exit(UNUSABLE)
    uses = trial.uses(tried)
    _conclude(uses)
    if not any(use.used for use in uses):
        raise typer.Exit(UNUSABLE)


def _show(tried: "Tried") -> None:
    mark = "yes" if tried.works else "no"
    typer.echo(f"  {tried.step:12} {mark:4} {tried.seconds:6.2f} s  {tried.detail}")
    if tried.mend:
        typer.echo(f"  {'':12} {tried.mend}")


def _conclude(uses: "list[Use]") -> None:
    typer.echo("In turns it is used for")
    for use in uses:
        typer.echo(f"  {use.name:14} {'yes' if use.used else 'no':4} {use.how}")
