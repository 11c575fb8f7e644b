import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from api import chat as chat_api
from api import streams
from api.app import create_app
from services.settings import Settings
from tests.browser.replies import ScriptedEngine
from tests.browser.sites import HostSite, Server, host_site
from tests.browser.staff import StaffMember
from tests.browser.widget import Widget

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESKTOP: Final[ViewportSize] = {"width": 1200, "height": 860}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
PATIENCE: Final = 30_000
"""Milliseconds a page may take on a busy machine; what is there already is not waited for."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for this folder. It runs an event loop in this thread, so it is gone before other tests need one."""
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing. apt-get install chromium fonts-noto-cjk"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def engine() -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine()
    yield engine
    engine.gate.set()


@pytest.fixture
def host() -> Iterator[HostSite]:
    """Somebody else's site; the application lets it in."""
    with host_site() as host:
        yield host


@pytest.fixture
def settings(no_settings: Path, migrated_sqlite: Path, host: HostSite) -> Settings:
    path = no_settings / "zenbu.db"
    shutil.copy(migrated_sqlite, path)
    return Settings(
        database_url=f"sqlite:///{path}", data_dir=no_settings, allowed_origins=(host.origin,), rate_limit=0
    )


@pytest.fixture
def server(settings: Settings, engine: ScriptedEngine, host: HostSite) -> Iterator[Server]:
    """The whole application with a scripted engine."""
    server = Server(create_app(settings, lambda *_: engine))
    host.chat = server.origin
    yield server
    engine.gate.set()
    server.stop()


@pytest.fixture
def faults() -> list[str]:
    """What broke on a page, or was forbidden by its policy."""
    return []


@pytest.fixture
def context(browser: Browser, faults: list[str]) -> Iterator[BrowserContext]:
    """A visitor's browser: tabs in it share what is kept. Whatever breaks on a page fails the test."""
    context = browser.new_context(viewport=DESKTOP, locale="ja-JP", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def visit(context: BrowserContext, server: Server, host: HostSite) -> Callable[..., Widget]:
    """Opens a tab on the other site, by its path; further words stand on the script element."""

    def visit(path: str = "/", page: Page | None = None, **attributes: str) -> Widget:
        host.attributes |= {f"data-{name}": value for name, value in attributes.items()}
        page = page or context.new_page()
        page.goto(host.origin + path)
        widget = Widget(page)
        widget.launcher.wait_for()
        return widget

    return visit


@pytest.fixture
def chat(visit: Callable[..., Widget]) -> Widget:
    """The open chat on the other site."""
    return visit().open()


@pytest.fixture
def slow_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies come as slowly as a writing model's."""
    whole = streams.tell_reply

    async def slowly(*arguments: Any) -> AsyncGenerator[bytes]:
        async for event in whole(*arguments):
            await asyncio.sleep(0.03)
            yield event

    monkeypatch.setattr(chat_api, "tell_reply", slowly)


@pytest.fixture
def staff(server: Server, settings: Settings) -> Iterator[StaffMember]:
    """Somebody who works here, in another process as far as the server can tell."""
    member = StaffMember(settings)
    yield member
    member.close()
