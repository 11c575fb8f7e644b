"""What the console offers on the side, by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import yaml

from domain.staff import Member, Permission

NAVIGATION: Final = Path(__file__).parent / "navigation.yaml"


@dataclass(frozen=True)
class Entry:
    """A page in the navigation. `key` is its text under `navigation.`; `covers` what else is a part of it."""

    key: str
    path: str
    icon: str
    needs: Permission
    shortcut: str | None
    covers: str | None

    def is_current(self, path: str) -> bool:
        """Whether a path is this page, or a part of it."""
        return path == self.path or (self.covers is not None and path.startswith(self.covers))


def load() -> tuple[Entry, ...]:
    """All pages, in order."""
    rows = yaml.safe_load(NAVIGATION.read_text(encoding="utf-8"))
    return tuple(
        Entry(
            row["key"],
            row["path"],
            row["icon"],
            cast(Permission, row["needs"]),
            row.get("shortcut"),
            row.get("covers", f"{row['path']}/"),
        )
        for row in rows
    )


def open_to(member: Member, entries: Iterable[Entry]) -> list[Entry]:
    """Those a member may open."""
    return [entry for entry in entries if member.may(entry.needs)]
