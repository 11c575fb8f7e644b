"""How recovery offers look in a terminal. Ids and notes are printed as they are, never read as markup."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.recovery import Recovery
from services.recovery.desk import Page


def print_recovery(recovery: Recovery) -> None:
    """What may be offered, and why."""
    why = recovery.grounds
    console = Console()
    ltv = "unknown" if why.ltv is None else f"{why.ltv:,} yen"
    console.print(
        Text(
            f"{why.cause} ({why.severity}) justifies {why.ceiling:,} yen; LTV {ltv}, {why.escalations} escalation(s), "
            f"{why.recoveries} recoveries before: {why.factor:.0%}, {why.given:,} given in this case already.\n"
            f"At most {recovery.allowance:,} yen."
        )
    )
    table = Table("form", "", "yen", "welcome", "needs", box=box.SIMPLE_HEAD)
    for offer in recovery.offers:
        liked = "yes" if offer.liked else ""
        table.add_row(*map(Text, (offer.kind, offer.name, f"{offer.amount:,}", liked, offer.needs or "nobody may")))
    console.print(table)


def print_proposals(page: Page) -> None:
    """A page of proposals, and how to see the next."""
    table = Table("proposal", "customer", "cause", "form", "yen", "status", "by", "on", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True  # whole, to be copied
    for row in page.proposals:
        status = f"{row.status} ({row.needs})" if row.status == "waiting" else row.status
        day = f"{row.proposed_at:%Y-%m-%d}"
        cells = (row.id, row.customer_id, row.cause, row.kind, f"{row.amount:,}", status, row.proposed_by, day)
        table.add_row(*map(Text, cells))
    console = Console()
    console.print(table)
    if page.next:
        console.print(Text(f"More: zenbu staff recovery list --after {page.next}", "dim"))
