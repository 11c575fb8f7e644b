"""Starts the server."""

import ipaddress

import uvicorn

from api.app import create_app
from services.application import EngineFactory
from services.logs import configure_logs
from services.settings import Settings


class PublicDevelopment(Exception):
    """Development mode was asked to listen where others could reach it."""


def run(host: str, port: int, settings: Settings, responder_factory: EngineFactory) -> None:
    """Serves until it is stopped.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        settings: What was set from outside.
        responder_factory: Builds what answers.

    Raises:
        PublicDevelopment: Development mode on an address others can reach.
    """
    if settings.is_development and not is_loopback(host):
        raise PublicDevelopment(
            f"Development mode lets anybody speak as any customer, so it does not listen on {host}. "
            "Set ZENBU_ENV=production, or stay on this machine:\nzenbu serve --host 127.0.0.1"
        )
    configure_logs(settings.is_development)
    uvicorn.run(
        create_app(settings, responder_factory),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def is_loopback(host: str) -> bool:
    """Whether an address is reachable from this machine only. Names other than localhost are not looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
