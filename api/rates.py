"""How often a client may write: per conversation and per address, over a moving minute."""

import math
import time
from typing import Final

import structlog
from limits import RateLimitItemPerMinute
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from services.settings import Settings, SettingsError

ADDRESS_SHARE: Final = 5
"""How many conversations' worth of messages one address may send: behind it may be an office, or a mobile network."""

MINUTE: Final = 60

log = structlog.get_logger(__name__)


class TooManyRequests(Exception):
    """A client wrote more often than it may.

    Attributes:
        policy: Which limit was met.
        quota: Requests a minute it allows.
        retry_after: Seconds until the next one is taken.
    """

    def __init__(self, policy: str, quota: int, retry_after: int) -> None:
        super().__init__(f"More than {quota} requests in a minute ({policy}). Send the next in {retry_after} seconds.")
        self.policy = policy
        self.quota = quota
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """Retry-After, and what draft-ietf-httpapi-ratelimit-headers has for it."""
        return {
            "Retry-After": str(self.retry_after),
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={MINUTE}',
            "RateLimit": f'"{self.policy}";r=0;t={self.retry_after}',
        }


class RateLimits:
    """The limits of one application.

    Args:
        settings: How many, and where they are counted.

    Raises:
        SettingsError: The storage cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._quota = settings.messages_a_minute
        storage = settings.rate_limit_storage.get_secret_value() if settings.rate_limit_storage else "memory://"
        try:
            self._limiter = MovingWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True))
        except (ConfigurationError, NotImplementedError) as error:
            raise SettingsError(
                "ZENBU_RATE_LIMIT_STORAGE cannot be used: it must be a redis:// address, and its client be there:\n"
                "pip install redis"
            ) from error

    def count_address(self, address: str) -> None:
        """Counts something that is written from an address.

        Raises:
            TooManyRequests: It is one too many.
        """
        self._count("address", self._quota * ADDRESS_SHARE, address)

    def count_message(self, conversation_id: str) -> None:
        """Counts something that is written in a conversation, by somebody who may.

        Raises:
            TooManyRequests: It is one too many.
        """
        self._count("conversation", self._quota, conversation_id)

    def count_opening(self, address: str) -> None:
        """Counts a conversation that is opened.

        Raises:
            TooManyRequests: It is one too many.
        """
        self._count("opening", self._quota, address)

    def _count(self, policy: str, quota: int, client: str) -> None:
        if not quota:
            return
        limit = RateLimitItemPerMinute(quota)
        try:
            if self._limiter.hit(limit, policy, client):
                return
            reset_at, _ = self._limiter.get_window_stats(limit, policy, client)
        except StorageError as outage:
            # Customers are not silenced because nobody can count them.
            log.warning("requests are not counted", why=str(outage.storage_error))
            return
        raise TooManyRequests(policy, quota, max(1, math.ceil(reset_at - time.time())))
