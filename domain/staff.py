"""Who works here, and what each role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from domain.mending import Mendable
from domain.shifts import Shifts

Role = Literal["cs", "senior", "csm", "manager", "qa", "admin"]
Permission = Literal[
    "read",
    "serve",
    "serve_serious",
    "override",
    "switch",
    "audit",
    "members",
    "review",
    "edit_faq",
    "publish_faq",
]
"""What a member may do: read tickets; serve customers, or serious cases too; act in another's ticket; turn the bot off
for a channel; read who did and looked at what; manage members; judge what was answered; draft answers, or approve and
publish them."""

Outcome = Literal["solved", "refund", "cancelled", "unreachable", "other"]
"""How a handover ended. One that was handed back to the bot ended as `returned`."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
RETURNED: Final = "returned"
WITHDRAWN: Final = "withdrawn"
"""How it ended where the customer needed nobody any more."""


MAY: Final[Mapping[Role, frozenset[Permission]]] = {
    "cs": frozenset({"read", "serve"}),
    "csm": frozenset({"read", "serve", "edit_faq"}),
    "senior": frozenset({"read", "serve", "serve_serious", "edit_faq"}),
    "manager": frozenset(get_args(Permission)) - {"members"},
    "admin": frozenset(get_args(Permission)),
    "qa": frozenset({"read", "review", "edit_faq"}),
}


class NotAllowed(Mendable, PermissionError):
    """A member's role does not permit what they want to do."""


@dataclass(frozen=True)
class Duty:
    """Whether anybody is there to keep a promise: to serve customers in business hours, to be paged at any hour."""

    serving: bool = True
    on_call: bool = True


@dataclass(frozen=True)
class Member:
    """Somebody of the staff.

    Attributes:
        member_id: Their id.
        name: As customers read it.
        role: What they may do.
        email: Where pages and handovers are sent.
        phone: Where they are reached besides.
        active: Whether they work here; whoever does not, opens nothing.
        on_call_order: When they are paged: the lowest first; None is never.
        slack_id: Who they are in Slack.
        skills: Triggers, categories and kinds of customer (`b2b`) they know best.
        areas: Prefectures they know.
        languages: What they write besides the house's own language.
        hours: When they are there; None is the house's own hours.
        capacity: How many customers they serve at once; None is any number.
    """

    member_id: str
    name: str
    role: Role
    email: str
    phone: str | None = None
    active: bool = True
    on_call_order: int | None = None
    slack_id: str | None = None
    skills: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hours: Shifts | None = None
    capacity: int | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role permits it."""
        return permission in MAY[self.role]

    def require(self, permission: Permission) -> None:
        """Makes sure that the role permits it.

        Raises:
            NotAllowed: It does not.
        """
        if not self.may(permission):
            able = ", ".join(role for role in ROLES if permission in MAY[role])
            raise NotAllowed(f"The role {self.role} does not permit this ({permission}). Ask one of: {able}.")
