"""How a tool is declared: its name, what it is for, whether it writes, who may call it and with what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, field_validator

from domain.staff import MAY, Permission, Role
from domain.text import clean

Access = Literal["read", "write"]
Audience = Literal["customer", "staff", "qa"]

Json = dict[str, Any]
"""A tool's result: plain JSON values."""

AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)
EVERYBODY: Final[frozenset[Audience]] = frozenset(AUDIENCES)
CUSTOMERS: Final[frozenset[Audience]] = frozenset({"customer"})
STAFF: Final[frozenset[Audience]] = frozenset({"staff"})
REVIEWERS: Final[frozenset[Audience]] = frozenset({"staff", "qa"})

LONGEST: Final = 2_000
"""Characters in one text argument: as much as a customer may write at once."""


class Arguments(BaseModel):
    """What a tool is called with. An argument it does not declare is refused, whatever it is called."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=LONGEST)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        return clean(value) if isinstance(value, str) else value


class NoArguments(Arguments):
    """The tool needs nothing: whom it is about follows from who calls."""


@dataclass(frozen=True)
class Tool:
    """One tool.

    Attributes:
        name: A verb and what it is about.
        description: For a model: what comes back, and when to call it.
        access: Whether it reads or writes.
        audience: Who may call it.
        arguments: What it is called with.
        run: Does it: gets the call and the arguments, returns JSON (a customer's writing tool: `Written`).
        permission: What a member's role must permit.
    """

    name: str
    description: str
    access: Access
    audience: frozenset[Audience]
    arguments: type[Arguments]
    run: Callable[..., Any]
    permission: Permission = "read"

    def serves(self, role: Role) -> bool:
        """Whether members of this role may call it."""
        return audience_of(role) in self.audience and self.permission in MAY[role]


def audience_of(role: Role) -> Audience:
    """Which kind of caller a member is: QA reviews, everybody else serves."""
    return "qa" if role == "qa" else "staff"
