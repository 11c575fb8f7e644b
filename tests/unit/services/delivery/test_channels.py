from pathlib import Path
from typing import Any

import pytest
from structlog.testing import CapturingLogger

from services.delivery import build_channels
from services.delivery import channels as setting_up
from services.settings import Settings, SettingsError, load_settings
from store.session import Database
from tests.fakes.mails import STATIONERY

WEBHOOK = {"webhook_url": "https://example.com/hook", "webhook_secret": "whsec_" + "QUJD" * 8}
SMTP = {"smtp_host": "smtp.example.com", "smtp_from": "support@example.com"}
SLACK = {"slack_bot_token": "xoxb-1", "slack_channel": "C0123456789"}
PRODUCTION = {"env": "production", "secret_key": "k" * 48}


@pytest.fixture
def settings(no_settings: Path) -> Any:
    return lambda **given: Settings(data_dir=no_settings, **given)


@pytest.mark.parametrize(
    ("given", "channels", "can_mail"),
    [
        ({}, ["mail"], True),
        (WEBHOOK, ["mail", "webhook"], True),
        (PRODUCTION, [], False),
        (PRODUCTION | WEBHOOK, ["webhook"], False),
        (PRODUCTION | SMTP, ["mail"], True),
        (PRODUCTION | SLACK, ["slack"], False),
    ],
)
def test_channels_are_those_that_are_set_up(
    settings: Any, database: Database, given: dict[str, Any], channels: list[str], can_mail: bool
) -> None:
    chosen = settings(**given)
    assert [channel.name for channel in build_channels(chosen, database, STATIONERY)] == channels
    assert chosen.can_mail is can_mail


def test_production_without_mail_says_so_at_the_start(
    settings: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = CapturingLogger()
    monkeypatch.setattr(setting_up, "log", told)
    build_channels(settings(**PRODUCTION), database, STATIONERY)
    assert "ZENBU_SMTP_HOST is not set" in str(told.calls)


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"SMTP_HOST": "smtp.example.com"}, "export ZENBU_SMTP_FROM=support@example.com"),
        ({"SMTP_HOST": "smtp.example.com", "SMTP_FROM": "support"}, "export ZENBU_SMTP_FROM=support@example.com"),
        ({"WEBHOOK_URL": "https://example.com/hook"}, "export ZENBU_WEBHOOK_SECRET=whsec_$("),
        ({"WEBHOOK_URL": "https://example.com/hook", "WEBHOOK_SECRET": "whsec_QUJD"}, "export ZENBU_WEBHOOK_SECRET="),
        ({"WEBHOOK_URL": "https://example.com/hook", "WEBHOOK_SECRET": "x" * 41}, "export ZENBU_WEBHOOK_SECRET="),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "export ZENBU_SLACK_CHANNEL=C0123456789"),
        ({"SLACK_CHANNEL": "C0123456789"}, "export ZENBU_SLACK_BOT_TOKEN=xoxb-"),
        ({"WEBHOOK_URL": "example.com/hook", "WEBHOOK_SECRET": "whsec_" + "QUJD" * 8}, "export ZENBU_WEBHOOK_URL="),
    ],
)
def test_half_a_channel_is_refused_with_what_mends_it(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], mend: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"ZENBU_{name}", value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value).splitlines()[-1].startswith(mend)
    assert not any(value in str(refusal.value) for name, value in given.items() if name == "WEBHOOK_SECRET")
