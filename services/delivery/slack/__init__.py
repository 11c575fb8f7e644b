"""Slack: each handover is one message, which is changed in place as the handover goes on."""

from services.delivery.slack.channel import SlackChannel

__all__ = ["SlackChannel"]
