"""The desks of those who look after the answers: the FAQ from a draft to customers, a week's review."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.clock import SystemClock
from services.reviewing.periods import week_of
from services.settings import Settings
from tests.browser.barriers import barriers
from tests.browser.sites import HostSite
from tests.browser.widget import Widget
from tests.fakes.faq import Builder, fake_builds

WAIT = 30_000
WEEK = week_of(SystemClock().now().date()).name


@pytest.fixture(autouse=True)
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    """Faked before the application opens."""
    return fake_builds(monkeypatch)


@pytest.fixture
def settings(no_settings: Path, migrated_sqlite: Path, host: HostSite) -> Settings:
    """One database is enough here: what these pages do is tried on both below them."""
    path = no_settings / "zenbu.db"
    shutil.copy(migrated_sqlite, path)
    return Settings(
        database_url=f"sqlite:///{path}", data_dir=no_settings, allowed_origins=(host.origin,), rate_limit=0
    )


def test_answer_is_edited_by_one_approved_by_another_and_published(work: Callable[..., Page], builder: Builder) -> None:
    writer = work("sato", "佐藤", "qa")
    writer.goto("/console/faq")
    writer.wait_for_load_state()
    writer.keyboard.press("/")
    writer.keyboard.type("ライトの料金")
    expect(writer.locator(".topic:visible")).to_have_count(1)
    writer.locator(".topic:visible a").click()

    answer = writer.get_by_role("textbox", name="回答")
    answer.fill("ライトプランは8,800円です。")
    expect(writer.locator("#faults-answer")).to_contain_text("直接書かれています", timeout=WAIT)
    answer.fill("ライトプランは")
    writer.locator(".values summary").click()
    writer.get_by_role("searchbox", name="値で探す").fill("8,800")
    writer.locator(".value:visible button").first.click()
    answer.press_sequentially("です。")
    expect(writer.locator("#shown-answer")).to_have_text("ライトプランは8,800円です。", timeout=WAIT)
    expect(writer.locator("#fine")).to_be_visible()
    assert barriers(writer) == []
    writer.get_by_label("変更の理由").fill("短くしました")
    writer.get_by_role("button", name="承認を依頼").click()
    expect(writer.locator("#toast")).to_have_text("承認を依頼しました")

    boss = work("mori", "森", "manager")
    boss.goto("/console/faq?show=proposed")
    boss.locator(".topic a").click()
    expect(boss.locator(".diff ins").first).to_be_visible()
    boss.get_by_role("button", name="承認する").click()
    boss.goto("/console/faq")
    expect(boss.locator("#publishing")).to_contain_text("まだ配信されていません")
    boss.get_by_role("button", name="配信する").click()
    boss.get_by_role("dialog").get_by_role("button", name="配信する").click()
    expect(boss.locator("#publishing")).to_contain_text("配信の準備をしています", timeout=WAIT)
    builder.last().is_done = True
    expect(boss.locator("#publishing")).to_contain_text("承認済みの内容と同じです", timeout=WAIT)


def test_week_is_reviewed_by_the_keyboard(chat: Widget, work: Callable[..., Page]) -> None:
    chat.ask("夜の音")
    reviewer = work("sato", "佐藤", "qa")
    reviewer.goto("/console/review")
    # The week that is going on is not offered; it can be drawn all the same.
    reviewer.locator("select[name=week] option").first.evaluate(f"option => {{ option.value = '{WEEK}' }}")
    reviewer.get_by_role("button", name="抽出する").click()
    reviewer.get_by_role("link", name="評価をはじめる").click()
    reviewer.wait_for_load_state()
    reviewer.get_by_label("この回答の問題").first.select_option("missed_topic")
    expect(reviewer.get_by_label("不備あり")).to_be_checked()
    reviewer.get_by_label("正しい項目").first.select_option("price-list")
    reviewer.locator("main").focus()
    reviewer.keyboard.press("3")
    expect(reviewer.get_by_label("失敗")).to_be_checked()
    assert barriers(reviewer) == []
    reviewer.keyboard.press("s")
    expect(reviewer.locator("#toast")).to_have_text("評価を保存しました")
    expect(reviewer.get_by_text("すべて評価しました")).to_be_visible()
    expect(reviewer.locator(".rates")).to_contain_text("答えられる項目を見落とした")
