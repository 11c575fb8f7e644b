"""Starts the server."""

import ipaddress
from contextlib import suppress
from socket import socket
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.answering import TIME_LIMIT
from api.app import create_app
from api.feed import Feed
from domain.mending import Mendable
from services.engines import EngineFactory
from services.logs import configure_logs
from services.settings import Settings

KEEP_ALIVE: Final = 75
"""Seconds an idle connection stays open: longer than proxies keep theirs (60). A connection closed while a request is
on its way leaves that request without an answer."""

SHUTDOWN: Final = round(TIME_LIMIT) + 5
"""Seconds until what is still under way is cut off: longer than any request takes."""


class PublicDevelopment(Mendable):
    """Development mode was asked to listen where others could reach it."""


def run(host: str, port: int, settings: Settings, responder_factory: EngineFactory, worker: bool = True) -> None:
    """Serves until it is stopped.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        settings: What was set from outside.
        responder_factory: Builds what answers.
        worker: Whether the background tasks run in this process.

    Raises:
        PublicDevelopment: Development mode on an address others can reach.
        Exception: Whatever kept the application from opening.
    """
    if settings.is_development and not is_loopback(host):
        raise PublicDevelopment(
            f"Development mode lets anybody speak as any customer, so it does not listen on {host}. "
            "Set ZENBU_ENV=production, or stay on this machine:\nzenbu serve --host 127.0.0.1"
        )
    configure_logs(settings.is_development)
    app = create_app(settings, responder_factory, worker)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        # Whose X-Forwarded-For is believed is ours to say (ZENBU_TRUSTED_PROXIES).
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN,
        timeout_keep_alive=KEEP_ALIVE,
    )
    try:
        with suppress(KeyboardInterrupt):  # stopped from the keyboard: by now everything is closed
            Server(config).run()
    except SystemExit as ending:
        failure = getattr(app.state, "failure", None)
        raise (failure or ending) from None


class Server(uvicorn.Server):
    """Ends event streams before it waits for open connections: by themselves they never end."""

    def end_streams(self) -> None:
        """Ends the event streams of the served application."""
        assert isinstance(self.config.app, FastAPI)
        for feed in (self.config.app.state.feed, self.config.app.state.queue_feed):
            assert isinstance(feed, Feed)
            feed.close()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Takes no more requests, ends the streams, and waits for the requests under way."""
        self.end_streams()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether an address is reachable from this machine only. Names other than localhost are not looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
