import re

from fastapi.testclient import TestClient

PACKED_LIMIT = 12 * 1024


def test_page_loads_our_own_files_and_nothing_else(http: TestClient) -> None:
    page = http.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    files = set(re.findall(r'(?:src|href)="([^"#]+)"', page.text))
    assert files == {"/static/icon.svg", "/static/docs/docs.css", "/docs.js", "/openapi.json"}
    for file in files:
        assert http.get(file).status_code == 200
    assert http.get("/redoc").status_code == 404


def test_page_has_no_inline_script_or_style(http: TestClient) -> None:
    page = http.get("/docs").text
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son\w+=|style=|<style", page)


def test_script_is_small_and_not_sent_twice(http: TestClient) -> None:
    first = http.get("/docs.js", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert int(first.headers["content-length"]) < PACKED_LIMIT
    again = http.get("/docs.js", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_script_reads_no_markup(http: TestClient) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|document\.write", http.get("/docs.js").text)
