"""The webhook channel: each event is posted to one address, signed as Standard Webhooks says.

The signature is the base64 of HMAC-SHA256 over `id.timestamp.body`. The id is the event's name, the same at every try.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from domain.clock import Clock
from services.delivery.port import Event, Postponed, Undeliverable
from services.delivery.routing import WEBHOOK
from store.types import dump_json

TIMEOUT: Final = 10.0
"""Seconds to connect, to send, and to wait for an answer, each."""

MOST_PATIENCE: Final = 24 * 60 * 60.0
"""Seconds; who asks for more with Retry-After is asked again before."""

_WORTH_REPEATING: Final = frozenset({408, 429})
_SERVER_FAULTS: Final = 500


@dataclass(frozen=True)
class WebhookChannel:
    """Posts events to a URL.

    Attributes:
        url: Where to.
        key: What calls are signed with.
        wall: The machine's time.
        timeout: Seconds for each step.
    """

    url: str
    key: bytes
    wall: Clock
    timeout: float = TIMEOUT
    name: str = WEBHOOK

    def send(self, event: Event) -> None:
        """Posts one event. Only an answer of 2xx is success; no redirect is followed."""
        body = dump_json(
            {"type": event.topic, "timestamp": event.at.isoformat(), "key": event.key, "data": dict(event.payload)}
        ).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "zenbu"} | signed(
            event.name, int(self.wall.now().timestamp()), body, self.key
        )
        try:
            with (
                httpx.Client(timeout=self.timeout, follow_redirects=False) as client,
                client.stream("POST", self.url, content=body, headers=headers) as response,
            ):
                self._judge(response)  # what else it says is not read
        except httpx.TransportError as error:
            raise Postponed(f"{type(error).__name__}: {error}") from error

    def _judge(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        why = f"HTTP {response.status_code}"
        if response.status_code >= _SERVER_FAULTS or response.status_code in _WORTH_REPEATING:
            raise Postponed(why, wished_pause(response.headers.get("retry-after"), self.wall.now()))
        raise Undeliverable(why)


def signed(name: str, timestamp: int, body: bytes, key: bytes) -> dict[str, str]:
    """The headers by which a receiver knows that a call is ours and fresh.

    Args:
        name: The event's.
        timestamp: Seconds since 1970.
        body: What is posted.
        key: The shared key.
    """
    content = b".".join((name.encode(), str(timestamp).encode(), body))
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {"webhook-id": name, "webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{signature}"}


def wished_pause(header: str | None, now: datetime) -> float | None:
    """Seconds a `Retry-After` asks for, as a number or a date; None where it says nothing readable.

    Args:
        header: Its value.
        now: The machine's time.
    """
    if header is None:
        return None
    try:
        seconds = float(header) if header.strip().isdecimal() else _until(parsedate_to_datetime(header), now)
    except ValueError:
        return None
    return min(max(seconds, 0.0), MOST_PATIENCE)


def _until(moment: datetime, now: datetime) -> float:
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
