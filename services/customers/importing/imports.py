"""Takes files in: every good row is kept, every bad one is told with its line, column, value and reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from services.customers.importing.files import Line, Table, open_table
from services.customers.importing.sheets import SHEETS, Kind
from store.models import Customer
from store.session import Database
from store.success import keeping

CHUNK: Final = 1_000
"""Rows in one transaction."""

LONGEST: Final = 60
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class RowFault:
    """Why a row was refused. `column` as the file calls it; None where the row as a whole is wrong."""

    line: int
    column: str | None
    value: str | None
    reason: str


@dataclass
class Imported:
    """What became of a file's rows."""

    table: Table
    new: int = 0
    updated: int = 0
    refused: int = 0


@dataclass(frozen=True)
class _Row:
    line: int
    values: dict[str, Any]


class CustomerImport:
    """Takes files in. The same file again changes nothing: rows are found by their ids.

    An empty cell empties the field; a column that is not in the file leaves it as it is.

    Args:
        database: Where rows are kept.
        dry_run: Looks at everything and keeps nothing.
    """

    def __init__(self, database: Database, *, dry_run: bool = False) -> None:
        self._database = database
        self._dry_run = dry_run
        self._promised: set[str] = set()  # customers a dry run would have stored

    def tables(self, paths: Iterable[Path], kind: Kind | None = None) -> list[Table]:
        """The files in the order in which they can be taken in: customers before what they have.

        Raises:
            UnreadableFile: One of them cannot be.
        """
        found = [open_table(path, kind) for path in paths]
        order = list(SHEETS)
        return sorted(found, key=lambda table: order.index(table.sheet.kind))

    def run(
        self,
        table: Table,
        on_fault: Callable[[RowFault], object],
        on_read: Callable[[int], object] = lambda _: None,
    ) -> Imported:
        """Takes one file in, in small transactions.

        Args:
            table: The file.
            on_fault: Is told of every row that is refused; what only the database knows is found a little later.
            on_read: Is told how many bytes have been read.

        Raises:
            UnreadableFile: It breaks off in the middle; what came before is kept.
            StoreUnavailable: The database is locked or gone; what came before is kept.
        """
        result = Imported(table)
        seen: dict[str, int] = {}

        def refuse(fault: RowFault) -> None:
            result.refused += 1
            on_fault(fault)

        chunk: list[_Row] = []
        for line in table.lines(on_read):
            row = self._checked(table, line, seen)
            if isinstance(row, RowFault):
                refuse(row)
                continue
            chunk.append(row)
            if len(chunk) >= CHUNK:
                self._keep(table, chunk, result, refuse)
                chunk = []
        self._keep(table, chunk, result, refuse)
        return result

    def _checked(self, table: Table, line: Line, seen: dict[str, int]) -> _Row | RowFault:
        if line.extra:
            return RowFault(line.number, None, None, f"has {line.extra} more cells than there are headings")
        given = {name: cell for name, cell in line.cells.items() if cell.strip()}
        try:
            row = table.sheet.row.model_validate(given)
        except ValidationError as error:
            return _fault(table, line, error)
        if row.id in seen:
            return RowFault(line.number, table.heading("id"), row.id, f"is the id of line {seen[row.id]} already")
        seen[row.id] = line.number
        return _Row(line.number, row.model_dump())

    def _keep(self, table: Table, chunk: list[_Row], result: Imported, refuse: Callable[[RowFault], None]) -> None:
        if not chunk:
            return
        model = table.sheet.model
        with self._database.read() if self._dry_run else self._database.write() as session:
            owners = keeping.owners(session, model, [row.values["id"] for row in chunk])
            column, known = ("csm_id", keeping.known_staff) if model is Customer else ("customer_id", self._customers)
            named = {name for row in chunk if (name := row.values[column])}
            there = known(session, named)
            good: list[dict[str, Any]] = []
            for row in chunk:
                fault = self._misplaced(table, row, column, there, owners)
                if fault:
                    refuse(fault)
                else:
                    good.append(row.values)
            if self._dry_run:
                self._promised |= {row["id"] for row in good} if model is Customer else set()
            else:
                keeping.upsert(session, model, good, table.sheet.changed(table.columns.values()))
        updated = sum(row["id"] in owners for row in good)
        result.updated += updated
        result.new += len(good) - updated

    def _customers(self, session: Any, ids: set[str]) -> set[str]:
        return keeping.known_customers(session, ids) | self._promised

    def _misplaced(
        self, table: Table, row: _Row, column: str, there: set[str], owners: dict[str, str | None]
    ) -> RowFault | None:
        named, own = row.values[column], row.values["id"]
        if named is not None and named not in there:
            who = "member of the staff" if column == "csm_id" else "customer"
            return RowFault(row.line, table.heading(column), named, f"there is no such {who}")
        if column == "customer_id" and own in owners and owners[own] != named:
            return RowFault(row.line, table.heading("id"), own, "belongs to another customer")
        return None


def _fault(table: Table, line: Line, error: ValidationError) -> RowFault:
    first = error.errors()[0]
    column = str(first["loc"][0]) if first["loc"] else None
    message = first["msg"].removeprefix("Value error, ")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    if column is None:
        return RowFault(line.number, None, None, message + more)
    if first["type"] == "missing":
        message = "is empty, and must not be"
    value = line.cells.get(column, "")
    shown = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return RowFault(line.number, table.heading(column), shown, message + more)
