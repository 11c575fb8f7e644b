"""The channels there are, by the settings."""

from dataclasses import replace

import structlog

from domain.clock import SystemClock
from domain.mails import Stationery
from services.delivery.mail import MailChannel
from services.delivery.port import Channel
from services.delivery.postmen import FolderPostman, SmtpPostman
from services.delivery.slack import SlackChannel
from services.delivery.slack.client import SlackClient
from services.delivery.slack.templates import load_templates
from services.delivery.webhook import WebhookChannel
from services.settings import Settings
from store.session import Database

log = structlog.get_logger(__name__)


def build_channels(settings: Settings, database: Database, stationery: Stationery) -> list[Channel]:
    """Builds what is set up.

    Args:
        settings: What was set from outside.
        database: Where the records are.
        stationery: What mails are written with.
    """
    wall = SystemClock()
    stationery = replace(stationery, console=settings.console_url)
    channels: list[Channel] = []
    if settings.smtp_host is not None:
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        server = SmtpPostman(
            settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, password
        )
        channels.append(MailChannel(database, stationery, settings.sender, server, wall))
    elif settings.can_mail:
        folder = FolderPostman(settings.data_dir / "mail")
        channels.append(MailChannel(database, stationery, settings.sender, folder, wall))
    else:
        log.warning("no mail is sent", why="ZENBU_SMTP_HOST is not set", mend="see .env.example")
    if settings.webhook_url is not None:
        channels.append(WebhookChannel(settings.webhook_url.get_secret_value(), settings.webhook_key, wall))
    if settings.slack_bot_token is not None:
        channels.append(_slack(settings, database, stationery))
    return channels


def _slack(settings: Settings, database: Database, stationery: Stationery) -> Channel:
    assert settings.slack_bot_token is not None
    assert settings.slack_channel is not None  # the settings hold that
    return SlackChannel(
        database,
        stationery,
        load_templates(),
        SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url),
        settings.slack_channel,
        settings.clock(),
        masked=settings.slack_mask,
        claimable=settings.slack_signing_secret is not None,
        console=settings.console_url,
    )
