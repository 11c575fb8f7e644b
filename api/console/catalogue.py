"""The words of the console: YAML files, one a page, looked up by `file.key`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

TEXTS: Final = Path(__file__).parent / "texts"


class UnknownText(KeyError):
    """A page asks for words nobody wrote."""


class Texts:
    """What the console says.

    Args:
        folder: Where the files are.
    """

    def __init__(self, folder: Path = TEXTS) -> None:
        self.all: Mapping[str, str] = {
            f"{file.stem}.{key}": text
            for file in sorted(folder.glob("*.yaml"))
            for key, text in _flat(yaml.safe_load(file.read_text(encoding="utf-8")))
        }

    def __call__(self, key: str, /, **values: object) -> str:
        """The words under a key, filled in.

        Raises:
            UnknownText: There are none.
        """
        try:
            text = self.all[key]
        except KeyError:
            raise UnknownText(f"There is no text {key!r}. Write it into api/console/texts.") from None
        return text.format(**values) if values else text

    def section(self, name: str) -> dict[str, str]:
        """All words of one file or part of it, for the scripts."""
        return {key.removeprefix(f"{name}."): text for key, text in self.all.items() if key.startswith(f"{name}.")}

    def has(self, key: str) -> bool:
        """Whether there are words under a key."""
        return key in self.all


def _flat(tree: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat += _flat(value, f"{before}{key}.")
        else:
            flat.append((f"{before}{key}", str(value).rstrip("\n")))
    return flat
