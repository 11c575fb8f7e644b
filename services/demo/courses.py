"""How satisfied a company is from month to month, and how likely it is to leave: what nobody outside the demo can see.

Satisfaction drives what the records show (use, logins, surveys, complaints, tone), and with other things the odds of
leaving. The records only hint at it, so no model can reach the probabilities kept here: they are the oracle.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

import numpy as np

from domain.success.platt import sigmoid
from domain.success.quarters import QUARTER, month_end, months_later

MONTHS: Final = 36
"""Three years."""

Kind = Literal["plain", "merger", "grumbler", "seasonal", "late_payer", "crisis"]

Fate = Literal["drawn", "stays", "merged"]
"""What becomes of a company: left to chance, or certain: it never leaves, or is merged away in the last quarter."""

KINDS: Final[tuple[Kind, ...]] = ("merger", "grumbler", "seasonal", "late_payer", "crisis")
"""The surprises, each certain to be met once: a happy one that is merged away, a grumbler who stays, one with a
season, a late payer who is loyal, and one that was content until a few months ago and now may leave any day."""

_SHARES: Final[dict[Kind, float]] = {
    "plain": 0.72,
    "grumbler": 0.03,
    "seasonal": 0.07,
    "late_payer": 0.03,
    "crisis": 0.15,
}

# The odds of leaving within a quarter. Chosen so that about a fifth leave in a year, and that knowing the probability
# itself would rank leavers with an AUC between .80 and .90.
_BASE: Final = -4.75
_PER_SATISFACTION: Final = -1.5
_PER_PRICE: Final = 0.25
_RENEWAL: Final = 1.5
_PER_LATENESS: Final = 0.25
_MERGER: Final = 0.004
"""A quarter: nothing in the records tells of it."""

_DEVIATION: Final = 0.5
"""How far a company's mood strays from its own mean."""

_MEMORY: Final = 0.95
"""How much of a month's mood is left in the next."""

_CRISIS_MONTHS: Final = 5
"""How long a crisis lasts. Most companies that meet one meet it long before the end: it can be learned from."""

_CRISIS_MOOD: Final = -2.9

_INCIDENT: Final = 0.02
"""A month: a visit that failed, a report that was wrong."""


@dataclass(frozen=True)
class Character:
    """What a company is like; all but `loyalty` in standard deviations."""

    kind: Kind
    satisfaction: float
    price: float
    lateness: float
    grumbles: float
    season: float
    loyalty: float
    """Added to the log-odds of staying."""

    crisis: int | None = None
    """The month in which everything goes wrong."""


@dataclass(frozen=True)
class Quarter:
    """A quarter at whose beginning a company had a contract: how likely it was to leave in it, and whether it did."""

    begins: datetime
    probability: float
    left: bool


@dataclass(frozen=True)
class Course:
    """What happened to a company in three years.

    Attributes:
        joined: The first day of its first contract.
        left: The last day of its last one; None while it is a customer.
        satisfaction: At the beginning of each of the 36 months and at the end of the last one; mean 0, deviation 1.
        quarters: Those in which it had a contract, the one that begins at the end among them (`left` False: unknown).
    """

    character: Character
    joined: date
    left: date | None
    term_months: int
    satisfaction: np.ndarray
    quarters: tuple[Quarter, ...]


def character_of(random: np.random.Generator, kind: Kind | None = None) -> Character:
    """Draws what a company is like.

    Args:
        random: Where chance comes from.
        kind: A surprise that is wanted; drawn where None.
    """
    drawn = kind or random.choice(list(_SHARES), p=list(_SHARES.values()))
    satisfaction, price, lateness, grumbles = random.normal(0, 1, 4)
    season, loyalty, crisis = 0.0, 0.0, None
    match drawn:
        case "merger":
            satisfaction = abs(satisfaction) + 0.8
        case "grumbler":
            satisfaction, grumbles, loyalty = -0.5, 2.4 + abs(grumbles), 1.2
        case "seasonal":
            season, loyalty = 1.0, 0.3
        case "late_payer":
            lateness, loyalty = 2.0 + abs(lateness), 1.0
        case "crisis":
            satisfaction, lateness = 0.3, 1.0
            crisis = MONTHS + 1 - _CRISIS_MONTHS if kind else int(random.integers(_CRISIS_MONTHS, MONTHS))
    return Character(drawn, satisfaction, price, lateness, grumbles, season, loyalty, crisis)


def course_of(
    character: Character,
    joined: date,
    term_months: int,
    now: datetime,
    random: np.random.Generator,
    fate: Fate = "drawn",
) -> Course:
    """Lives three years up to now.

    Args:
        character: What the company is like.
        joined: When its first contract began.
        term_months: How long a contract runs before it is renewed.
        now: The end of the three years.
        random: Where chance comes from.
        fate: What becomes of it, where that is not left to chance.
    """
    satisfaction = _moods(character, random)
    quarters: list[Quarter] = []
    left: date | None = None
    for month in range(0, MONTHS + 1, QUARTER):
        begins = months_later(now, month - MONTHS)
        if begins.date() < joined:
            continue
        ends = months_later(now, month - MONTHS + QUARTER).date()
        renewal = renewal_after(begins.date(), joined, term_months)
        probability = _probability(character, _lately(satisfaction, month), renewal < ends)
        leaves = month < MONTHS and bool(random.random() < probability)
        if fate != "drawn":
            leaves = fate == "merged" and month == MONTHS - QUARTER
        quarters.append(Quarter(begins, probability, leaves))
        if leaves:
            left = _last_day(begins.date(), ends, renewal, random)
            break
    return Course(character, joined, left, term_months, satisfaction, tuple(quarters))


def renewal_after(day: date, joined: date, term_months: int) -> date:
    """The last day of the term a day lies in."""
    months = (day.year - joined.year) * 12 + day.month - joined.month
    first = months_later(joined, (months // term_months + 1) * term_months)
    return first - timedelta(days=1)


def _moods(character: Character, random: np.random.Generator) -> np.ndarray:
    noise = random.normal(0, _DEVIATION * np.sqrt(1 - _MEMORY**2), MONTHS + 1)
    incidents = random.random(MONTHS + 1) < _INCIDENT
    mean, moods = 0.78 * character.satisfaction, np.zeros(MONTHS + 1)
    mood = mean + _DEVIATION * random.normal()
    for month in range(MONTHS + 1):
        mood = mean + _MEMORY * (mood - mean) + noise[month] - 1.6 * incidents[month]
        moods[month] = mood
    if character.crisis is not None:
        bad = slice(character.crisis, character.crisis + _CRISIS_MONTHS)
        moods[bad] = _CRISIS_MOOD - 0.2 * np.abs(moods[bad])
    return moods


def _lately(satisfaction: np.ndarray, month: int) -> float:
    """People go by what the last quarter was like, not by the last day."""
    return float(satisfaction[max(0, month - QUARTER + 1) : month + 1].mean())


def _probability(character: Character, satisfaction: float, renews: bool) -> float:
    log_odds = (
        _BASE
        + _PER_SATISFACTION * satisfaction
        + _PER_PRICE * character.price
        + _PER_LATENESS * character.lateness
        + _RENEWAL * renews
        - character.loyalty
    )
    reasoned = float(sigmoid(np.array(log_odds)))
    return 1 - (1 - reasoned) * (1 - _MERGER)


def _last_day(begins: date, ends: date, renewal: date, random: np.random.Generator) -> date:
    """The term's end where it lies in the quarter, else the end of one of its months; on the last day it still runs."""
    if begins <= renewal < ends:
        return renewal
    months = [month_end(months_later(begins, n)) for n in range(QUARTER + 1)]
    within = [day for day in months if begins <= day < ends]
    return within[int(random.integers(len(within)))]
