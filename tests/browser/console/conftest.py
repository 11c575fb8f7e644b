"""The console in a browser of its own, beside the customer's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from api.console.cookies import cookie_name
from domain.clock import SystemClock
from domain.staff import Role
from services.access import open_doorway
from services.application import open_database
from services.members import MemberFields, Members
from services.settings import Settings
from tests.browser.sites import HostSite, Server


@pytest.fixture
def settings(no_settings: Path, database_url: str, host: HostSite) -> Settings:
    """Both databases: what the staff see live comes from there."""
    return Settings(database_url=database_url, data_dir=no_settings, allowed_origins=(host.origin,), rate_limit=0)


@pytest.fixture
def work(browser: Browser, server: Server, settings: Settings, faults: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens the console for a new member, signed in; whatever breaks there fails the test."""
    contexts: list[BrowserContext] = []
    database = open_database(settings)

    def open_console(member_id: str = "sato", name: str = "佐藤", role: Role = "cs", width: int = 1280) -> Page:
        Members(database, SystemClock()).add(MemberFields(name, role, f"{member_id}@example.com"), member_id)
        token = open_doorway(database).sessions.open(member_id)
        context = browser.new_context(
            viewport={"width": width, "height": 860}, locale="ja-JP", reduced_motion="reduce", base_url=server.origin
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": cookie_name(False), "value": token, "url": server.origin}])
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on(
            "console",
            lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/console")
        return page

    yield open_console
    for context in contexts:
        context.close()
    database.close()
    assert faults == []
