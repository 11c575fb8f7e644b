"""Any table of customers, read from CSV: quantities and categories, and who left."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from domain.mending import Mendable
from services.churn.boosting import Bools, Columns, Floats, Kind

UNKNOWN: Final = frozenset({"", "na", "n/a", "nan", "null", "none"})
YES: Final = frozenset({"1", "1.0", "yes", "true", "y", "t", "churned", "left"})
NO: Final = frozenset({"0", "0.0", "no", "false", "n", "f", "stayed", "retained"})

MOST_CATEGORIES: Final = 100
"""A column of more different words names rows; it says nothing of others."""


class UnreadableTable(Mendable):
    """A table cannot be learned from."""


@dataclass(frozen=True)
class Column:
    """A column: numbers (NaN where unknown), or words as they stand."""

    name: str
    kind: Kind
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: What may be learned from.
        left: Who left.
        dropped: Columns that are not used, and why.
    """

    columns: tuple[Column, ...]
    left: Bools
    dropped: dict[str, str]


@dataclass(frozen=True)
class Encoding:
    """Numbers for a table's columns, made from some of its rows only; a word not among those is unknown."""

    columns: Columns
    codes: tuple[dict[str, int], ...]

    def encode(self, table: Table, rows: np.ndarray) -> Floats:
        """Rows of a table as numbers; NaN where unknown."""
        encoded = [
            [
                _number(column.values[row]) if column.kind == "q" else codes.get(column.values[row], np.nan)
                for row in rows
            ]
            for column, codes in zip(table.columns, self.codes, strict=True)
        ]
        return np.array(encoded, dtype=np.float64).T


def read_table(path: Path, target: str, positive: str | None = None) -> Table:
    """Reads a CSV file with headings.

    A column is of quantities where every value is a number or unknown, else of categories. A column that names rows
    (all different, or too many different words) or says the same in all of them is dropped.

    Args:
        path: The file, in UTF-8.
        target: The column that says who left.
        positive: Its value for those who left; found out where None (yes/no, true/false, 1/0 …).

    Raises:
        UnreadableTable: The file has no rows, lacks the target, or the target does not have two values.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        rows = [{name: (row[name] or "").strip() for name in names} for row in reader]
    if target not in names or not rows:
        raise UnreadableTable(
            f"{path} has no column {target!r} with rows below it. Columns: {', '.join(names) or 'none'}."
        )
    left = _left([row[target] for row in rows], target, positive)
    columns, dropped = [], {}
    for name in names:
        if name == target:
            continue
        values = tuple(row[name] for row in rows)
        known = [value for value in values if not _is_unknown(value)]
        kind: Kind = "q" if known and all(_is_number(value) for value in known) else "c"
        why = _useless(known, kind)
        if why is None:
            columns.append(Column(name, kind, values))
        else:
            dropped[name] = why
    if not columns:
        raise UnreadableTable(f"{path} has no column to learn from beside {target!r}. Give it some that differ.")
    return Table(tuple(columns), left, dropped)


def encoding_of(table: Table, rows: np.ndarray) -> Encoding:
    """Learns the categories of some rows."""
    codes = []
    for column in table.columns:
        words = sorted({column.values[row] for row in rows if not _is_unknown(column.values[row])})
        codes.append({word: code for code, word in enumerate(words)} if column.kind == "c" else {})
    names = tuple(column.name for column in table.columns)
    return Encoding(Columns(names, tuple(column.kind for column in table.columns), {}), tuple(codes))


def _left(values: list[str], target: str, positive: str | None) -> Bools:
    found = sorted(set(values))
    if positive is None and {value.lower() for value in found} <= YES | NO:
        left = np.array([value.lower() in YES for value in values])
    elif positive in found:
        left = np.array([value == positive for value in values])
    else:
        raise UnreadableTable(
            f"The column {target!r} holds {', '.join(map(repr, found[:5]))}; say which value means that somebody left: "
            "--positive VALUE"
        )
    if left.all() or not left.any():
        raise UnreadableTable(
            f"In the column {target!r} everybody has the same answer; nothing can be learned from it."
        )
    return left


def _useless(known: list[str], kind: Kind) -> str | None:
    different = len(set(known))
    if different <= 1:
        return "says the same of everybody"
    if kind == "c" and (different == len(known) or different > MOST_CATEGORIES):
        return f"names rows ({different} different words)"
    return None


def _number(value: str) -> float:
    return np.nan if _is_unknown(value) else float(value)


def _is_number(value: str) -> bool:
    try:
        return bool(np.isfinite(float(value)))
    except ValueError:
        return False


def _is_unknown(value: str) -> bool:
    return value.lower() in UNKNOWN
