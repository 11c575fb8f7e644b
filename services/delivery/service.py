"""Routes events and delivers them: each through each of its channels at least once, and in order.

A worker that dies between sending and noting it sends again when its lease runs out, under the same event name.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from domain.clock import Clock, SystemClock
from domain.mails import ReminderTimes
from domain.masking import redact
from services.delivery.backoff import MOST_TRIES, pause
from services.delivery.mooting import require_news
from services.delivery.port import Channel, Event, Moot, Postponed, Undeliverable
from services.delivery.routing import route, scrub
from store import outbox
from store.models import OutboxEvent
from store.session import Database

LEASE: Final = timedelta(minutes=2)
"""How long one delivery may take; longer than any timeout of a channel."""

SPELL: Final = 5.0
"""Seconds one call delivers at most before it looks whether the process is to end."""

ERROR_LENGTH: Final = 300
"""Characters of an error that are kept."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Taken:
    delivery_id: int
    claim: str
    attempts: int
    event: Event


class DeliveryService:
    """Tells the outside what happened.

    Args:
        database: Where events are written.
        channels: The ways out there are.
        reminders: When customers are reminded of a visit.
        clock: The business's time, by which events become due.
        wall: The machine's time, for leases and retries.
    """

    def __init__(
        self,
        database: Database,
        channels: Iterable[Channel],
        reminders: ReminderTimes,
        clock: Clock,
        *,
        wall: Clock | None = None,
    ) -> None:
        self._database = database
        self._channels = {channel.name: channel for channel in channels}
        self._reminders = reminders
        self._clock = clock
        self._wall = wall or SystemClock()

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels there are."""
        return tuple(self._channels)

    def route(self) -> int:
        """Sends events that have become due on their way.

        Returns:
            How many.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        routed = 0
        while self._route_next():
            routed += 1
        return routed

    def deliver(self, channel: str) -> int:
        """Delivers what a channel has waiting, for some seconds at most, and no further than the first that must wait.

        Args:
            channel: Its name.

        Returns:
            How many deliveries were settled.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        settled = 0
        until = time.monotonic() + SPELL
        while time.monotonic() < until:
            taken = self._take(channel)
            if taken is None or not self._tell(self._channels[channel], taken):
                break
            settled += 1
        return settled

    def _route_next(self) -> bool:
        now = self._clock.now()
        with self._database.read() as session:
            if not outbox.has_unrouted(session, now):
                return False
        with self._database.write() as session:
            event = outbox.next_unrouted(session, now)
            if event is None:
                return False  # another worker was faster
            route(session, event, self._channels, self._reminders, self._wall.now())
            return True

    def _take(self, channel: str) -> _Taken | None:
        now = self._wall.now()
        with self._database.read() as session:
            if not outbox.has_due(session, channel, now):
                return None
        claim = secrets.token_hex(8)
        with self._database.write() as session:
            delivery = outbox.claim(session, channel, claim, now, LEASE)
            if delivery is None:
                return None
            row = session.get_one(OutboxEvent, delivery.event_id)
            event = Event(row.id, row.topic, row.key, row.payload, row.at, row.due_at)
            return _Taken(delivery.id, claim, delivery.attempts, event)

    def _tell(self, channel: Channel, taken: _Taken) -> bool:
        """Tries a delivery. Returns whether it is settled, one way or another."""
        event = taken.event
        noted = log.bind(event_id=event.name, topic=event.topic, channel=channel.name)
        if taken.attempts > MOST_TRIES:
            return self._give_up(noted, taken, "Each worker that tried it ended without a word.")
        try:
            with self._database.read() as session:
                require_news(session, event, self._clock.now())
            channel.send(event)
        except Moot as moot:
            noted.info("delivery dropped", why=str(moot))
            self._settle(taken, outbox.DROPPED, str(moot))
        except Undeliverable as refusal:
            return self._give_up(noted, taken, str(refusal))
        except Postponed as hindrance:
            noted.warning("delivery postponed", why=str(hindrance), attempts=taken.attempts)
            return self._postpone(noted, taken, str(hindrance), hindrance.retry_after)
        except Exception as fault:
            # One event that breaks its channel must not keep the others: it is tried again, and in the end left for a
            # person to see.
            noted.exception("delivery failed", attempts=taken.attempts)
            return self._postpone(noted, taken, f"{type(fault).__name__}: {fault}", None)
        else:
            noted.info("delivered", attempts=taken.attempts)
            self._settle(taken, outbox.DELIVERED, None)
        return True

    def _give_up(self, noted: structlog.stdlib.BoundLogger, taken: _Taken, why: str) -> bool:
        noted.error("delivery dead", why=why, attempts=taken.attempts, retry=f"zenbu outbox retry {taken.delivery_id}")
        self._settle(taken, outbox.DEAD, why)
        return True

    def _postpone(
        self, noted: structlog.stdlib.BoundLogger, taken: _Taken, why: str, retry_after: float | None
    ) -> bool:
        if taken.attempts >= MOST_TRIES:
            return self._give_up(noted, taken, why)
        until = self._wall.now() + timedelta(seconds=pause(taken.attempts, retry_after))
        with self._database.write() as session:
            if (delivery := outbox.claimed(session, taken.delivery_id, taken.claim)) is not None:
                outbox.postpone(delivery, _shown(why), until)
        return False

    def _settle(self, taken: _Taken, status: str, why: str | None) -> None:
        with self._database.write() as session:
            # Whoever took it over after our lease settles it.
            if (delivery := outbox.claimed(session, taken.delivery_id, taken.claim)) is not None:
                outbox.settle(delivery, status, _shown(why) if why else None, self._wall.now())
                scrub(session.get_one(OutboxEvent, taken.event.id))


def _shown(why: str) -> str:
    """An error as it is kept and listed: servers quote addresses in theirs."""
    return redact(why)[:ERROR_LENGTH]
