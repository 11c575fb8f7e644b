"""Clicks in Slack: whoever clicked claims a handover, and is told what came of it."""

from collections.abc import Mapping
from typing import Final

import structlog
from pydantic import BaseModel, Field

from domain.mails import fill
from domain.staff import NotAllowed
from services.delivery.port import Postponed, Undeliverable
from services.delivery.slack.client import Calls, MessageGone
from services.delivery.slack.templates import Answer, Templates
from services.members import Members, NotStaff, UnknownMember
from services.serving import Serving, TicketTaken, UnknownTicket
from store.session import StoreUnavailable

CLAIM: Final = "claim"
"""The button's `action_id` in blocks.yaml."""

log = structlog.get_logger(__name__)


class Named(BaseModel):
    """Somebody, or a channel."""

    id: str = Field(min_length=1, max_length=64)


class Action(BaseModel):
    """A button that was clicked."""

    action_id: str
    value: str = Field("", max_length=200)


class Interaction(BaseModel):
    """What Slack tells of a click, as far as it is read.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """

    type: str
    user: Named
    channel: Named | None = None
    actions: tuple[Action, ...] = ()


def is_signed(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether a call is Slack's and not older than five minutes, by the machine's time.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    from slack_sdk.signature import SignatureVerifier

    timestamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    # slack_sdk breaks over what is no number, no ASCII or no text.
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12 and signature.isascii()):
        return False
    try:
        return bool(SignatureVerifier(secret).is_valid(body, timestamp, signature))
    except UnicodeDecodeError:
        return False


def take_click(interaction: Interaction, members: Members, serving: Serving, templates: Templates) -> str | None:
    """Claims the handover whose button was clicked. The same click again changes nothing.

    Args:
        interaction: The click.
        members: Who works here.
        serving: Claims.
        templates: What is answered.

    Returns:
        What whoever clicked is told; None where it was no click on our button.
    """
    clicked = next((action for action in interaction.actions if action.action_id == CLAIM), None)
    if interaction.type != "block_actions" or clicked is None:
        return None
    answer = _claim(interaction.user.id, clicked.value, members, serving)
    log.info("click in Slack", answer=answer, ticket_id=clicked.value, slack_id=interaction.user.id)
    return fill(templates.answers[answer], {"ticket_id": clicked.value, "slack_id": interaction.user.id})


def whisper(calls: Calls, channel: str, slack_id: str, text: str) -> None:
    """Tells somebody in a channel something nobody else sees; where that fails, it is logged and that is all."""
    try:
        calls.call("chat.postEphemeral", {"channel": channel, "user": slack_id, "text": text})
    except (Postponed, Undeliverable, MessageGone) as hindrance:
        log.warning("answer to a click not shown", why=str(hindrance), slack_id=slack_id)


def _claim(slack_id: str, ticket_id: str, members: Members, serving: Serving) -> Answer:
    try:
        serving.claim(members.in_slack(slack_id), ticket_id)
    except UnknownMember:
        return "stranger"
    except NotStaff:
        return "left"
    except NotAllowed:
        return "not_allowed"
    except UnknownTicket:
        return "unknown"
    except TicketTaken:
        return "taken"
    except StoreUnavailable:
        return "outage"
    return "claimed"
