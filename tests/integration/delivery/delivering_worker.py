"""Delivers to a webhook in a process of its own: `python -m … URL HOOK TIMES CRASHES`.

It runs until nothing waits, for so many rounds at most. With CRASHES it dies after it has sent and before it notes it.
"""

import os
import signal
import sys
import time

from domain.clock import SystemClock
from services.delivery import DeliveryService
from services.delivery.port import Event
from services.delivery.webhook import WebhookChannel
from store.session import Database
from tests.fakes.mails import STATIONERY


class DyingChannel:
    name = "webhook"

    def __init__(self, channel: WebhookChannel) -> None:
        self._channel = channel

    def send(self, event: Event) -> None:
        self._channel.send(event)
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, hook: str, rounds: str, crashes: str) -> None:
    database = Database(url)
    clock = SystemClock()
    channel = WebhookChannel(hook, bytes(32), clock)
    used = DyingChannel(channel) if crashes == "yes" else channel
    delivery = DeliveryService(database, [used], STATIONERY.reminders, clock)
    for _ in range(int(rounds)):
        delivery.route()
        delivery.deliver("webhook")
        time.sleep(0.02)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
