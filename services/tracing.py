"""Spans of a turn for OpenTelemetry, named as its conventions for generative AI say (1.41).

Nothing of OpenTelemetry is loaded, and a span costs next to nothing, where no exporter is set. Which turn a step
belongs to follows from the context it runs in, so no step is handed a tracer. What was said stands in a span only where
content is asked for, and then masked; messages of exceptions never do.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final

from domain.masking import redact, through_texts
from services.settings import Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

Value = str | bool | int | float | Sequence[str] | Sequence[float]
Attributes = Mapping[str, Value | None]

EXPORTERS: Final = "opentelemetry_traces_exporter"
"""The group of entry points under which packages offer exporters."""


class Noted:
    """A span that notes nothing: no exporter is set."""

    def note(self, attributes: Attributes) -> None:
        """Adds attributes; what is None is left out."""

    def content(self, name: str, said: Any) -> None:
        """Adds something that was said, masked: a text, or JSON. Left out where no content is wanted."""

    def failed(self, kind: str) -> None:
        """Marks the step as failed.

        Args:
            kind: Of a closed set; never what an exception says.
        """


@dataclass(frozen=True)
class Tracing:
    """Where spans go. `content`: whether what was said goes with them, masked."""

    tracer: "Tracer"
    content: bool = False


@dataclass(frozen=True)
class _Turn:
    """The turn a step belongs to, and words of it that are personal though nothing in them shows it."""

    tracing: Tracing
    hidden: set[str] = field(default_factory=set)


_TURN: Final[ContextVar[_Turn | None]] = ContextVar("zenbu_traced_turn", default=None)
_NOTHING: Final = nullcontext(Noted())


class _Open(Noted):
    def __init__(self, span: "Span", turn: _Turn) -> None:
        self._span = span
        self._turn = turn
        self.has_failed = False

    def note(self, attributes: Attributes) -> None:
        self._span.set_attributes({name: value for name, value in attributes.items() if value is not None})

    def content(self, name: str, said: Any) -> None:
        if self._turn.tracing.content:
            masked = through_texts(said, lambda text: redact(text, self._turn.hidden))
            text = masked if isinstance(masked, str) else json.dumps(masked, ensure_ascii=False, default=str)
            self._span.set_attribute(name, text)

    def failed(self, kind: str) -> None:
        from opentelemetry.trace import StatusCode

        self.has_failed = True
        self._span.set_attribute("error.type", kind)
        self._span.set_status(StatusCode.ERROR)


def span(name: str, attributes: Attributes | None = None, *, calls_out: bool = False) -> AbstractContextManager[Noted]:
    """A step of the turn that is under way.

    Args:
        name: An operation and what it works on (`execute_tool search_faq`).
        attributes: What is known when it begins.
        calls_out: Whether it waits for another system.
    """
    turn = _TURN.get()
    return _NOTHING if turn is None else _opened(turn, name, attributes or {}, calls_out)


@contextmanager
def traced(tracing: Tracing | None, name: str, attributes: Attributes) -> Iterator[Noted]:
    """A whole turn: steps that run within the block belong to it."""
    if tracing is None:
        yield Noted()
        return
    turn = _Turn(tracing)
    token = _TURN.set(turn)
    try:
        with _opened(turn, name, attributes, calls_out=False) as noted:
            yield noted
    finally:
        _TURN.reset(token)


def hide(words: Iterable[str | None]) -> None:
    """Words that content of this turn's spans must not show, such as the customer's name."""
    turn = _TURN.get()
    if turn is not None:
        turn.hidden.update(filter(None, words))


def build_tracing(settings: Settings) -> Tracing | None:
    """What traces turns as the settings say; None where no exporter is set.

    Where spans are sent is up to the exporter, which reads OpenTelemetry's own variables (`OTEL_EXPORTER_…`).

    Raises:
        SettingsError: No such exporter is installed.
    """
    if settings.traces_exporter is None:
        return None
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = _exporter(settings.traces_exporter)
    # The variables OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    resource = Resource.create({"service.name": "zenbu"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider.get_tracer("zenbu"), settings.traces_content)


@contextmanager
def _opened(turn: _Turn, name: str, attributes: Attributes, calls_out: bool) -> Iterator[Noted]:
    from opentelemetry.trace import SpanKind

    kind = SpanKind.CLIENT if calls_out else SpanKind.INTERNAL
    with turn.tracing.tracer.start_as_current_span(
        name, kind=kind, record_exception=False, set_status_on_exception=False
    ) as opened:
        noted = _Open(opened, turn)
        noted.note(attributes)
        try:
            yield noted
        except BaseException as error:
            if not noted.has_failed:
                noted.failed(type(error).__name__)
            raise


def _exporter(name: str) -> "SpanExporter":
    found = {point.name: point for point in entry_points(group=EXPORTERS)}
    if name not in found:
        raise SettingsError(
            f"ZENBU_TRACES_EXPORTER is {name!r}, which is not installed; there are {', '.join(sorted(found))}. "
            "Set one of them, or install the exporter:\npip install opentelemetry-exporter-otlp"
        )
    exporter: SpanExporter = found[name].load()()
    return exporter
