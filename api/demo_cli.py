"""`zenbu demo`: a believable world of customers to try everything with (development only)."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from services.demo.world import World

Companies = Annotated[int, typer.Option("--b2b", min=0, help="Companies, those that left among them.")]
Residents = Annotated[int, typer.Option("--b2c", min=0, help="Residents.")]


def demo(
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same world.")] = 1,
    b2b: Companies = 200,
    b2c: Residents = 3000,
) -> None:
    """Fills an empty database with customers and three years of what happened to them."""
    from api.cli import stopping_on_mendable_errors

    with stopping_on_mendable_errors():
        from api.progress import progress
        from graphs.composition import technicians_of
        from knowledge.pack import load_pack, pack_path
        from services.application import open_database
        from services.demo.world import WorldSize, make_world
        from services.demo.writing import require_room, write_world
        from services.settings import load_settings

        settings = load_settings()
        pack, now = load_pack(pack_path(settings.pack)), settings.clock().now()
        technicians, database = technicians_of(pack), open_database(settings)
        try:
            require_room(database, settings)
            with progress("Three years pass", b2b + b2c) as advance:
                world = make_world(pack, technicians, now, seed, WorldSize(b2b, b2c), lambda: advance(1))
            with progress("Storing them", len(world.rows)) as advance:
                write_world(world.rows, technicians, database, advance)
        finally:
            database.close()
        _tell(world, now)


def _tell(world: "World", now: "datetime") -> None:
    """What is there now, whom to look at first, and what to try."""
    from store.models import Booking

    for model, rows in world.rows.tables.items():
        typer.echo(f"{len(rows):>8} {model.__tablename__}")
    told = {
        "merger": "was happy, and left because of a merger",
        "grumbler": "complains, and stays",
        "seasonal": "orders by the season",
        "late_payer": "pays late, and is loyal",
        "crisis": "was content until a few months ago, and may leave any day",
    }
    typer.echo("\nSurprises:")
    for kind, who in world.surprises.items():
        typer.echo(f"  {who} {told[kind]}")
    ahead = next((row["customer_id"] for row in world.rows.of(Booking) if row["starts_at"] > now), None)
    typer.echo("\nTry:\n  zenbu churn train\n  zenbu score\n  zenbu customers list\n  zenbu customers show b2b-0002")
    typer.echo("  zenbu staff password demo-manager-1    (to sign in at /console of zenbu serve)")
    if ahead is not None:
        typer.echo(f"  zenbu chat --customer {ahead}    (has a visit ahead)")
