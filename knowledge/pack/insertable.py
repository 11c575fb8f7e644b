"""The values of a pack that may be put into a text, as whoever writes one looks for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.pack.references import REFERENCE, UnknownReference, render_reference
from knowledge.pack.schema import Pack
from knowledge.pack.texts import customer_texts

_FIELDS: Final = {
    "plans": ("name", "price", "measurement"),
    "addons": ("name", "price"),
    "business_plans": ("name", "monthly_price", "measurements"),
    "business_options": ("name", "monthly_price"),
    "discounts": ("name", "percent", "amount", "months"),
}
"""Of parts with a name each; facts and computed figures are single values."""


@dataclass(frozen=True)
class Value:
    """A value: its path, as it stands between braces, and what a customer reads there."""

    path: str
    shown: str


def insertable(pack: Pack) -> list[Value]:
    """Every value that texts refer to or may refer to, by path. What may not be published is left out."""
    hidden = {f"claims.{name}" for name, claim in pack.claims.items() if not claim.publishable}
    found: list[Value] = []
    for path in sorted(set(_paths(pack))):
        if any(path.startswith(name) for name in hidden):
            continue
        try:
            found.append(Value(path, render_reference(pack, path)))
        except UnknownReference:
            continue  # a field this part leaves open
    return found


def _paths(pack: Pack) -> Iterator[str]:
    for part, fields in _FIELDS.items():
        for name in getattr(pack, part):
            yield from (f"{part}.{name}.{field}" for field in fields)
    yield from (f"facts.{name}" for name in pack.facts)
    yield from (f"computed.{name}" for name in pack.computed)
    for _, text in customer_texts(pack):
        yield from (match[1] for match in REFERENCE.finditer(text))
