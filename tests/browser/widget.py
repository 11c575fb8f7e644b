"""The chat as somebody sees it who sits in front of the browser."""

import re

from playwright.sync_api import Locator, Page, expect


class Widget:
    """The widget on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("zenbu-chat")

    @property
    def launcher(self) -> Locator:
        return self.root.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.root.get_by_role("dialog")

    @property
    def field(self) -> Locator:
        return self.panel.get_by_role("textbox", name=re.compile("^(メッセージ|Message)$"))

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def trouble(self) -> Locator:
        return self.panel.locator(".strip.trouble")

    @property
    def handover(self) -> Locator:
        return self.panel.locator(".strip.handover")

    @property
    def last(self) -> Locator:
        return self.log.locator(".message").last

    def open(self) -> "Widget":
        self.launcher.click()
        return self.ready()

    def ready(self) -> "Widget":
        expect(self.log.locator(".message").first).to_be_visible()
        return self

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str, answer: str | None = None) -> None:
        """Sends a text and waits for what is said to it."""
        self.send(text)
        self.says(answer or f"「{text}」ですね。")

    def says(self, text: str) -> None:
        expect(self.last.locator(".bubble")).to_contain_text(text)

    def press(self, label: str) -> None:
        self.panel.get_by_role("button", name=label, exact=True).click()

    @property
    def texts(self) -> list[str]:
        """Every message of the log, in order."""
        return self.log.locator(".message .bubble").all_inner_texts()
