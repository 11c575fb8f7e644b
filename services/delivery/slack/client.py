"""Slack's Web API as far as it is used here: a call either worked, may work later, or never will."""

import re
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final, Protocol

from services.delivery.port import Postponed, Undeliverable
from services.delivery.webhook import MOST_PATIENCE

TIMEOUT: Final = 10
"""Seconds to wait for an answer."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""How Slack names its errors; slack_sdk puts a sentence in the same place where the answer was no JSON."""

_PASSING: Final = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "internal_error", "fatal_error", "request_timeout",
     "service_unavailable", "team_added_to_org"}
)  # fmt: skip
_GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_TOKEN: Final = "set ZENBU_SLACK_BOT_TOKEN to the app's bot token (xoxb-…), restart, then: zenbu outbox retry"
_CHANNEL: Final = "set ZENBU_SLACK_CHANNEL to the channel's ID and invite the app to it, then: zenbu outbox retry"
_REMEDIES: Final = {
    **dict.fromkeys(("not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive"), _TOKEN),
    **dict.fromkeys(("channel_not_found", "not_in_channel", "is_archived"), _CHANNEL),
    "missing_scope": "give the app the scope chat:write and install it again, then: zenbu outbox retry",
}


class MessageGone(Exception):
    """The message that was to be changed is not there any more, or cannot be changed."""


class Calls(Protocol):
    """What calls Slack; a `SlackClient` is one."""

    def call(self, method: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Calls a method of the Web API.

        Args:
            method: Such as `chat.postMessage`.
            content: Its arguments.

        Raises:
            Postponed: It may work later.
            Undeliverable: It never will; says what to mend.
            MessageGone: There is nothing to change.
        """
        ...


class SlackClient:
    """Calls Slack by slack_sdk, which tries nothing again by itself: the outbox does.

    Args:
        token: The app's bot token.
        api: Where the API is; ends with a slash.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, token: str, api: str, timeout: int = TIMEOUT) -> None:
        from slack_sdk import WebClient

        self._web = WebClient(token, base_url=api, timeout=timeout, retry_handlers=[])

    def call(self, method: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Calls`."""
        from slack_sdk.errors import SlackApiError

        try:
            answer = self._web.api_call(method, json=dict(content))
        except SlackApiError as error:
            raise _outcome(error.response) from error
        except (OSError, HTTPException, UnicodeDecodeError) as error:
            raise Postponed(f"{type(error).__name__}: {error}") from error
        except AttributeError as error:
            # JSON, but no object: slack_sdk asks it for `ok`.
            raise Postponed("the answer is no JSON object") from error
        if not isinstance(answer.data, dict):
            raise Postponed("the answer is no JSON object")
        return answer.data


def _outcome(response: Any) -> Exception:
    status: int = response.status_code
    said = response.data.get("error") if isinstance(response.data, dict) else None
    code = said if isinstance(said, str) and _CODE.fullmatch(said) else None
    why = code or f"HTTP {status}, no answer of Slack's"
    if code in _GONE:
        return MessageGone(code)
    if status != 200 or code is None or code in _PASSING:  # noqa: PLR2004
        return Postponed(why, _wished_pause(response.headers))
    remedy = _REMEDIES.get(code)
    return Undeliverable(f"{code}: {remedy}" if remedy else code)


def _wished_pause(headers: Mapping[str, str]) -> float | None:
    wish = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return min(float(wish), MOST_PATIENCE) if wish.strip().isdecimal() else None
