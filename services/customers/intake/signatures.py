"""Whether a call is from who knows the key, and fresh: Standard Webhooks, as our own calls are signed."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from domain.mending import Mendable
from services.delivery.webhook import signed

TOLERANCE: Final = 300
"""Seconds a call's time may lie before or after ours: an old call that was recorded cannot be played again."""

_ID = re.compile(r"[\x21-\x7e]{1,256}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class WrongSignature(Mendable, PermissionError):
    """A call is not signed with our key, or not now."""


def verify(headers: Mapping[str, str], body: bytes, key: bytes, now: datetime) -> None:
    """Makes sure of a call's signature. The time it takes tells nothing about the key.

    Args:
        headers: Of the call, names in small letters: webhook-id, webhook-timestamp (seconds since 1970),
            webhook-signature (`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; with a change of keys
            several, a space between).
        body: As it arrived, byte for byte.
        key: The shared key.
        now: The machine's time.

    Raises:
        WrongSignature: A header is missing, the time too far off, or no signature right.
    """
    name, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    shown = headers.get("webhook-signature", "")
    if not _ID.fullmatch(name) or not _TIMESTAMP.fullmatch(timestamp) or not shown:
        raise WrongSignature("The call is not signed. Send webhook-id, webhook-timestamp and webhook-signature.")
    off = int(timestamp) - int(now.timestamp())
    if abs(off) > TOLERANCE:
        raise WrongSignature(
            f"webhook-timestamp is {abs(off)} seconds {'ahead' if off > 0 else 'old'}; {TOLERANCE} are allowed. "
            "Sign each try anew, and set the clock."
        )
    right = signed(name, int(timestamp), body, key)["webhook-signature"].encode()
    if not any([hmac.compare_digest(right, one.encode()) for one in shown.split(" ")]):  # all of them, always
        raise WrongSignature("webhook-signature is not ours. Sign id.timestamp.body with ZENBU_INTAKE_SECRET.")
