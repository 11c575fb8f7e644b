"""What a customer may be offered when something went wrong: how much, in what form, and on whose authority.

How much, in yen: `floor(ceiling(severity) · min(1, share(LTV) + again · escalations − before · recoveries)) − given`,
with the factor in brackets never below `least`. The factor is at most 1, so no offer exceeds what severity justifies.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import floor
from typing import Final, Literal, get_args

from domain.staff import Role
from domain.success.conditions import FigureCondition, all_hold
from domain.success.customer_360 import Customer360

Severity = Literal["slight", "moderate", "serious", "grave"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""From the least to the gravest."""

Level = Literal["staff", "senior", "manager"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""From the lowest authority to the highest."""


@dataclass(frozen=True)
class Authority:
    """What one member of a level may give, in yen: for one case, and in one calendar month."""

    case: int
    month: int


@dataclass(frozen=True)
class Cause:
    """Something that goes wrong, and how bad that is."""

    name: str
    severity: Severity


@dataclass(frozen=True)
class Kind:
    """One form of an offer.

    Attributes:
        name: In the staff's words.
        amounts: What it may be worth in yen, rising.
        when: Whom it can be offered to; all must hold.
        liked_when: Who is likely to welcome it; all must hold, and none at all say nothing.
    """

    name: str
    amounts: tuple[int, ...]
    when: tuple[FigureCondition, ...] = ()
    liked_when: tuple[FigureCondition, ...] = ()


@dataclass(frozen=True)
class RecoveryTerms:
    """By what offers are weighed (pack data).

    Attributes:
        ceilings: Most that each severity justifies, in yen, rising.
        causes: What goes wrong, by id.
        kinds: Forms of an offer, by id.
        levels: Which level a role has; a role without one gives nothing.
        authority: What each level may give.
        shares: Shares of the ceiling by LTV in yen from which they hold, both rising; the first holds from 0.
        unknown_share: The share where LTV cannot be told.
        again: Added for every escalation of the last 90 days.
        before: Taken off for every recovery the customer had within `days`.
        least: The factor is never below this.
        liked: By how much more a welcome form weighs than another of the same amount; at least 1.
        days: How far back recoveries count.
    """

    ceilings: Mapping[Severity, int]
    causes: Mapping[str, Cause]
    kinds: Mapping[str, Kind]
    levels: Mapping[Role, Level]
    authority: Mapping[Level, Authority]
    shares: tuple[tuple[int, float], ...]
    unknown_share: float
    again: float
    before: float
    least: float
    liked: float
    days: int


@dataclass(frozen=True)
class Offer:
    """One form of an offer at one amount.

    Attributes:
        kind: Its id.
        name: In the staff's words.
        amount: In yen.
        liked: Whether the customer is likely to welcome it.
        needs: The lowest level whose limit for a case covers it; None where nobody's does.
    """

    kind: str
    name: str
    amount: int
    liked: bool
    needs: Level | None


@dataclass(frozen=True)
class Grounds:
    """From what an allowance was computed.

    Attributes:
        cause: What went wrong, in the staff's words.
        severity: How bad it is.
        ceiling: Most that justifies, in yen.
        ltv: The customer's lifetime value in yen; None where it cannot be told.
        share: The share of the ceiling it stands for.
        escalations: Escalations of the last 90 days.
        recoveries: Recoveries the customer had lately.
        factor: The part of the ceiling that is allowed, 0–1.
        given: Already given in this case, in yen.
    """

    cause: str
    severity: Severity
    ceiling: int
    ltv: int | None
    share: float
    escalations: int
    recoveries: int
    factor: float
    given: int


@dataclass(frozen=True)
class Recovery:
    """What may be offered: at most `allowance` yen, the form that weighs most first, and why."""

    allowance: int
    offers: tuple[Offer, ...]
    grounds: Grounds


@dataclass(frozen=True)
class Past:
    """What the customer was given before: recoveries of late, and yen in this very case."""

    recoveries: int = 0
    given: int = 0


NOTHING: Final = Past()


def weigh(
    view: Customer360,
    cause: Cause,
    terms: RecoveryTerms,
    past: Past = NOTHING,
    likes: Collection[str] = (),
) -> Recovery:
    """What a customer may be offered for something that went wrong.

    The allowance and every form's amount never fall as severity or LTV rises.

    Args:
        view: The customer.
        cause: What went wrong.
        terms: The pack's figures.
        past: What was given before.
        likes: Kinds somebody knows the customer to welcome.
    """
    ceiling, share = terms.ceilings[cause.severity], share_of(view.money.ltv, terms)
    escalations = view.support.escalations_90d
    raised = share + terms.again * escalations - terms.before * past.recoveries
    factor = min(1.0, max(terms.least, raised))
    # Rounded before it is floored: 0.6 + 0.1 + 0.1 must not fall a yen short of 0.8.
    allowance = max(0, floor(round(ceiling * factor, 6)) - past.given)
    grounds = Grounds(
        cause.name, cause.severity, ceiling, view.money.ltv, share, escalations, past.recoveries, factor, past.given
    )
    offers = []
    for kind_id, kind in terms.kinds.items():
        amounts = [amount for amount in kind.amounts if amount <= allowance]
        if amounts and all_hold(kind.when, view):
            liked = kind_id in likes or bool(kind.liked_when) and all_hold(kind.liked_when, view)
            needs = level_for(amounts[-1] + past.given, terms)
            offers.append(Offer(kind_id, kind.name, amounts[-1], liked, needs))
    offers.sort(key=lambda offer: (-offer.amount * (terms.liked if offer.liked else 1), not offer.liked))
    return Recovery(allowance, tuple(offers), grounds)


def share_of(ltv: int | None, terms: RecoveryTerms) -> float:
    """The share of a ceiling a customer's lifetime value stands for."""
    if ltv is None:
        return terms.unknown_share
    return max(share for bound, share in terms.shares if bound <= max(ltv, 0))


def level_for(case: int, terms: RecoveryTerms) -> Level | None:
    """The lowest level that may give so much in one case, in yen; None where nobody may."""
    return next((level for level in LEVELS if case <= terms.authority[level].case), None)


def next_above(level: Level) -> Level | None:
    """The level that approves what one level may not give; None above the highest."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def covers(level: Level, needed: Level) -> bool:
    """Whether a level has at least the authority of another."""
    return LEVELS.index(level) >= LEVELS.index(needed)
