"""The API reference, for whoever builds a client."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE
from tests.browser.sites import Server
from tests.browser.test_access import SCHEMES, Scheme

MESSAGES = "post-v1-conversations-conversation_id-messages"
OPEN = "all => all.forEach((details) => { details.open = true; })"


def shown(page: Page) -> Page:
    expect(page.locator(".operation").first).to_be_attached()
    return page


@pytest.fixture
def docs(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(f"{server.origin}/docs")
    return shown(page)


@pytest.fixture
def description(server: Server) -> dict[str, Any]:
    document: dict[str, Any] = httpx.get(f"{server.origin}/openapi.json").json()
    return document


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def references(schema: dict[str, Any]) -> Iterator[str]:
    """The shapes a schema chooses from, the first that is named first."""
    if "$ref" in schema:
        yield schema["$ref"]
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from references(part)


def section(page: Page, method: str, path: str) -> Locator:
    pattern = re.compile(rf"^{method.upper()}\s*{re.escape(path)}$")
    return page.locator(".operation").filter(has=page.locator(".path", has_text=pattern))


def words_of(line: str) -> list[str]:
    """The words a shell makes of a line that goes on over several."""
    return shlex.split(line.replace("\\\n", " "))


def plain(description: str) -> list[str]:
    return " ".join(description.replace("`", "").split()).split()


def test_every_operation_is_shown_with_all_it_takes_and_answers(docs: Page, description: dict[str, Any]) -> None:
    shapes = description["components"]["schemas"]
    count = 0
    for method, path, operation in operations(description):
        count += 1
        part = section(docs, method, path)
        expect(part).to_have_count(1)
        expect(part.get_by_role("heading", level=3)).to_have_text(operation["summary"])
        words = (part.text_content() or "").split()
        assert "".join(plain(operation["description"])) in "".join(words)
        names = set(part.locator("li > code").all_text_contents())
        assert {parameter["name"] for parameter in operation.get("parameters", [])} <= names
        for content in operation.get("requestBody", {}).get("content", {}).values():
            schema = content["schema"]
            shape = shapes[next(references(schema)).rpartition("/")[2]]
            assert set(shape["properties"]) <= names
        assert part.locator(".answer .status").all_text_contents() == sorted(operation["responses"])
        told = set(part.locator(".answer > summary code").all_text_contents())
        for answer in operation["responses"].values():
            for content in answer.get("content", {}).values():
                assert set(content.get("examples", {})) <= told
        expect(part.locator(".examples pre").first).to_contain_text("curl")
    expect(docs.locator(".operation")).to_have_count(count)
    expect(docs.get_by_role("navigation").locator(".method")).to_have_count(count)


def test_required_and_limits_are_told(docs: Page) -> None:
    text = docs.locator(f"#{MESSAGES} li").filter(has=docs.locator("> code", has_text=re.compile("^text$"))).first
    expect(text).to_contain_text("required")
    expect(text).to_contain_text("length ≤ 2000")
    free = docs.locator(f"#{MESSAGES} li").filter(has_text="client_message_id").first
    expect(free).not_to_contain_text("required")
    expect(free).to_contain_text("string or null")


def test_objects_inside_open_and_close(docs: Page) -> None:
    inner = docs.locator(f"#{MESSAGES} li details").filter(has_text="SourceOut")
    expect(inner.locator("li").first).to_be_hidden()
    inner.locator("summary").focus()
    docs.keyboard.press("Enter")
    expect(inner.locator("li").first).to_be_visible()


def test_every_problem_is_listed_once(docs: Page, description: dict[str, Any]) -> None:
    declared = {
        example["value"]["type"]
        for _, _, operation in operations(description)
        for answer in operation["responses"].values()
        for example in answer.get("content", {}).get("application/problem+json", {}).get("examples", {}).values()
    }
    listed = docs.locator("#problems dt code").all_text_contents()
    assert sorted(listed) == sorted(declared)


def test_copied_line_does_what_it_says(docs: Page, context: BrowserContext, server: Server) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    part = section(docs, "post", "/v1/conversations")
    part.get_by_role("button", name="Copy: Request").click()
    expect(part.get_by_text("Copied", exact=True)).to_be_visible()
    words = words_of(docs.evaluate("navigator.clipboard.readText()"))
    assert words[:3] == ["curl", "-X", "POST"]
    header, body = words[words.index("-H") + 1], words[words.index("-d") + 1]
    name, _, value = header.partition(": ")
    assert httpx.post(words[3], headers={name: value}, content=body.encode()).status_code == 201


def test_every_shell_line_is_one_the_api_understands(docs: Page, server: Server) -> None:
    """Without a true token it answers 401 or 404, and events of nobody known are refused: no request is wrong."""
    for line in docs.locator(".examples figure:first-child pre").all_text_contents():
        words = iter(words_of(line))
        asked: dict[str, Any] = {"headers": {}}
        for word in words:
            if word == "-X":
                asked["method"] = next(words)
            elif word == "-H":
                name, _, value = next(words).partition(": ")
                asked["headers"][name] = value
            elif word == "-d":
                asked["content"] = json.dumps(json.loads(next(words)))
            elif word.startswith("http"):
                asked["url"] = word
        assert asked["url"].startswith(server.origin)
        answer = httpx.request(**asked)
        refused = answer.status_code == 422 and answer.json()["type"].endswith("event-refused")
        assert refused or answer.status_code in {200, 201, 401, 404}, line


def test_text_that_cannot_be_copied_is_selected(docs: Page) -> None:
    docs.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    part = section(docs, "get", "/healthz")
    part.get_by_role("button", name="Copy: Request").click()
    expect(part.get_by_text("Selected", exact=True)).to_be_visible()
    assert docs.evaluate("getSelection().toString()") == part.locator("pre").first.text_content()


def test_search_leaves_what_holds_every_word(docs: Page) -> None:
    docs.keyboard.press("/")
    docs.keyboard.type("Claim ticket-taken take_over")
    expect(docs.locator(".operation:visible h3")).to_have_text(["Claim Ticket"])
    expect(docs.get_by_role("navigation").get_by_role("link")).to_have_text([re.compile("Claim Ticket")])
    expect(docs.get_by_role("status").filter(has_text="Operations found: 1")).to_be_visible()
    docs.keyboard.type(" nowhere")
    expect(docs.locator(".operation:visible")).to_have_count(0)
    docs.keyboard.press("Escape")
    expect(docs.locator("[hidden]:is(section, li)")).to_have_count(0)


def test_link_leads_to_what_the_search_had_hidden(docs: Page) -> None:
    docs.get_by_role("searchbox").fill("claim")
    docs.locator(".operation:visible .access a").first.click()
    expect(docs.locator("#access-staff")).to_be_in_viewport()


def test_address_leads_to_its_operation(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.origin}/docs#{MESSAGES}")
    part = shown(page).locator(f"#{MESSAGES}")
    expect(part.get_by_role("heading", level=3)).to_be_in_viewport()
    expect(page.locator("nav [aria-current]")).to_have_attribute("href", f"#{MESSAGES}")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious(docs: Page, scheme: Scheme) -> None:
    docs.emulate_media(color_scheme=scheme)
    # All operations are made of the same things: the rest would take a quarter of a minute.
    docs.locator(".operation").evaluate_all("all => all.slice(4).forEach((section) => section.remove())")
    docs.locator(f"#{MESSAGES} details").evaluate_all(OPEN)
    assert barriers(docs) == []


def test_axe_finds_nothing_serious_on_a_phone(docs: Page) -> None:
    docs.set_viewport_size(PHONE)
    docs.get_by_role("searchbox").fill("metrics")
    docs.get_by_role("button", name="Menu").click()
    expect(docs.get_by_role("navigation")).to_be_visible()
    assert barriers(docs) == []


def test_phone_has_a_menu_and_nothing_runs_out_of_the_page(docs: Page) -> None:
    docs.set_viewport_size(PHONE)
    docs.locator("details").evaluate_all(OPEN)
    assert docs.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    menu, contents = docs.get_by_role("button", name="Menu"), docs.get_by_role("navigation")
    expect(contents).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    contents.get_by_role("link", name="Post Message").click()
    expect(contents).to_be_hidden()
    expect(docs.locator(f"#{MESSAGES} h3")).to_be_in_viewport()


def test_markup_in_the_description_is_text(
    context: BrowserContext, server: Server, description: dict[str, Any]
) -> None:
    payload = "<img src=x onerror=alert(1)>"
    operation = description["paths"]["/healthz"]["get"]
    operation |= {"summary": payload, "description": payload}
    page = context.new_page()
    page.route("**/openapi.json", lambda route: route.fulfill(json=description))
    page.goto(f"{server.origin}/docs")
    expect(shown(page).get_by_role("heading", name=payload)).to_be_attached()
    assert page.locator("main img").count() == 0


def test_description_that_cannot_be_loaded_is_told(context: BrowserContext, server: Server) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=503)

    page = context.new_page()
    page.route("**/openapi.json", fail)
    page.goto(f"{server.origin}/docs")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
