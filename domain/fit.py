"""Whom a handover suits best."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from domain.hours import BusinessHours
from domain.labels import Priority, Trigger
from domain.shifts import is_there
from domain.staff import Member

Reason = Literal["language", "skill", "account", "area", "free"]
"""Why a handover suits somebody: they write the customer's language, know such cases, look after such customers, know
the place, serve nobody else."""

Hindrance = Literal["role", "senior", "away", "full", "language"]
"""Why it does not: the role serves nobody, it is for senior staff, they are not there, they have as many as they can
serve, they do not write the customer's language."""

HOUSE_LANGUAGE: Final = "ja"
"""Everybody's."""

BUSINESS: Final = "b2b"


@dataclass(frozen=True)
class Case:
    """What of a handover tells whom it suits.

    Attributes:
        trigger: Why a person is due.
        priority: How urgent it is.
        serious: It is for senior staff.
        overdue: Nobody came in time: now it is for whoever is there.
        area: The customer's prefecture.
        language: What the customer writes in.
        kind: Of customer: b2b, b2c.
        category: What it is about.
    """

    trigger: Trigger
    priority: Priority
    serious: bool
    overdue: bool
    area: str | None = None
    language: str | None = None
    kind: str | None = None
    category: str | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether it is not in everybody's language."""
        return self.language not in (None, HOUSE_LANGUAGE)


@dataclass(frozen=True)
class Fit:
    """How well a handover suits a member.

    Attributes:
        reasons: What speaks for it.
        hindrances: What speaks against it.
        load: How many customers they serve now.
    """

    reasons: tuple[Reason, ...]
    hindrances: tuple[Hindrance, ...]
    load: int

    @property
    def may_claim(self) -> bool:
        """Whether the role permits it; whatever else hinders is theirs to judge."""
        return not {"role", "senior"} & set(self.hindrances)

    @property
    def suits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.hindrances

    @property
    def rank(self) -> tuple[int, bool, bool, bool, bool, int]:
        """The lower the better: hindrances, then skill, account, language, area, then who serves the fewest."""
        lacks = ("skill" not in self.reasons, "account" not in self.reasons)
        return (len(self.hindrances), *lacks, "language" not in self.reasons, "area" not in self.reasons, self.load)


def fit_of(member: Member, case: Case, load: int, now: datetime, house: BusinessHours) -> Fit:
    """How well a handover suits a member.

    Args:
        member: Who.
        case: The handover.
        load: How many customers they serve now.
        now: The business's time.
        house: When people are there who have no hours of their own.
    """
    paged = case.priority == "urgent" and member.on_call_order is not None
    serious = case.serious and not (case.overdue or paged or member.may("serve_serious"))
    foreign = case.is_foreign and case.language not in member.languages
    hindrances: Mapping[Hindrance, bool] = {
        "role": not member.may("serve"),
        "senior": member.may("serve") and serious,
        "away": not (paged or is_there(member.hours, house, now)),
        "full": member.capacity is not None and load >= member.capacity,
        "language": foreign,
    }
    reasons: Mapping[Reason, bool] = {
        "language": case.is_foreign and not foreign,
        "skill": bool(member.skills & {case.trigger, case.category, case.kind}),
        "account": (member.role == "csm") == (case.kind == BUSINESS) and case.kind is not None,
        "area": case.area is not None and case.area in member.areas,
        "free": load == 0,
    }
    return Fit(
        tuple(name for name, holds in reasons.items() if holds), tuple(n for n, h in hindrances.items() if h), load
    )


def best(fits: Iterable[tuple[Member, Fit]]) -> tuple[Member, Fit] | None:
    """Whom it suits best of those nothing speaks against; of equals the first by id. None where it suits nobody."""
    suited = [(member, fit) for member, fit in fits if fit.suits]
    return min(suited, key=lambda pair: (*pair[1].rank, pair[0].member_id), default=None)
