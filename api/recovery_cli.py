"""`zenbu staff recovery`: offers after something went wrong. Imports wait until a command needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from domain.staff import Member
    from services.recovery import RecoveryDesk
    from store.models import RecoveryProposal

recovery_app = typer.Typer(no_args_is_help=True, help="Offers after something went wrong; customers see none of this.")

As = Annotated[str, typer.Option("--as", envvar="ZENBU_STAFF", help="Whose work this is: a member's id.")]
ProposalId = Annotated[str, typer.Argument(metavar="PROPOSAL")]
Note = Annotated[str | None, typer.Option(help="For colleagues.")]


@contextmanager
def _desk(member_id: str) -> Iterator[tuple["RecoveryDesk", "Member"]]:
    from api.staff_cli import acting

    with acting(member_id) as (door, me):
        yield door.recovering(), me


@recovery_app.command()
def propose(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's id.")],
    cause: Annotated[str, typer.Option(help="What went wrong, such as late_visit.")],
    who: As,
    kind: Annotated[str | None, typer.Option(help="The form; the one that weighs most by default.")] = None,
    amount: Annotated[int | None, typer.Option(help="Yen; the most the case allows by default.", min=1)] = None,
    ticket: Annotated[str | None, typer.Option(help="The case it belongs to.")] = None,
    likes: Annotated[list[str] | None, typer.Option(help="A form the customer is known to welcome.")] = None,
    note: Note = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what may be offered, and why.")] = False,
) -> None:
    """Proposes an offer: granted at once within your own authority, else the next level's to approve."""
    with _desk(who) as (desk, me):
        from services.recovery.desk import Wish

        wish = Wish(customer, cause, kind, amount, ticket, tuple(likes or ()), note)
        if dry_run:
            from api.recovery_tables import print_recovery

            print_recovery(desk.weigh(me, wish))
            return
        _say(desk.propose(me, wish))


@recovery_app.command()
def approve(proposal_id: ProposalId, who: As, note: Note = None) -> None:
    """Approves somebody else's offer, on your own authority and budget."""
    with _desk(who) as (desk, me):
        _say(desk.approve(me, proposal_id, note))


@recovery_app.command()
def refuse(proposal_id: ProposalId, who: As, note: Note = None) -> None:
    """Refuses an offer that waits; your own is taken back so."""
    with _desk(who) as (desk, me):
        _say(desk.refuse(me, proposal_id, note))


@recovery_app.command()
def withdraw(proposal_id: ProposalId, who: As, note: Note = None) -> None:
    """Takes back a granted offer the customer did not want; the budget has it again."""
    with _desk(who) as (desk, me):
        _say(desk.withdraw(me, proposal_id, note))


@recovery_app.command("list")
def list_proposals(
    who: As,
    status: Annotated[
        Literal["waiting", "granted", "refused", "withdrawn"] | None, typer.Option(help="All by default.")
    ] = None,
    customer: Annotated[str | None, typer.Option(help="Only this customer's.")] = None,
    after: Annotated[str | None, typer.Option(help="The last proposal of the page before.")] = None,
) -> None:
    """Lists proposals, the newest first."""
    with _desk(who) as (desk, me):
        from api.recovery_tables import print_proposals

        print_proposals(desk.page(me, status, customer, after))


@recovery_app.command()
def budget(who: As) -> None:
    """Shows what you have given this month, and may still give."""
    with _desk(who) as (desk, me):
        own = desk.budget(me)
        typer.echo(
            f"{own.month}: {own.spent:,} of {own.limit:,} yen given, {own.left:,} left; "
            f"at most {own.case:,} for one case ({own.level})."
        )


def _say(row: "RecoveryProposal") -> None:
    waits = f", waits for the level {row.needs}" if row.status == "waiting" else ""
    typer.echo(f"{row.id}: {row.kind}, {row.amount:,} yen, {row.status}{waits}.")
