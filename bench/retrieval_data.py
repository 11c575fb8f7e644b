"""The files of the retrieval benchmark, read strictly: a line that is wrong would only look like a bad ranking."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.retrieval import Document


class BadLine(ValueError):
    """A line cannot be used. The message names file and line, what is wrong and what is expected."""


@dataclass(frozen=True)
class Query:
    """A question and the grades of the documents that answer it."""

    id: str
    text: str
    grades: Mapping[str, int]


def read_corpus(path: Path) -> list[Document]:
    """Reads `{"id", "question", "answer"}`, one a line.

    Raises:
        BadLine: A line is wrong, an id is there twice, or the file is empty.
    """
    documents: dict[str, Document] = {}
    for place, line in _objects(path):
        entry = Document(_text(place, line, "id"), _text(place, line, "question"), _text(place, line, "answer"))
        if entry.id in documents:
            raise BadLine(f"{place}: id {entry.id!r} is there twice; every document needs its own")
        documents[entry.id] = entry
    if not documents:
        raise BadLine(f'{path}: no documents; write one {{"id", "question", "answer"}} a line')
    return list(documents.values())


def read_queries(path: Path, known: set[str], limit: int | None = None) -> list[Query]:
    """Reads `{"id", "query", "relevant": {document id: grade}}`, one a line; grade 0 means not relevant.

    Args:
        path: The file.
        known: The documents' ids.
        limit: Only the first so many.

    Raises:
        BadLine: A line is wrong, names a document that is not there, or the file is empty.
    """
    queries: dict[str, Query] = {}
    for place, line in _objects(path):
        if limit is not None and len(queries) >= limit:
            break
        query = Query(_text(place, line, "id"), _text(place, line, "query"), _grades(place, line, known))
        if query.id in queries:
            raise BadLine(f"{place}: id {query.id!r} is there twice; every query needs its own")
        queries[query.id] = query
    if not queries:
        raise BadLine(f'{path}: no queries; write one {{"id", "query", "relevant"}} a line')
    return list(queries.values())


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine(f"{path}: cannot be read ({error}); give a JSONL file in UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadLine(f"{place}: not JSON ({error}); write one object a line") from error
        if not isinstance(data, dict):
            raise BadLine(f"{place}: is {line.strip()[:40]!r}, not an object")
        yield place, data


def _text(place: str, line: Mapping[str, Any], field: str) -> str:
    value = line.get(field)
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(f'{place}: "{field}" is {value!r}; it must be a text that is not blank')
    return value


def _grades(place: str, line: Mapping[str, Any], known: set[str]) -> dict[str, int]:
    relevant = line.get("relevant")
    if not isinstance(relevant, dict):
        raise BadLine(f'{place}: "relevant" is {relevant!r}; it must be an object {{document id: grade}}')
    for document, grade in relevant.items():
        if document not in known:
            raise BadLine(f'{place}: "relevant" names {document!r}, which is not in the corpus')
        if not isinstance(grade, int) or isinstance(grade, bool) or grade < 0:
            raise BadLine(f"{place}: the grade of {document!r} is {grade!r}; it must be a whole number from 0")
    grades = {document: grade for document, grade in relevant.items() if grade > 0}
    if not grades:
        raise BadLine(f'{place}: "relevant" has no grade above 0; leave out queries that nothing answers')
    return grades
