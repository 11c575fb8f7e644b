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
        if reply["owner"] == "bot" or reply["type"] == "escalation":  # else its effects were not applied
            for effect in outcome.effects:
                if isinstance(effect, OpenHandover):
                    self.handovers.labels(effect.trigger, effect.priority).inc()
