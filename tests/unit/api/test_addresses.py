"""Whose request it is."""

from ipaddress import ip_network
from typing import Any

import pytest
from starlette.requests import Request

from api.addresses import client_of

PROXIES: Any = [ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48")]


def request(peer: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return Request({"type": "http", "client": (peer, 1) if peer else None, "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", (), "203.0.113.7"),
        ("203.0.113.7", ("1.2.3.4",), "203.0.113.7"),
        ("10.0.0.1", ("1.2.3.4",), "1.2.3.4"),
        ("10.0.0.1", ("6.6.6.6, 1.2.3.4, 10.0.0.2",), "1.2.3.4"),
        ("10.0.0.1", ("6.6.6.6", "1.2.3.4"), "1.2.3.4"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("10.0.0.9",), "10.0.0.9"),
        ("10.0.0.1", ("nonsense",), "unknown"),
        ("2001:db8:1::1", ("2001:db8:2:3:4:5:6:7",), "2001:db8:2:3::/64"),
        ("::ffff:203.0.113.7", (), "203.0.113.7"),
        ("::ffff:10.0.0.1", ("1.2.3.4",), "1.2.3.4"),
        (None, ("1.2.3.4",), "unknown"),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str | None, forwarded: tuple[str, ...], client: str) -> None:
    assert client_of(request(peer, *forwarded), PROXIES) == client


def test_without_proxies_nobody_is_believed() -> None:
    assert client_of(request("10.0.0.1", "1.2.3.4"), []) == "10.0.0.1"
