"""Files as spreadsheets write them: UTF-8 with or without a mark, UTF-16, or the Shift_JIS of Excel in Japan."""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Final

from domain.mending import Mendable
from services.customers.importing.sheets import SHEETS, Kind, Sheet

ENCODINGS: Final = ("utf-8", "cp932")
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PIECE: Final = 1 << 20


class UnreadableFile(Mendable, ValueError):
    """A file cannot be taken in at all; nothing of it was stored."""


@dataclass(frozen=True)
class Line:
    """A row of a file: where it begins, and its cells by column. `extra` cells stood under no heading."""

    number: int
    cells: dict[str, str]
    extra: int


@dataclass(frozen=True)
class Table:
    """A file that can be read.

    Attributes:
        path: Where it is.
        sheet: What is in it.
        encoding: How it is written.
        delimiter: A comma, a semicolon or a tab.
        header: Its headings.
        columns: Which place of the header is which column.
    """

    path: Path
    sheet: Sheet
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    columns: dict[int, str]

    @property
    def ignored(self) -> list[str]:
        """Headings that are no column."""
        return [name for place, name in enumerate(self.header) if place not in self.columns and name.strip()]

    def heading(self, column: str) -> str:
        """What the file calls a column."""
        return next((self.header[place] for place, name in self.columns.items() if name == column), column)

    def lines(self, on_read: Callable[[int], object] = lambda _: None) -> Iterator[Line]:
        """Its rows, one after the other; empty ones are left out.

        Args:
            on_read: Is told now and then how many bytes have been read.

        Raises:
            UnreadableFile: It is no CSV.
        """
        with self.path.open("rb") as raw, TextIOWrapper(raw, self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            try:
                next(reader)
                number = reader.line_num + 1
                for row in reader:
                    if any(cell.strip() for cell in row):
                        cells = {name: row[place] for place, name in self.columns.items() if place < len(row)}
                        yield Line(number, cells, max(0, len(row) - len(self.header)))
                    number = reader.line_num + 1
                    if number % 1_000 == 0:
                        on_read(raw.tell())
            except csv.Error as error:
                raise UnreadableFile(f"{self.path}:{reader.line_num}: {error}. Save it again as CSV.") from None
            on_read(raw.tell())


def open_table(path: Path, kind: Kind | None = None) -> Table:
    """Finds out how a file is written and what is in it.

    Args:
        path: The file.
        kind: What is in it, where whoever calls knows.

    Raises:
        UnreadableFile: It is not there, no text, or lacks a column.
    """
    try:
        with path.open("rb") as raw:
            encoding = _encoding(raw, path)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}. Name a file that is there.") from None
    with path.open(encoding=encoding, newline="") as text:
        first = text.readline()
    if not first.strip():
        raise UnreadableFile(f"{path} begins with an empty line. The first line must hold the headings.")
    delimiter = max(",;\t", key=first.count)
    header = tuple(next(csv.reader([first], delimiter=delimiter)))
    sheet = SHEETS[kind] if kind else _guess(path, header)
    columns = sheet.columns_of(list(header))
    named = list(columns.values())
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise UnreadableFile(f"{path}: two headings mean {', '.join(twice)}. Leave one of them.")
    if missing := sorted(sheet.required - set(named)):
        raise UnreadableFile(f"{path}: {sheet.kind} need a column {', '.join(missing)}. There is: {', '.join(header)}.")
    return Table(path, sheet, encoding, delimiter, header, columns)


def _encoding(raw: BufferedReader, path: Path) -> str:
    start = raw.read(3)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in ENCODINGS:
        raw.seek(0)
        if _decodes(raw, encoding):
            return encoding
    raise UnreadableFile(f"{path} is neither UTF-8 nor Shift_JIS. Save it as: CSV UTF-8.")


def _decodes(raw: BufferedReader, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := raw.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _guess(path: Path, header: Sequence[str]) -> Sheet:
    """The kind whose required columns are all there; of several the one that knows most of the headings."""
    fits: list[tuple[int, Sheet]] = []
    for sheet in SHEETS.values():
        named = list(sheet.columns_of(list(header)).values())
        if sheet.required <= set(named) and len(named) == len(set(named)):
            fits.append((len(named), sheet))
    most = max((count for count, _ in fits), default=0)
    best = [sheet for count, sheet in fits if count == most]
    if len(best) == 1:
        return best[0]
    why = f"may be {' or '.join(sheet.kind for sheet in best)}" if best else "is of no kind that is known"
    raise UnreadableFile(
        f"{path} {why} by its headings ({', '.join(header)}). Say what it is: --kind {'|'.join(SHEETS)}"
    )
