"""The catalogue as offers need it: what each thing costs and what may be taken off. Yen, tax included."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PricedItem:
    """A plan or an add-on of single orders."""

    name: str
    price: int


@dataclass(frozen=True)
class Tier:
    """A monthly plan: `measurements` a month are included."""

    name: str
    monthly_price: int
    measurements: int


@dataclass(frozen=True)
class ContractOption:
    """Something a contract can be extended by; `count` of it come with one."""

    name: str
    monthly_price: int
    count: int | None = None


@dataclass(frozen=True)
class Discount:
    """A reduction that may be offered.

    Attributes:
        name: What it is called.
        percent: Off the price, once.
        amount: Or so much off, in yen.
        count: Or so many pieces of what is sold by the block free.
    """

    name: str
    percent: int | None = None
    amount: int | None = None
    count: int | None = None

    def off(self, price: int, block: int | None = None) -> int | None:
        """What it takes off a price, in whole yen; None where it does not go by this price.

        Args:
            price: The price, of a block where it is sold by the block.
            block: Pieces in a block.
        """
        if self.percent is not None:
            return price * self.percent // 100
        if self.amount is not None:
            return min(price, self.amount)
        return price * self.count // block if self.count is not None and block else None


@dataclass(frozen=True)
class PriceList:
    """Everything that can be offered, by id; tiers by what they include."""

    plans: Mapping[str, PricedItem] = field(default_factory=dict)
    addons: Mapping[str, PricedItem] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    options: Mapping[str, ContractOption] = field(default_factory=dict)
    discounts: Mapping[str, Discount] = field(default_factory=dict)

    def tier_above(self, tier: str) -> tuple[str, Tier] | None:
        """The next larger monthly plan with its id; None above the largest, or where there is no such tier."""
        now = self.tiers.get(tier)
        above = [(item, other) for item, other in self.tiers.items() if now and other.measurements > now.measurements]
        return min(above, key=lambda entry: entry[1].measurements, default=None)
