"""What may be offered to a customer when something went wrong, and on whose authority."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.recovery import LEVELS, SEVERITIES, Level, Severity
from domain.staff import Role
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.success import Share, When, known_figures
from knowledge.pack.units import Days, Yen


class LevelAuthority(Part):
    """What one member of a level may give: for a case, and in a calendar month.."""

    roles: tuple[Role, ...] = Field(min_length=1)
    case: Yen
    month: Yen

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.month < self.case:
            raise ValueError("a month's budget must cover one case")
        return self


class RecoveryCause(Part):
    """Something that goes wrong, and how bad that is."""

    name: Text
    severity: Severity


class RecoveryKind(Part):
    """One form of an offer: worth one of `amounts`, or the catalogue's price of a plan, an addon or an upgrade."""

    name: Text
    amounts: tuple[Annotated[int, Field(gt=0)], ...] = ()
    plan: Identifier | None = None
    addon: Identifier | None = None
    upgrade: tuple[Identifier, Identifier] | None = None
    """From a plan to a dearer one: offered to who has the first."""

    assumed: bool = False
    """Whether the amounts hold until the business says otherwise."""

    when: When = {}
    liked_when: When = {}

    @model_validator(mode="after")
    def _one_worth(self) -> Self:
        if bool(self.amounts) + sum(item is not None for item in (self.plan, self.addon, self.upgrade)) != 1:
            raise ValueError("give exactly one of amounts, plan, addon or upgrade")
        if list(self.amounts) != sorted(set(self.amounts)):
            raise ValueError("amounts must rise")
        known_figures(self.when)
        known_figures(self.liked_when)
        return self


class LtvShare(Part):
    """From which lifetime value on which share of a ceiling is allowed."""

    at_least: Yen
    share: Share


class RecoveryWeights(Part):
    """How a ceiling turns into an allowance (`domain.recovery`)."""

    shares: tuple[LtvShare, ...] = Field(min_length=1)
    unknown_share: Share
    again: Share
    before: Share
    least: Share
    liked: Annotated[float, Field(ge=1)]
    days: Annotated[Days, Field(ge=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        bounds, shares = [step.at_least for step in self.shares], [step.share for step in self.shares]
        if bounds[0] != 0 or bounds != sorted(set(bounds)) or shares != sorted(shares):
            raise ValueError("shares must begin at 0, and rise with LTV")
        return self


class Recovery(Part):
    """Offers after something went wrong.

    Attributes:
        ceilings: Most that each severity justifies.
        authority: What each level may give.
        causes: What goes wrong.
        kinds: Forms of an offer.
        weights: How LTV, history and likes count.
    """

    ceilings: dict[Severity, Yen]
    authority: dict[Level, LevelAuthority]
    causes: dict[Identifier, RecoveryCause] = Field(min_length=1)
    kinds: dict[Identifier, RecoveryKind] = Field(min_length=1)
    weights: RecoveryWeights

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if set(self.ceilings) != set(SEVERITIES) or set(self.authority) != set(LEVELS):
            raise ValueError(f"ceilings needs {', '.join(SEVERITIES)}; authority needs {', '.join(LEVELS)}")
        ceilings = [self.ceilings[severity] for severity in SEVERITIES]
        if ceilings != sorted(ceilings):
            raise ValueError("a graver case must justify as much at least")
        limits = [(self.authority[level].case, self.authority[level].month) for level in LEVELS]
        if any(higher[0] < lower[0] or higher[1] < lower[1] for lower, higher in zip(limits, limits[1:], strict=False)):
            raise ValueError("a higher level must be allowed as much at least")
        roles = [role for level in self.authority.values() for role in level.roles]
        if len(roles) != len(set(roles)):
            raise ValueError("a role has one level")
        return self
