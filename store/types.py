"""Column types that mean the same on SQLite and PostgreSQL."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from domain.clock import TOKYO

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class Json(TypeDecorator[Any]):
    """A JSON document, on PostgreSQL as JSONB; None is SQL NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of one database. That of PostgreSQL is costly to import, and most never need it."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Parts of a document compare as the document's own type says."""
        return self.impl_instance.coerce_compared_value(op, value)


class NaiveTime(ValueError):
    """A time without a zone was about to be stored: nobody could say later when that was."""


class TokyoTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, returned aware in Asia/Tokyo."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turns an aware time into the database's UTC.

        Raises:
            NaiveTime: The time has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTime(f"{value.isoformat()} has no time zone. Give it one: domain.clock.in_tokyo(moment).")
        moment = value.astimezone(UTC)
        # SQLite keeps text without a zone; one zone for all rows keeps comparing them right.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Returns the stored moment in Asia/Tokyo."""
        if value is None:
            return None
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).astimezone(TOKYO)


def dump_json(value: Any) -> str:
    """A document as both databases can keep it: without half characters and NUL, which PostgreSQL refuses.

    Raises:
        ValueError: It holds NaN or an infinity, which JSON has no word for.
    """
    text = _SURROGATE.sub("", json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
    return _ESCAPED_NUL.sub(r"\1", text) if "\\u0000" in text else text
