import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import api.app

WEB = api.app.WEB
PAGE = (WEB / "index.html").read_text(encoding="utf-8")
SCRIPT = (WEB / "app.js").read_text(encoding="utf-8")


def test_page_and_its_files_are_served(http: TestClient) -> None:
    page = http.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    files = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(files) == 3
    for file in files:
        assert http.get(file).status_code == 200


def test_browser_runs_nothing_but_our_own_files(http: TestClient) -> None:
    for path in ("/", "/static/app.js", "/v1/nothing"):
        headers = http.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_files_outside_the_page_are_not_served(http: TestClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert http.get(path).status_code == 404


def test_page_has_no_inline_script_or_style() -> None:
    assert not re.search(r"<script(?![^>]*src=)", PAGE)
    assert not re.search(r"\son\w+=|style=|<style", PAGE)


def test_page_says_it_is_a_machine_and_announces_replies() -> None:
    assert '<html lang="ja">' in PAGE
    assert "AI" in PAGE
    assert re.search(r'id="messages"[^>]*aria-live="polite"', PAGE)
    assert '<label for="text">' in PAGE


@pytest.mark.parametrize("markup", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("])
def test_script_writes_text_and_never_markup(markup: str) -> None:
    assert markup not in SCRIPT


def test_web_files_ship_with_the_package() -> None:
    pyproject = Path(api.app.__file__).parents[1] / "pyproject.toml"
    assert 'api = ["web/*"]' in pyproject.read_text(encoding="utf-8")
