"""The words simulated customers have: lines by what is meant and by voice, from `evals/banks/*.yaml`."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from domain.mending import Mendable
from evals.part import Identifier, Part, Text
from evals.simulation.brief import Voice
from evals.simulation.page import Page
from knowledge.pack.faults import PackError
from knowledge.pack.yaml_file import YamlFile, read_yaml

FOLDER: Final = Path(__file__).parents[1] / "banks"

FALLBACK: Final[Mapping[Voice, tuple[Voice, ...]]] = {
    "plain": ("polite",),
    "polite": ("plain",),
    "terse": ("plain", "polite"),
    "young": ("plain", "polite"),
    "elderly": ("polite", "plain"),
    "kansai": ("plain", "polite"),
    "tohoku": ("plain", "polite"),
    "hakata": ("plain", "polite"),
}
"""Whose words somebody uses who has none of their own for something."""


_Model = TypeVar("_Model", bound=Part)


class BankError(Mendable):
    """A bank cannot be used."""


class Bank(Part):
    """One file: what is meant (`inform.payment.card`), by voice, in several ways."""

    bank: Identifier
    about: Text
    lines: dict[Text, dict[Voice, tuple[Text, ...]]]


class Slips(Part):
    """What a keyboard makes of words: wrong conversions, by what was meant."""

    about: Text
    conversions: dict[Text, Text]


@dataclass(frozen=True)
class Banks:
    """All banks together.

    Attributes:
        lines: Lines by what is meant and by voice.
        slips: Wrong conversions.
        page: What customers know of the company.
    """

    lines: Mapping[str, Mapping[Voice, tuple[str, ...]]]
    slips: Mapping[str, str]
    page: Page

    def has(self, meaning: str) -> bool:
        """Whether anybody has words for it."""
        return meaning in self.lines

    def pick(self, meaning: str, voice: Voice, rng: random.Random, used: frozenset[str] = frozenset()) -> str:
        """A line for what is meant, one that was not used yet where there is one.

        Args:
            meaning: What is meant.
            voice: Whose words.
            rng: Decides.
            used: Lines that were said already.

        Raises:
            BankError: No bank has words for it.
        """
        voices = self.lines.get(meaning)
        if voices is None:
            raise BankError(f"No bank has words for {meaning}. Add lines to a file in evals/banks/.")
        own = next((voices[one] for one in (voice, *FALLBACK[voice]) if voices.get(one)), None)
        lines = own or next(iter(voices.values()))
        return rng.choice([line for line in lines if line not in used] or list(lines))

    def every_line(self) -> list[str]:
        """All lines, in the order of the files."""
        return [line for voices in self.lines.values() for lines in voices.values() for line in lines]


def load_banks(folder: Path = FOLDER) -> Banks:
    """Reads all banks of a folder.

    Args:
        folder: Where the YAML files lie.

    Raises:
        BankError: A file has a key that is not known, a meaning stands in two files, or it is no YAML.
    """
    lines: dict[str, dict[Voice, tuple[str, ...]]] = {}
    slips: dict[str, str] = {}
    page: Page | None = None
    for path in sorted(folder.glob("*.yaml")):
        file = _read(path)
        if path.stem == "slips":
            slips |= _parsed(Slips, file).conversions
            continue
        if path.stem == "page":
            page = _parsed(Page, file)
            continue
        for meaning, voices in _parsed(Bank, file).lines.items():
            if meaning in lines:
                place = f"{path.name}:{file.line(('lines', meaning))}"
                raise BankError(f"{place}: {meaning} stands in another bank too. Put its lines together.")
            lines[meaning] = voices
    if not lines or page is None:
        raise BankError(f"{folder} holds no bank, or no page.yaml. Restore evals/banks/*.yaml.")
    return Banks(lines, slips, page)


def _read(path: Path) -> YamlFile:
    try:
        return read_yaml(path, path.name)
    except PackError as error:
        raise BankError(str(error)) from error


def _parsed(model: type[_Model], file: YamlFile) -> _Model:
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        fault = error.errors()[0]
        place = f"{file.name}:{file.line(fault['loc'])}"
        raise BankError(f"{place}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}. Correct the bank.") from None
