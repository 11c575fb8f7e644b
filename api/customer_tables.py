"""How customers look in a terminal. What is not known is a dash, never a zero; what files hold is no markup."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from domain.success.customer_360 import Customer360
from services.customers.directory import Page
from services.customers.importing import Imported, RowFault
from services.customers.importing.files import Table as SheetTable

UNKNOWN: Final = "—"
STYLES: Final = {
    "green": "green",
    "yellow": "yellow",
    "red": "bold red",
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "green",
}
LONG: Final = 1 << 20
"""Bytes from which on a file is worth a progress bar."""


@contextmanager
def importing(table: SheetTable) -> Iterator[Callable[[int], object]]:
    """Shows how far a long file has come; gives what is to be told of the bytes that were read."""
    size = table.path.stat().st_size
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=size < LONG or not console.is_terminal) as bar:
        task = bar.add_task(table.path.name, total=size)
        yield lambda read: bar.update(task, completed=read)


def print_fault(table: SheetTable, fault: RowFault) -> None:
    """A refused row, in one line that editors understand."""
    text = f"{table.path}:{fault.line}: "
    if fault.column is not None:
        text += f"{fault.column}: {fault.value!r} " if fault.value else f"{fault.column} "
    Console(stderr=True, soft_wrap=True).print(Text(text + fault.reason))


def print_imported(results: Sequence[Imported], dry_run: bool) -> None:
    """What became of each file."""
    table = _table("file", "kind", "written as", "new", "updated", "refused")
    for column in table.columns[3:]:
        column.justify = "right"
    for result in results:
        sheet = result.table
        refused = Text(str(result.refused), "red" if result.refused else "")
        encoding = "Shift_JIS" if sheet.encoding == "cp932" else sheet.encoding.removesuffix("-sig").upper()
        table.add_row(Text(sheet.path.name), sheet.sheet.kind, encoding, str(result.new), str(result.updated), refused)
    console = Console()
    console.print(table)
    for result in results:
        if result.table.ignored:
            names = ", ".join(result.table.ignored)
            console.print(Text(f"{result.table.path.name}: not taken in, no such column: {names}", "yellow"))
    if dry_run:
        console.print(Text("Nothing was kept: this was a dry run.", "yellow"))
    refused_rows = sum(result.refused for result in results)
    if refused_rows:
        console.print(
            Text(f"{refused_rows} rows were refused (see above). Correct them and import the same file again.", "red")
        )


def print_page(page: Page) -> None:
    """A page of customers, and how to see the next."""
    table = _table("id", "name", "type", "health", "churn", "LTV", "segment", "scored")
    table.columns[0].no_wrap = True  # whole, to be copied
    for row in page.customers:
        table.add_row(
            Text(row.customer_id),
            Text(row.name),
            row.type,
            _coloured(row.health, row.health_status),
            _coloured(None if row.churn is None else f"{row.churn:.0%}", row.churn_level),
            Text(_yen(row.ltv)),
            Text(_plain(row.segment)),
            Text(_plain(row.computed_at)),
        )
    console = Console()
    console.print(table if page.customers else Text("Nobody is like that.", "dim"))
    if page.next:
        console.print(Text(f"More: --after {page.next}", "dim"))


def print_view(view: Customer360) -> None:
    """Everything about a customer."""
    console = Console()
    head = Text(view.name, "bold")
    head.append(f"  {view.customer_id}  {view.type}", "dim")
    head.append(f"  since {_plain(view.since)}  as of {_plain(view.at)}", "dim")
    console.print(head)
    contract, usage, engagement = view.contract, view.usage, view.engagement
    support, survey, money, scores = view.support, view.survey, view.money, view.scores
    _print_panels(
        console,
        ("Scores", [
            ("health", _coloured(scores.health, scores.health_status)),
            ("churn", _coloured(_percent(scores.churn), scores.churn_level)),
            ("tone, a day", _signed(scores.tone_slope)),
            ("computed", scores.computed_at),
        ]),
        ("Contract", [
            ("plan", contract.plan),
            ("measurements a month", contract.monthly_limit),
            ("MRR", _yen(contract.mrr)),
            ("from", contract.starts_on),
            ("until", contract.ends_on),
            ("notice given", contract.notice_on),
            ("ended", contract.ended_on),
            ("properties", _of(contract.properties_covered, contract.properties_total)),
            ("API", contract.has_api),
        ]),
        ("Usage", [
            ("measurements", usage.total),
            ("last", usage.last_at),
            ("last 30 days", usage.last_month),
            ("a month (3 months)", _one_digit(usage.mean_3m)),
            ("trend", _trend(usage.trend, usage.slope_3m)),
            ("hours of the last", _one_digit(usage.hours_last)),
            ("negotiations", usage.negotiation_attempts),
            ("report", usage.has_report),
            ("mediation", usage.has_mediation),
        ]),
        ("Engagement", [
            ("last login", engagement.last_login_at),
            ("logins, 30 days", engagement.logins_30d),
            ("reports opened", _percent(engagement.report_view_rate)),
            ("features used", _percent(engagement.feature_adoption)),
        ]),
        ("Support", [
            ("tickets", support.tickets),
            ("in 30 days", support.tickets_30d),
            ("open", support.open_tickets),
            ("escalated, 90 days", support.escalations_90d),
            ("hours to solve", _one_digit(support.mean_resolution_hours)),
            ("displeased, 90 days", support.negative_feedback_90d),
        ]),
        ("Surveys", [
            ("NPS", survey.nps),
            ("CSAT", _one_digit(survey.csat)),
            ("CES", _one_digit(survey.ces)),
            ("last", survey.last_at),
        ]),
        ("Money", [
            ("paid", _yen(money.revenue)),
            ("LTV", _yen(money.ltv)),
            ("days late, mean", _one_digit(money.mean_payment_delay_days)),
            ("overdue", money.overdue),
            ("looks at the price", _percent(money.price_sensitivity)),
        ]),
    )  # fmt: skip


def view_as_json(view: Customer360) -> str:
    """The same for programs; times as ISO 8601, what is not known as null."""
    return json.dumps(asdict(view), ensure_ascii=False, indent=2, default=lambda value: value.isoformat())


def _print_panels(console: Console, *panels: tuple[str, Sequence[tuple[str, Any]]]) -> None:
    built = [Panel(_facts(rows), title=title, title_align="left", box=box.ROUNDED) for title, rows in panels]
    wide = Table.grid(expand=True, padding=(0, 1))
    columns = max(1, min(3, console.width // 36))
    stacks = [Group(*built[place::columns]) for place in range(columns)]
    for _ in stacks:
        wide.add_column(ratio=1)
    wide.add_row(*stacks)
    console.print(wide)


def _facts(rows: Sequence[tuple[str, Any]]) -> Table:
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in rows:
        facts.add_row(name, value if isinstance(value, Text) else Text(_plain(value)))
    return facts


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _plain(value: object) -> str:
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _coloured(value: float | str | None, status: str | None) -> Text:
    if value is None:
        return Text(UNKNOWN)
    shown = f"{value:.0f}" if isinstance(value, float) else str(value)
    return Text(f"{shown} {status}" if status else shown, STYLES.get(status or "", ""))


def _yen(value: int | None) -> str:
    return UNKNOWN if value is None else f"¥{value:,}"


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{value:.0%}"


def _one_digit(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _signed(value: float | None) -> str | None:
    return None if value is None else f"{value:+.3f}"


def _of(part: int | None, whole: int | None) -> str | None:
    return None if part is None and whole is None else f"{_plain(part)} of {_plain(whole)}"


def _trend(trend: str | None, slope: float | None) -> str | None:
    return None if trend is None or slope is None else f"{trend} ({slope:+.1f} a month)"
