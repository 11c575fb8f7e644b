"""What the schema of the churn model's words cannot say."""

from collections.abc import Iterator
from typing import Final

from knowledge.pack.references import UnknownReference, render
from knowledge.pack.schema import Pack
from knowledge.pack.texts import VARIABLE, Found

VALUES: Final = frozenset({"name", "value", "times"})


def churn_faults(pack: Pack) -> Iterator[Found]:
    """Discounts that are not in the catalogue, and values a sentence about a factor cannot have."""
    if pack.churn is None:
        return
    for name, action in pack.churn.actions.items():
        if action.discount is not None and action.discount not in pack.discounts:
            known = ", ".join(pack.discounts)
            at = ("churn", "actions", name, "discount")
            yield at, f"{name}: there is no discount {action.discount!r}", f"use one of: {known}"
        try:
            render(pack, action.text)
        except UnknownReference as error:
            at = ("churn", "actions", name, "text")
            yield at, str(error), "name an existing figure"
    for field in ("raises", "lowers"):
        named = {match[0][1:-1] for match in VARIABLE.finditer(getattr(pack.churn.factors, field))}
        for unknown in sorted(named - VALUES):
            place = ("churn", "factors", field)
            yield place, f"a factor has no value {unknown!r}", f"use one of: {', '.join(sorted(VALUES))}"
