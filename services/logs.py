"""Logs: JSON lines in production, readable lines in development, and no personal data in either."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog
from structlog.typing import Processor

from domain.masking import redact
from services.tracebacks import format_without_words

_PLAIN: Final = frozenset({"timestamp", "level", "logger", "event_id"})
_PRIVATE: Final = frozenset(
    {"text", "message", "name", "address", "phone", "email", "contact", "comment", "token", "authorization", "password"}
)


def mask_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: what may name somebody is left out, what is found in other texts is masked."""
    return {key: value if key in _PLAIN else _masked(key, value) for key, value in event.items()}


def _masked(key: str, value: Any) -> Any:
    if key.lower() in _PRIVATE:
        return "[…]"
    match value:
        case str():
            return redact(value)
        case Mapping():
            return {str(inner): _masked(str(inner), entry) for inner, entry in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked(key, entry) for entry in value]
        case int() | float() | None:
            return value
        case _:
            return redact(str(value))


def _drop_coloured_copy(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event.pop("color_message", None)  # uvicorn says everything twice
    return event


def configure_logs(development: bool, level: int = logging.INFO) -> None:
    """Sends structlog and the standard library's logs (uvicorn, SQLAlchemy) the same masked way to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if development
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _drop_coloured_copy,
                # Before masking: an exception's text may quote anything.
                structlog.processors.ExceptionRenderer(format_without_words),
                mask_personal_data,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, which may hold a secret
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
