"""What a run has done so far, a line a trial: a run that was killed goes on where it was."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.outcomes import Outcome

Trial = tuple[str, str, int]
"""Suite, case, repetition."""


class Journal:
    """The file of a run.

    Args:
        path: Where it lies.
        key: Of what is run; a journal of something else is not gone on with.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def read(self) -> dict[Trial, Outcome]:
        """The trials an earlier, unfinished run of the same has done."""
        if not self._path.is_file():
            return {}
        lines = self._path.read_text(encoding="utf-8").splitlines()
        entries = [entry for entry in map(_parsed, lines) if entry is not None]
        if not entries or entries[0].get("key") != self._key:
            return {}
        outcomes = map(Outcome.from_json, entries[1:])
        return {(outcome.suite, outcome.case, outcome.trial): outcome for outcome in outcomes}

    def open(self, done: Iterable[Outcome]) -> None:
        """Begins the file with what is done already."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps({"key": self._key}), *(_line(outcome) for outcome in done)]
        self._path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def note(self, outcomes: Iterable[Outcome]) -> None:
        """Adds trials."""
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(_line(outcome) + "\n" for outcome in outcomes)

    def close(self) -> None:
        """The run is finished: the next one begins anew."""
        self._path.unlink(missing_ok=True)


def _line(outcome: Outcome) -> str:
    return json.dumps(outcome.as_json(), ensure_ascii=False)


def _parsed(line: str) -> dict[str, Any] | None:
    """A line; None where a kill cut it short."""
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) else None
