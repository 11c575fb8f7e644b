"""The demo world: companies, residents and staff, three years up to now. The same seed makes the same world."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from domain.clock import in_tokyo
from domain.records import Technician
from knowledge.pack.schema import Pack
from services.demo.calendar import Calendar
from services.demo.catalogue import demo_catalogue
from services.demo.companies import found_company, write_company
from services.demo.company_events import write_company_events
from services.demo.company_invoices import write_invoices
from services.demo.courses import KINDS, Kind, Quarter
from services.demo.office import write_staff
from services.demo.residents import write_resident
from services.demo.rows import Chance, Rows
from services.demo.words import Words, load_words

B2B: Final = 200
B2C: Final = 3000

_OFFICE, _NAMES, _COMPANY, _RESIDENT = range(4)
"""Each has a chance of its own, so that a larger world begins with the same people."""


@dataclass(frozen=True)
class WorldSize:
    """How large a world is, and how finely it is noted.

    Attributes:
        b2b: Companies, those that left among them.
        b2c: Residents.
        batch: Measurements, and logins, of a company noted as one event; 1 is one each.
    """

    b2b: int = B2B
    b2c: int = B2C
    batch: int = 1


@dataclass(frozen=True)
class World:
    """A world as rows, and what nobody in it knows.

    Attributes:
        rows: What is stored.
        quarters: Of each company, how likely it was to leave in each quarter: the oracle. It is never stored.
            The surprises are not in it: what becomes of them is certain.
        surprises: The company of each kind of surprise.
    """

    rows: Rows
    quarters: dict[str, tuple[Quarter, ...]]
    surprises: dict[Kind, str]

    def oracle(self, begins: datetime) -> dict[str, float]:
        """True probabilities of leaving within the quarter that begins at a moment, by company."""
        return {
            who: quarter.probability
            for who, course in self.quarters.items()
            for quarter in course
            if quarter.begins == begins
        }


def make_world(
    pack: Pack,
    technicians: Sequence[Technician],
    now: datetime,
    seed: int,
    size: WorldSize,
    advance: Callable[[], None] = lambda: None,
) -> World:
    """Makes a world.

    Args:
        pack: What is sold, and where.
        technicians: Who visits.
        now: The end of its three years.
        seed: The same seed (with the same pack, moment and size) makes the same world.
        size: How large.
        advance: Is called after each customer.

    Raises:
        DemoRefused: The pack does not sell what the world needs.
    """
    now, words = in_tokyo(now).replace(microsecond=0), load_words()
    catalogue, rows = demo_catalogue(pack, words), Rows()
    calendar = Calendar(technicians)
    managers = write_staff(rows, words, _chance(seed, _OFFICE, 0, now))
    names, surprises, quarters = _names(words, seed, size.b2b, now), {}, {}
    for number in range(1, size.b2b + 1):
        kind = KINDS[number - 1] if number <= len(KINDS) else None
        chance = _chance(seed, _COMPANY, number, now)
        company = found_company(number, kind, catalogue, chance)
        manager = managers[number % len(managers)]
        signed = write_company(company, names[number - 1], manager, rows, words, catalogue, chance)
        write_company_events(company, rows, words, chance, size.batch)
        write_invoices(company, signed, rows, catalogue, chance)
        if kind is None:
            quarters[company.id] = company.course.quarters
        else:
            surprises[kind] = company.id
        advance()
    for number in range(1, size.b2c + 1):
        write_resident(number, rows, words, catalogue, calendar, _chance(seed, _RESIDENT, number, now))
        advance()
    return World(rows, quarters, surprises)


def _chance(seed: int, part: int, number: int, now: datetime) -> Chance:
    return Chance(np.random.default_rng([seed, part, number]), now)


def _names(words: Words, seed: int, count: int, now: datetime) -> list[str]:
    """Names of companies; none twice until all are given."""
    all_names = [form.format(stem=stem) for stem in words.company_stems for form in words.company_forms]
    order = _chance(seed, _NAMES, 0, now).random.permutation(len(all_names))
    return [
        all_names[order[n % len(all_names)]]
        if n < len(all_names)
        else words.branch.format(name=all_names[order[n % len(all_names)]], number=n // len(all_names) + 1)
        for n in range(count)
    ]
