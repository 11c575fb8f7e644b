import gzip
import re

import pytest
from fastapi.testclient import TestClient

from api.pages import WEB

PAGE = (WEB / "index.html").read_text(encoding="utf-8")


def test_page_and_its_files_are_served(http: TestClient) -> None:
    page = http.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    files = set(re.findall(r'(?:src|href)="(/[^"]+)"', page.text))
    assert files == {"/static/icon.svg", "/static/page.css", "/static/page.js", "/widget.js"}
    for file in files:
        assert http.get(file).status_code == 200


def test_browser_runs_nothing_but_our_own_files(http: TestClient) -> None:
    for path in ("/", "/static/page.js", "/widget.js", "/v1/nothing"):
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


def test_widget_is_sent_packed_to_whoever_can_unpack_it(http: TestClient) -> None:
    packed = http.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    plain = http.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(gzip.compress(plain.content, 1))
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_widget_somebody_has_already_is_not_sent_again(http: TestClient, encoding: str) -> None:
    accepts = {"Accept-Encoding": encoding}
    etag = http.get("/widget.js", headers=accepts).headers["etag"]
    again = http.get("/widget.js", headers={**accepts, "If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert http.get("/widget.js", headers={**accepts, "If-None-Match": '"other"'}).status_code == 200


def test_widget_may_be_loaded_by_any_site(http: TestClient) -> None:
    assert http.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"


def test_catalogue_needs_no_token_and_names_what_is_sold(http: TestClient) -> None:
    catalogue = http.get("/v1/catalogue").json()
    assert catalogue["company"] == {"name": "試験株式会社", "service": "試験サービス", "assistant": "試験サポート"}
    light = catalogue["plans"][0]
    assert (light["id"], light["name"], light["price"], light["hours"]) == ("light", "ライトプラン", 8800, 1)
    assert catalogue["proactive"]["topics"]["plans"]["options"][0]["label"] == "プランの違い"
    assert catalogue["site"] is None


def test_catalogue_is_described(http: TestClient) -> None:
    operation = http.get("/openapi.json").json()["paths"]["/v1/catalogue"]["get"]
    assert operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Catalogue")
