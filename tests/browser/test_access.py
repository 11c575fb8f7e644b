"""The chat for whoever uses a keyboard, a screen reader, a phone, large letters or the dark."""

from collections.abc import Callable, Iterator
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE
from tests.browser.sites import HostSite, Server
from tests.browser.staff import StaffMember
from tests.browser.widget import Widget

Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, locale="ja-JP", reduced_motion="reduce", device_scale_factor=2
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious_in_any_state(
    visit: Callable[..., Widget], context: BrowserContext, staff: StaffMember, scheme: Scheme
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    chat = visit(page=page)
    assert barriers(page) == []
    chat.open()
    assert barriers(page) == []
    for text, answer in (
        ("料金", "料金は"),
        ("診断", "お答え"),
        ("予約したい", "ご都合"),
        ("12月5日（土）21:00", "次の"),
    ):
        chat.ask(text, answer)
    chat.press("メニュー")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    chat.press("人と話したい")
    expect(chat.handover).to_be_visible()
    staff.claim()
    staff.say("こんにちは")
    chat.says("こんにちは")
    staff.close_ticket()
    expect(chat.panel.get_by_role("form", name="今回の対応はいかがでしたか？")).to_be_visible()
    chat.panel.get_by_role("radio", name="満足", exact=True).check()
    context.set_offline(True)
    chat.send("圏外")
    expect(chat.trouble).to_be_visible()
    assert barriers(page) == []


def test_whole_conversation_with_the_keyboard_alone(visit: Callable[..., Widget]) -> None:
    widget = visit()
    page = widget.page
    page.keyboard.press("Tab")
    expect(widget.launcher).to_be_focused()
    page.keyboard.press("Enter")
    widget.ready()
    expect(widget.field).to_be_focused()
    page.keyboard.type("予約したい")
    page.keyboard.press("Enter")
    expect(widget.panel.locator(".tile").first).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if widget.panel.locator(".tile").first.evaluate("tile => tile.getRootNode().activeElement === tile"):
            break
    page.keyboard.press("Space")
    widget.says("次の内容でよろしいでしょうか。")
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()


def test_focus_stays_on_something_after_a_button_went_away(chat: Widget) -> None:
    chat.panel.get_by_role("button", name="無料診断をはじめる").focus()
    chat.page.keyboard.press("Enter")
    chat.says("お答えいただき")
    expect(chat.field).to_be_focused()


def test_log_is_announced_politely_and_a_message_only_once(chat: Widget) -> None:
    expect(chat.log).to_have_attribute("aria-live", "polite")
    chat.page.evaluate(
        """() => {
          window.added = [];
          const log = document.querySelector('zenbu-chat').shadowRoot.querySelector('.log');
          new MutationObserver((records) => {
            for (const record of records) for (const node of record.addedNodes)
              if (node.querySelector?.('.bubble')) window.added.push(node.querySelector('.bubble').textContent);
          }).observe(log, {childList: true});
        }"""
    )
    chat.ask("一度だけ")
    chat.page.wait_for_timeout(800)  # until the event stream has told of both, too
    assert chat.page.evaluate("window.added") == ["一度だけ", "「一度だけ」ですね。"]


def test_phone_shows_the_chat_on_the_whole_screen(phone: BrowserContext, server: Server, host: HostSite) -> None:
    page = phone.new_page()
    page.goto(host.origin)
    chat = Widget(page).open()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": PHONE["width"], "height": PHONE["height"]}
    expect(chat.launcher).to_be_hidden()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    chat.ask("料金", "料金は三種類です。")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert float(chat.field.evaluate("field => getComputedStyle(field).fontSize").removesuffix("px")) >= 16
    for button in chat.panel.locator("header button, .option, .send").filter(visible=True).all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert barriers(page) == []
    # The focus stays inside: what is behind cannot be seen.
    chat.field.focus()
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "zenbu-chat"
    chat.press("チャットを閉じる")
    expect(chat.launcher).to_be_visible()


def test_keyboard_of_a_phone_leaves_the_box_in_sight(phone: BrowserContext, server: Server, host: HostSite) -> None:
    page = phone.new_page()
    page.goto(host.origin)
    chat = Widget(page).open()
    # A keyboard makes the seen part of the page smaller, and tells nobody but visualViewport.
    page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, 'height', {value: 400});
          Object.defineProperty(visualViewport, 'offsetTop', {value: 60});
          visualViewport.dispatchEvent(new Event('resize'));
        }"""
    )
    expect(chat.panel).to_have_css("height", "400px")
    box, field = chat.panel.bounding_box(), chat.field.bounding_box()
    assert box is not None
    assert field is not None
    assert box["y"] == 60
    assert field["y"] + field["height"] <= 460


def test_zoom_of_200_percent_still_holds_everything(visit: Callable[..., Widget], context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 600, "height": 430})  # 1200 by 860 at 200 %
    chat = visit(page=page).open()
    chat.ask("料金", "料金は三種類です。")
    for part in (chat.field, chat.panel.get_by_role("button", name="チャットを閉じる"), chat.last):
        expect(part).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 600


def test_nothing_moves_for_whoever_asked_for_that(chat: Widget) -> None:
    assert chat.panel.evaluate("panel => getComputedStyle(panel).animationName") == "none"
