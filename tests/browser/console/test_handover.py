"""Two browsers at once: a customer in the widget, a member of the staff in the console."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.widget import Widget

WAIT = 30_000


def test_customer_is_handed_over_served_handed_back_and_served_again(chat: Widget, work: Callable[..., Page]) -> None:
    console = work()
    expect(console.get_by_text("待っているお客さまはいません")).to_be_visible()

    chat.send("人と話したい")
    ticket = console.locator(".ticket")
    expect(ticket).to_have_count(1, timeout=WAIT)
    expect(console.locator("#waiting")).to_have_text("1", timeout=WAIT)
    ticket.get_by_role("link").click()
    expect(console.locator("#thread")).to_contain_text("人と話したい")
    console.wait_for_load_state()  # keys are heard by then
    console.keyboard.press("c")
    expect(chat.handover).to_contain_text("担当者が対応しています", timeout=WAIT)

    reply = console.get_by_role("textbox", name="返信")
    reply.fill("お待たせしました。佐藤です。")
    expect(chat.panel.get_by_text("担当者が入力しています")).to_be_attached(timeout=WAIT)
    reply.press("Control+Enter")
    expect(chat.last.locator(".bubble")).to_contain_text("佐藤です。", timeout=WAIT)
    expect(reply).to_have_value("")

    # What is being written stays while messages come in, and after a reload.
    reply.fill("書きかけ")
    chat.field.press_sequentially("部屋番号は")
    expect(console.locator("#typing")).to_be_visible(timeout=WAIT)
    chat.send("部屋番号は705です")
    expect(console.locator("#thread")).to_contain_text("部屋番号は705です", timeout=WAIT)
    expect(reply).to_have_value("書きかけ")
    console.reload()
    expect(reply).to_have_value("書きかけ")

    assert barriers(console) == []
    console.get_by_role("button", name="AIの応対に戻す").click()
    console.get_by_role("dialog").get_by_label("メモ（社内用）").fill("705号室と確認済み")
    console.get_by_role("button", name="戻す", exact=True).click()
    expect(console.locator("#toast")).to_have_text("AIの応対に戻しました。")
    expect(chat.handover).to_be_hidden(timeout=WAIT)
    chat.ask("続きの話")

    chat.send("人と話したい")
    ticket.get_by_role("button", name="引き受ける").click(timeout=WAIT)
    console.get_by_text("これまでの引き継ぎ").click()
    expect(console.locator(".packet")).to_contain_text("705号室と確認済み")
    console.get_by_role("button", name="完了する").click()
    console.get_by_role("dialog").get_by_label("連絡がつかない").check()
    console.get_by_role("dialog").get_by_role("button", name="完了する").click()
    expect(console.get_by_text("待っているお客さまはいません")).to_be_visible(timeout=WAIT)
    expect(chat.panel.get_by_role("form", name="今回の対応はいかがでしたか？")).to_be_visible(timeout=WAIT)


def test_colleague_who_takes_over_stops_ones_own_reply(chat: Widget, work: Callable[..., Page]) -> None:
    console = work()
    chat.send("人と話したい")
    console.locator(".ticket").get_by_role("button", name="引き受ける").click(timeout=WAIT)
    expect(console.get_by_role("textbox", name="返信")).to_be_visible()
    boss = work("ueda", "上田", "manager")
    boss.locator(".ticket a").click()
    boss.get_by_role("button", name="引き継ぐ").click()
    expect(boss.get_by_role("textbox", name="返信")).to_be_visible()
    expect(console.get_by_text("上田さんが対応しています。")).to_be_visible(timeout=WAIT)
    expect(console.get_by_role("textbox", name="返信")).to_have_count(0)
