"""Spans that stay in memory."""

import json
from collections.abc import Sequence
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.tracing import Tracing


class Traces:
    """What was exported, inner spans before outer ones."""

    def __init__(self, *, content: bool = False) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracing = Tracing(provider.get_tracer("test"), content)

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        return self._exporter.get_finished_spans()

    def attributes(self, name: str) -> dict[str, Any]:
        (found,) = (dict(span.attributes or {}) for span in self.spans if span.name == name)
        return found

    def shown(self) -> str:
        return json.dumps([json.loads(span.to_json()) for span in self.spans], ensure_ascii=False)
