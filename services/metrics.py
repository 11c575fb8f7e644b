"""What a process counts about itself. No label ever holds anything a customer wrote or is."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from domain.effects import OpenHandover
from domain.turn import TurnOutcome


class Metrics:
    """The counters of one application, in a registry of its own: two applications in a process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a series more for each, and nobody reads them
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Counter(
            "zenbu_http_requests",
            "Requests answered, by method, route template and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "zenbu_http_request_seconds",
            "Time to the first byte of an answer, by method and route template.",
            ("method", "route"),
            registry=self.registry,
        )
        self.turn_seconds = Histogram(
            "zenbu_turn_seconds",
            "Time to compute a turn, without waiting and storing.",
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
            registry=self.registry,
        )
        self.turns = Counter(
            "zenbu_turns", "Turns stored, by route and type.", ("route", "type"), registry=self.registry
        )
        self.handovers = Counter(
            "zenbu_handovers",
            "Handovers opened by a turn, by trigger and priority.",
            ("trigger", "priority"),
            registry=self.registry,
        )
        self.llm_calls = Counter(
            "zenbu_llm_calls", "Calls of the language model, by purpose.", ("purpose",), registry=self.registry
        )
        self.llm_faults = Counter(
            "zenbu_llm_faults",
            "Answers of the language model that could not be used, or were not asked for, by kind.",
            ("kind",),
            registry=self.registry,
        )
        self.llm_tokens = Counter(
            "zenbu_llm_tokens",
            "Tokens of the language model, read, cached or written.",
            ("kind",),
            registry=self.registry,
        )
        self.llm_yen = Counter("zenbu_llm_yen", "What the language model cost, in yen.", registry=self.registry)
        self.llm_seconds = Histogram(
            "zenbu_llm_seconds",
            "Time a turn waited for the language model.",
            buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 8, 12, 20),
            registry=self.registry,
        )
        self.llm_dropped = Counter(
            "zenbu_llm_dropped_sentences",
            "Sentences of the language model that did not go out, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self.llm_replies = Counter(
            "zenbu_llm_replies",
            "Replies the language model was asked to word, by what went out: its words, the templates', or both.",
            ("outcome",),
            registry=self.registry,
        )
        self.event_streams = Gauge("zenbu_event_streams", "Event streams open.", registry=self.registry)
        self.messages_waiting = Gauge(
            "zenbu_messages_waiting",
            "Customers' messages without a reply, in the whole database.",
            registry=self.registry,
        )
        self.outbox = Gauge(
            "zenbu_outbox",
            "Outbox events due, deliveries waiting and deliveries given up, in the whole database.",
            ("state",),
            registry=self.registry,
        )
        self.task_failures = Gauge(
            "zenbu_task_failures",
            "Failures of background tasks since the start.",
            ("task",),
            registry=self.registry,
        )
        self.tickets_unclosed = Gauge(
            "zenbu_tickets_unclosed",
            "Handovers not closed, by status, in the whole database.",
            ("status",),
            registry=self.registry,
        )

    def turn_stored(self, reply: Mapping[str, Any], outcome: TurnOutcome, milliseconds: float) -> None:
        """Counts a turn that was stored.

        Args:
            reply: What was said: the chat API's Reply.
            outcome: What had been computed.
            milliseconds: How long that took.
        """
        self.turn_seconds.observe(milliseconds / 1000)
        self.turns.labels(reply["route"], reply["type"]).inc()
        if (llm := outcome.record.get("llm")) is not None:
            self._llm_asked(llm)
        if reply["owner"] == "bot" or reply["type"] == "escalation":  # else its effects were not applied
            for effect in outcome.effects:
                if isinstance(effect, OpenHandover):
                    self.handovers.labels(effect.trigger, effect.priority).inc()

    def _llm_asked(self, llm: Mapping[str, Any]) -> None:
        for purpose, count in llm["purposes"].items():
            self.llm_calls.labels(purpose).inc(count)
        for kind, count in llm["faults"].items():
            self.llm_faults.labels(kind).inc(count)
        for kind in ("read", "cached", "written"):
            self.llm_tokens.labels(kind).inc(llm[f"tokens_{kind}"])
        self.llm_yen.inc(llm["yen"])
        if llm["calls"]:
            self.llm_seconds.observe(llm["ms"] / 1000)
        for reason, count in llm.get("dropped", {}).items():
            self.llm_dropped.labels(reason).inc(count)
        if (worded := llm.get("worded")) is not None:
            self.llm_replies.labels(worded).inc()
