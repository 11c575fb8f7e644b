"""The real thing from end to end: the shipped pack's knowledge, the company's page, a browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.app import create_app
from graphs.composition import build_engine
from services.application import open_database
from services.fixtures import load_fixtures
from services.settings import Settings
from tests.browser.barriers import barriers
from tests.browser.sites import HostSite, Server, host_site
from tests.browser.test_access import SCHEMES, Scheme
from tests.browser.widget import Widget

ROOT = Path(__file__).parents[2]
CUSTOMER = {
    "customer_id": "cust-1", "name": "青木 静", "prefecture": "東京都", "address": "東京都世田谷区桜丘1-2-3 201",
    "phone": "090-0000-0001", "email": "aoki@example.com", "noise_hours": [22, 23], "bookings": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[HostSite]:
    with host_site() as site:
        yield site


@pytest.fixture(scope="module")
def zenbu(tmp_path_factory: pytest.TempPathFactory, elsewhere: HostSite) -> Iterator[Server]:
    """The application with what was built from the shipped pack; one start for all tests of this file."""
    folder = tmp_path_factory.mktemp("zenbu")
    settings = Settings(
        data_dir=ROOT / "data",
        database_url=f"sqlite:///{folder / 'zenbu.db'}",
        allowed_origins=(elsewhere.origin,),
        rate_limit=0,
        _env_file=None,
    )
    customers = folder / "customers.jsonl"
    customers.write_text(json.dumps(CUSTOMER), encoding="utf-8")
    database = open_database(settings)
    load_fixtures(customers, database, settings, {})
    database.close()
    server = Server(create_app(settings, build_engine))
    elsewhere.chat = server.origin
    yield server
    server.stop()


@pytest.fixture
def page(zenbu: Server, context: BrowserContext) -> Page:
    """The company's own page."""
    page = context.new_page()
    page.goto(zenbu.origin)
    expect(page.locator("body[data-ready]")).to_be_visible()
    return page


def test_page_shows_the_packs_prices_and_no_other(page: Page, zenbu: Server) -> None:
    plans = page.request.get(f"{zenbu.origin}/v1/catalogue").json()["plans"]
    rows = page.locator("#plan-rows tr")
    expect(rows).to_have_count(3)
    for row, plan in zip(rows.all(), plans, strict=True):
        expect(row).to_contain_text(plan["name"])
        expect(row.locator(".price")).to_have_text(f"{plan['price']:,}円")
        expect(row).to_contain_text(f"{plan['hours']}時間")
    # A figure in the file itself would be one nobody checks against the pack.
    written = re.sub(r"<[^>]*>", "", (ROOT / "api/web/index.html").read_text(encoding="utf-8"))
    assert re.findall(r"[0-9０-９]", written) == []


@pytest.mark.parametrize(("width", "height"), [(1200, 860), (390, 844), (320, 640)])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_page_is_readable_for_everybody(page: Page, width: int, height: int, scheme: Scheme) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_price_section_offers_help_that_fits_it(page: Page, zenbu: Server) -> None:
    rules = page.request.get(f"{zenbu.origin}/v1/catalogue").json()["proactive"]
    page.clock.install()
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_visible()
    page.get_by_role("link", name="料金を見る").click()
    expect(page.get_by_role("heading", name="料金プラン")).to_be_in_viewport()
    page.clock.run_for(1_000)
    page.clock.run_for((rules["idle_seconds"] + 1) * 1000)
    teaser = page.locator("zenbu-chat .teaser")
    expect(teaser).to_contain_text("料金やプランについて聞く")


def test_question_is_answered_from_the_faq(page: Page) -> None:
    page.get_by_role("button", name="無料診断をはじめる").first.click()
    chat = Widget(page).ready()
    chat.send("測定って隣の人に知られますか？")
    expect(chat.last.locator(".sources")).to_contain_text("隣人に知られないか")
    expect(chat.last.get_by_role("button", name="はい", exact=True)).to_be_visible()


def test_trouble_is_diagnosed_to_a_result(page: Page) -> None:
    chat = Widget(page).open()
    chat.send("上の階の足音が毎晩うるさくて眠れません")
    result = chat.panel.get_by_label("診断の結果")
    for _ in range(6):
        expect(chat.panel.locator(".option").first).to_be_visible()
        if result.is_visible():
            break
        asked = chat.log.locator(".message.bot").count()
        chat.panel.locator(".option").last.click()
        expect(chat.log.locator(".message.bot")).to_have_count(asked + 1)
    expect(result).to_contain_text("生活音")
    expect(result.locator(".price")).to_contain_text("円")
    expect(chat.panel.get_by_role("button", name="今すぐ予約する")).to_be_visible()


def test_known_customer_books_a_visit(zenbu: Server, elsewhere: HostSite, context: BrowserContext) -> None:
    elsewhere.attributes = {"data-customer": "cust-1"}
    page = context.new_page()
    page.goto(elsewhere.origin)
    chat = Widget(page).open()
    chat.press("今すぐ予約する")
    chat.press("スタンダードプラン")
    chat.press("できるだけ早く")
    tiles = chat.panel.locator(".tile")
    expect(tiles).to_have_count(3)
    day = tiles.first.locator(".day").inner_text()
    assert re.fullmatch(r"\d+月\d+日（[月火水木金土日]）", day)
    tiles.first.click()
    chat.press("クレジットカード")
    expect(chat.panel.get_by_label("ご予約内容の確認")).to_contain_text(day)
    chat.press("確定する")
    booked = chat.panel.get_by_label("ご予約を承りました", exact=True)
    expect(booked).to_contain_text(day)
    expect(booked).to_contain_text("スタンダードプラン")
