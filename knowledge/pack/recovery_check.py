"""What the schema of recovery offers cannot say."""

from collections.abc import Iterator

from knowledge.pack.schema import Pack
from knowledge.pack.texts import Found


def recovery_faults(pack: Pack) -> Iterator[Found]:
    """Plans and addons that are not in the catalogue, and upgrades that lead to no dearer plan."""
    if pack.recovery is None:
        return
    for name, kind in pack.recovery.kinds.items():
        for field, wanted, known in (
            ("plan", (kind.plan,) if kind.plan else (), pack.plans),
            ("addon", (kind.addon,) if kind.addon else (), pack.addons),
            ("upgrade", kind.upgrade or (), pack.plans),
        ):
            at = ("recovery", "kinds", name, field)
            for item in wanted:
                if item not in known:
                    yield at, f"{name}: there is no {item!r}", f"use one of: {', '.join(known)}"
        if kind.upgrade and set(kind.upgrade) <= set(pack.plans):
            lower, higher = (pack.plans[plan].price for plan in kind.upgrade)
            if higher <= lower:
                at = ("recovery", "kinds", name, "upgrade")
                yield (
                    at,
                    f"{name}: {kind.upgrade[1]} is not dearer than {kind.upgrade[0]}",
                    "name the cheaper one first",
                )
