"""Who works in the demo world."""

from typing import Final

from domain.staff import Role
from services.demo.rows import Chance, Rows, person_name
from services.demo.words import Words
from store.models import Staff

ON_CALL: Final[tuple[Role, ...]] = ("manager", "senior")
"""Roles that are paged, the first of them first."""


def write_staff(rows: Rows, words: Words, chance: Chance) -> list[str]:
    """Writes the staff.

    Nobody can come in as one of them until they are given a token (`zenbu staff token ID`): what is stored in its
    place is the digest of nothing.

    Returns:
        The ids of those who look after companies.
    """
    order = 0
    for role, count in words.staff.items():
        for number in range(1, count + 1):
            order += role in ON_CALL
            id = f"demo-{role}-{number}"
            rows.add(
                Staff,
                id=id,
                name=person_name(chance, words),
                role=role,
                email=f"{id}@example.com",
                phone=None,
                token_hash=f"none:{id}",
                active=True,
                on_call_order=order if role in ON_CALL else None,
                created_at=chance.now,
            )
    return [row["id"] for row in rows.of(Staff) if row["role"] == "csm"]
