"""What happens to a conversation when the page, the network, the server or the visitor does not keep still."""

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.replies import ScriptedEngine
from tests.browser.sites import HostSite
from tests.browser.widget import Widget


def test_reload_in_the_middle_goes_on_where_it_was(chat: Widget) -> None:
    chat.ask("最初の話")
    chat.field.fill("書きかけ")
    before = chat.texts
    chat.page.reload()
    again = Widget(chat.page).ready()
    expect(again.panel).to_be_visible()
    assert again.texts == before
    expect(again.field).to_have_value("書きかけ")
    again.send("次の話")
    again.says("「次の話」ですね。")


def test_reload_while_the_reply_is_written_loses_and_doubles_nothing(chat: Widget, engine: ScriptedEngine) -> None:
    engine.gate.clear()
    chat.send("大事な話")
    expect(chat.log.locator(".customer .state")).to_have_text("送信中")
    chat.page.wait_for_timeout(300)
    chat.page.reload()
    again = Widget(chat.page).ready()
    engine.gate.set()
    again.says("「大事な話」ですね。")
    assert again.texts[1:] == ["大事な話", "「大事な話」ですね。"]
    assert len([request for request in engine.requests if request.text == "大事な話"]) == 1


def test_offline_message_waits_and_is_sent_once_the_line_is_back(
    chat: Widget, context: BrowserContext, engine: ScriptedEngine
) -> None:
    context.set_offline(True)
    chat.send("圏外の話")
    expect(chat.trouble).to_contain_text("オフラインです")
    expect(chat.log.locator(".customer .state")).to_have_text("送信待ち")
    chat.page.wait_for_timeout(500)
    context.set_offline(False)
    chat.says("「圏外の話」ですね。")
    expect(chat.trouble).to_be_hidden()
    assert [request.text for request in engine.requests] == ["圏外の話"]


def test_answer_lost_on_the_way_is_fetched_under_the_same_id(chat: Widget, engine: ScriptedEngine) -> None:
    ids: list[str] = []

    def lose_first(route: Route) -> None:
        sent = route.request.post_data_json
        assert sent is not None
        ids.append(sent["client_message_id"])
        if len(ids) == 1:
            route.fetch()  # it arrives, is answered, and the answer is lost
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/messages", lose_first)
    chat.send("届いた話")
    chat.says("「届いた話」ですね。")
    expect(chat.log.locator(".customer .state")).not_to_have_text("送信待ち")
    assert chat.texts[1:] == ["届いた話", "「届いた話」ですね。"]
    assert len(set(ids)) == 1
    assert len(engine.requests) == 1


def test_slow_network_shows_what_is_happening_and_ends_well(chat: Widget, context: BrowserContext) -> None:
    network = context.new_cdp_session(chat.page)
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 1500, "downloadThroughput": 6000, "uploadThroughput": 3000},
    )
    chat.send("遅い話")
    expect(chat.log.locator(".customer .state")).to_have_text("送信中")
    expect(chat.panel.get_by_text("返信を作成しています")).to_be_attached()
    expect(chat.last.locator(".bubble")).to_have_text("「遅い話」ですね。", timeout=15_000)


def test_too_many_requests_are_waited_out(chat: Widget, host: HostSite) -> None:
    _fail_once(chat.page, host, 429, "too-many-requests", retry_after="2")
    chat.send("急ぎの話")
    expect(chat.trouble).to_contain_text("秒後に自動で送信します")
    expect(chat.log.locator(".customer .state")).to_have_text("送信待ち")
    chat.says("「急ぎの話」ですね。")
    expect(chat.trouble).to_be_hidden()


def test_outage_is_waited_out(chat: Widget, host: HostSite) -> None:
    _fail_once(chat.page, host, 503, "store-unavailable", retry_after="1")
    chat.send("障害中の話")
    expect(chat.trouble).to_contain_text("サーバーにつながりません")
    chat.says("「障害中の話」ですね。")
    expect(chat.trouble).to_be_hidden()


def test_message_that_can_never_be_answered_says_so_and_lets_the_next_one_pass(chat: Widget, host: HostSite) -> None:
    _fail_once(chat.page, host, 500, "turn-failed")
    chat.send("だめな話")
    expect(chat.log.locator(".customer .state")).to_contain_text("担当者が確認します")
    chat.ask("次の話")


def test_forgotten_conversation_begins_anew_and_the_message_is_not_lost(chat: Widget, host: HostSite) -> None:
    chat.ask("前の話")
    _fail_once(chat.page, host, 401, "wrong-token")
    chat.send("続きの話")
    expect(chat.log.locator(".note").first).to_contain_text("新しい会話をはじめました")
    chat.says("「続きの話」ですね。")
    assert "前の話" not in chat.texts


def test_expired_conversation_is_noticed_when_the_page_is_opened_again(chat: Widget) -> None:
    chat.ask("昔の話")
    chat.page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((name) => name.startsWith("zenbu:"));
          localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), token: "expired"}));
        }"""
    )
    chat.page.reload()
    again = Widget(chat.page).ready()
    expect(again.log.locator(".note").first).to_contain_text("新しい会話をはじめました")
    again.ask("今の話")


def test_conversation_of_another_customer_is_not_shown(visit: Callable[..., Widget]) -> None:
    first = visit().open()
    first.ask("わたしの話")
    first.page.evaluate("sessionStorage.clear()")
    logged_in = visit(page=first.page, identity="e30.eyJzdWIiOiJjdXN0b21lci0yIn0.x")
    logged_in.launcher.click()
    expect(logged_in.trouble).to_contain_text("ログインの有効期限が切れています")
    assert logged_in.texts == []


def test_two_tabs_stay_in_step_without_doubles(chat: Widget, visit: Callable[..., Widget]) -> None:
    other = visit().open()
    chat.ask("一つ目のタブ")
    other.says("「一つ目のタブ」ですね。")
    other.ask("二つ目のタブ")
    chat.says("「二つ目のタブ」ですね。")
    expected = ["一つ目のタブ", "「一つ目のタブ」ですね。", "二つ目のタブ", "「二つ目のタブ」ですね。"]
    assert chat.texts[1:] == expected
    assert other.texts[1:] == expected


def test_new_conversation_in_one_tab_is_the_other_tabs_too(chat: Widget, visit: Callable[..., Widget]) -> None:
    other = visit().open()
    chat.ask("古い話")
    chat.press("メニュー")
    chat.press("新しい会話をはじめる")
    chat.press("はじめる")
    chat.ask("新しい話")
    other.says("「新しい話」ですね。")
    assert other.texts == chat.texts


def test_storage_that_is_forbidden_costs_only_the_memory(visit: Callable[..., Widget], context: BrowserContext) -> None:
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});"
    )
    visit().open().ask("覚えない話")


def _fail_once(page: Page, host: HostSite, status: int, name: str, retry_after: str | None = None) -> None:
    """The next message gets a problem instead of a reply."""
    headers = {"Access-Control-Allow-Origin": host.origin, "Access-Control-Expose-Headers": "Retry-After"}
    if retry_after:
        headers["Retry-After"] = retry_after
    body = json.dumps({"type": f"urn:zenbu:problem:{name}", "status": status})
    page.route(
        "**/messages",
        lambda route: route.fulfill(status=status, headers=headers, content_type="application/problem+json", body=body),
        times=1,
    )


def test_chat_that_cannot_be_opened_says_so_and_opens_later(visit: Callable[..., Widget]) -> None:
    widget = visit()
    widget.page.route("**/v1/conversations", lambda route: route.abort(), times=1)
    widget.launcher.click()
    expect(widget.trouble).to_contain_text("サーバーにつながりません")
    widget.send("待っていた話")
    widget.press("今すぐ試す")
    widget.says("「待っていた話」ですね。")
    expect(widget.trouble).to_be_hidden()


def test_reply_on_its_way_does_not_follow_into_a_new_conversation(chat: Widget, engine: ScriptedEngine) -> None:
    engine.gate.clear()
    chat.send("前の話")
    expect(chat.log.locator(".customer .state")).to_have_text("送信中")
    chat.press("メニュー")
    chat.press("新しい会話をはじめる")
    chat.press("はじめる")
    expect(chat.log.locator(".customer")).to_have_count(0)
    engine.gate.set()
    chat.ask("次の話")
    assert chat.texts[1:] == ["次の話", "「次の話」ですね。"]
