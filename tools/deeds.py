"""What a proposal would do, as it is kept until the customer says yes."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, assert_never

from domain.effects import BookVisit, CancelVisit, MoveVisit, NewPrice
from tools.declaration import Json

Deed = BookVisit | MoveVisit | CancelVisit

KINDS: Final[dict[type[Any], str]] = {BookVisit: "book", MoveVisit: "move", CancelVisit: "cancel"}


def as_json(deed: Deed) -> Json:
    """A deed as plain JSON values."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(deed).items()
    }


def from_json(kind: str, kept: Json) -> Deed:
    """The deed `as_json` gave.

    Raises:
        ValueError: There is no such kind.
    """
    match kind:
        case "book":
            return BookVisit(**_timed(kept) | {"addons": tuple(kept["addons"])})
        case "move":
            price = kept["price"]
            new = NewPrice(tuple(price["addons"]), price["amount"]) if price else None
            return MoveVisit(**_timed(kept) | {"price": new})
        case "cancel":
            return CancelVisit(**kept)
        case _:
            raise ValueError(f"a proposal of kind {kind!r}; this program knows {', '.join(KINDS.values())}")


def say_deed(deed: Deed) -> Json:
    """A deed as the model is told of it."""
    match deed:
        case BookVisit():
            return {"status": "booked", "booking_id": deed.booking_id, "start": deed.start.isoformat()}
        case MoveVisit():
            return {
                "status": "rescheduled",
                "booking_id": deed.booking_id,
                "start": deed.start.isoformat(),
                "fee": deed.fee,
            }
        case CancelVisit():
            return {"status": "cancelled", "booking_id": deed.booking_id, "fee": deed.fee}
        case _:
            assert_never(deed)


def _timed(kept: Json) -> Json:
    return {**kept, "start": datetime.fromisoformat(kept["start"]), "end": datetime.fromisoformat(kept["end"])}
