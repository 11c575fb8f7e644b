"""Nothing said in a conversation becomes anything but text, and nothing but the widget's own script runs."""

import gzip
import re

from playwright.sync_api import expect

from api.bundle import bundle
from api.pages import WEB
from tests.browser.replies import HOSTILE
from tests.browser.widget import Widget

MOST_BYTES = 40 * 1024


def test_markup_in_a_reply_is_shown_as_text(chat: Widget) -> None:
    chat.ask("攻撃", HOSTILE)
    _holds_no_markup(chat)
    chat.page.reload()
    again = Widget(chat.page).ready()
    again.says(HOSTILE)
    _holds_no_markup(again)


def test_markup_a_customer_types_is_shown_as_text_here_and_in_the_other_tab(chat: Widget, visit: object) -> None:
    other = visit().open()  # type: ignore[operator]
    chat.send(HOSTILE)
    expect(chat.log.locator(".customer .bubble")).to_have_text(HOSTILE)
    expect(other.log.locator(".customer .bubble")).to_have_text(HOSTILE)
    _holds_no_markup(chat)
    _holds_no_markup(other)


def test_widget_works_under_a_policy_without_inline_script_or_style(chat: Widget, faults: list[str]) -> None:
    chat.ask("料金", "料金は三種類です。")
    assert faults == []
    # One violation is provoked, to be sure that the policy is on and would have been noticed.
    blocked = chat.page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective), {once: true});
          const frame = document.createElement("iframe");
          frame.src = "https://example.com/";
          document.body.append(frame);
        })"""
    )
    assert blocked == "frame-src"
    assert len(faults) == 1
    faults.clear()
    assert chat.panel.evaluate("panel => getComputedStyle(panel).position") == "fixed"


def test_token_never_stands_in_an_address(chat: Widget) -> None:
    addresses: list[str] = []
    chat.page.on("request", lambda request: addresses.append(request.url))
    chat.ask("料金", "料金は三種類です。")
    chat.page.reload()
    Widget(chat.page).ready()
    token = chat.page.evaluate("JSON.parse(Object.values(localStorage).find((v) => v.includes('token'))).token")
    assert addresses
    assert not [address for address in addresses if token in address]


def test_whole_widget_is_small() -> None:
    script = bundle(WEB / "widget" / "boot.js").encode()
    assert len(gzip.compress(script, 9)) <= MOST_BYTES


def test_sources_write_no_markup() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\s*=")
    files = [*(WEB / "widget").glob("*.js"), WEB / "page.js"]
    assert len(files) > 10
    assert [file.name for file in files if forbidden.search(file.read_text(encoding="utf-8"))] == []


def _holds_no_markup(chat: Widget) -> None:
    assert chat.page.evaluate("window.hacked") is None
    assert chat.log.locator("img, script, iframe").count() == 0
    links = chat.log.get_by_role("link").all()
    assert {link.get_attribute("href") for link in links} == {"https://example.com/?a=1"}
