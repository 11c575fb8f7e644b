"""Help is offered to a visitor who seems stuck: once a visit, where the site wants it, without reading anything."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.sites import HostSite
from tests.browser.widget import Widget

PRICES = '<section data-zenbu-topic="plans"><h2>料金</h2><p>表</p></section>'
WATCHES: Final = """() => {
  const kept = (name) => Object.entries(sessionStorage).find(([key]) => key.endsWith(name))?.[1];
  return kept("offered") || JSON.parse(kept("pages") ?? "[]").at(-1)?.place === location.pathname;
}"""
"""Whether the widget has begun to notice what happens on the page (or is not to, any more)."""

FORM = '<form><input name="secret" required><button>送る</button></form>'


def teaser(widget: Widget) -> Locator:
    return widget.root.locator(".teaser")


@pytest.fixture
def stuck(visit: Callable[..., Widget], host: HostSite) -> Callable[..., Widget]:
    """Opens a page on which help is offered."""

    def stuck(body: str, path: str = "/", widget: Widget | None = None) -> Widget:
        host.body = body
        opened = visit(path, page=widget.page if widget else None, proactive="on")
        opened.page.wait_for_function(WATCHES)
        return opened

    return stuck


def test_idleness_on_a_marked_part_offers_what_fits_it(stuck: Callable[..., Widget]) -> None:
    widget = stuck(PRICES)
    expect(teaser(widget)).to_contain_text("何かお困りですか？")
    teaser(widget).get_by_role("button", name="料金について聞く").click()
    widget.ready()
    expect(teaser(widget)).to_be_hidden()
    expect(widget.panel.locator(".notice")).to_be_visible()
    widget.press("プランの違い")
    expect(widget.log.locator(".customer .bubble")).to_have_text("プランの違いを教えてください")


def test_idleness_elsewhere_offers_nothing(stuck: Callable[..., Widget]) -> None:
    widget = stuck("<h1>よそのページ</h1>")
    widget.page.wait_for_timeout(1800)
    expect(teaser(widget)).to_be_hidden()


def test_somebody_who_moves_is_left_alone(stuck: Callable[..., Widget]) -> None:
    widget = stuck(PRICES)
    for step in range(6):
        widget.page.mouse.move(100 + step * 10, 100)
        widget.page.wait_for_timeout(300)
    expect(teaser(widget)).to_be_hidden()


def test_back_and_forth_between_pages_offers_help(stuck: Callable[..., Widget]) -> None:
    widget = stuck("<h1>一</h1>", "/one")
    for path in ("/two", "/one"):
        widget = stuck("<h1>頁</h1>", path, widget)
    expect(teaser(widget)).to_be_hidden()
    widget = stuck("<h1>頁</h1>", "/two", widget)
    expect(teaser(widget)).to_contain_text("何かお困りですか？")


def test_back_and_forth_between_parts_of_a_page_offers_help(stuck: Callable[..., Widget]) -> None:
    parts = "".join(
        f'<section id="{name}" data-zenbu-topic="{name}"><p>{name}</p></section><br>' for name in ("plans", "steps")
    )
    widget = stuck(parts)
    page = widget.page
    page.evaluate(
        """() => { for (const part of document.querySelectorAll('section')) {
          part.style.display = 'block'; part.style.height = '180vh'; } }"""
    )
    for name in ("steps", "plans", "steps"):
        page.locator(f"#{name}").evaluate("part => part.scrollIntoView()")
        page.mouse.move(10, 10)
        page.wait_for_timeout(250)
    expect(teaser(widget)).to_be_visible()


def test_form_that_fails_twice_offers_help_and_nothing_of_it_is_read(stuck: Callable[..., Widget]) -> None:
    widget = stuck(FORM)
    widget.page.evaluate(
        """() => {
          window.reads = [];
          for (const kind of [HTMLInputElement, HTMLTextAreaElement]) {
            const value = Object.getOwnPropertyDescriptor(kind.prototype, 'value');
            Object.defineProperty(kind.prototype, 'value', {...value, get() {
              if (this.name === 'secret') window.reads.push(this.name);
              return value.get.call(this);
            }});
          }
        }"""
    )
    widget.page.get_by_text("送る").click()
    widget.page.wait_for_timeout(100)
    expect(teaser(widget)).to_be_hidden()
    widget.page.get_by_text("送る").click()
    expect(teaser(widget)).to_be_visible()
    assert widget.page.evaluate("window.reads") == []


def test_form_with_many_bad_fields_is_one_error(stuck: Callable[..., Widget]) -> None:
    widget = stuck("<form><input required><input required><input required><button>送る</button></form>")
    widget.page.get_by_text("送る").click()
    widget.page.wait_for_timeout(200)
    expect(teaser(widget)).to_be_hidden()


def test_broken_script_offers_help(stuck: Callable[..., Widget]) -> None:
    widget = stuck("<h1>こわれたページ</h1>")
    widget.page.evaluate("window.dispatchEvent(new ErrorEvent('error', {message: 'broken'}))")
    expect(teaser(widget)).to_be_visible()


def test_help_is_offered_once_a_visit(stuck: Callable[..., Widget]) -> None:
    widget = stuck(PRICES)
    teaser(widget).get_by_role("button", name="閉じる").click()
    widget = stuck(PRICES, "/again", widget)
    widget.page.wait_for_timeout(1800)
    expect(teaser(widget)).to_be_hidden()


def test_somebody_who_opened_the_chat_is_offered_nothing(stuck: Callable[..., Widget]) -> None:
    widget = stuck(PRICES).open()
    widget.page.keyboard.press("Escape")
    widget.page.wait_for_timeout(1800)
    expect(teaser(widget)).to_be_hidden()


def test_nothing_is_offered_unless_the_site_wants_it(visit: Callable[..., Widget], host: HostSite) -> None:
    host.body = PRICES
    widget = visit()
    widget.page.wait_for_timeout(1800)
    expect(teaser(widget)).to_be_hidden()
