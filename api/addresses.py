"""Whose request it is, as far as the network tells: the address limits are counted by."""

import ipaddress
from collections.abc import Sequence
from typing import Final

from pydantic import IPvAnyNetwork
from starlette.requests import Request

_HOST_BITS: Final = 64
"""One household has a whole /64 of IPv6 addresses; it is one client."""


def client_of(request: Request, proxies: Sequence[IPvAnyNetwork]) -> str:
    """The address of the client, or of the nearest machine before it that cannot be believed.

    Args:
        request: Any request.
        proxies: Whose X-Forwarded-For is believed. Everybody else may write there what they like.
    """
    peer = request.client.host if request.client else "unknown"
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _is_one_of(peer, proxies):
        peer = hops.pop()
    return _as_client(peer)


def _is_one_of(host: str, proxies: Sequence[IPvAnyNetwork]) -> bool:
    address = _address(host)
    return address is not None and any(address in network for network in proxies)


def _as_client(host: str) -> str:
    address = _address(host)
    if address is None:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, _HOST_BITS), strict=False))
    return str(address)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
