from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from knowledge.pack import load_pack, pack_path
from knowledge.pack.references import render
from services.settings import Settings
from tests.fakes.engine import FakeEngine
from tests.unit.knowledge.conftest import FLORIST


@pytest.mark.parametrize(
    ("more", "notice"),
    [
        ({}, "privacy_notice"),
        ({"llm_model": "some-model", "llm_api_key": "sk-none"}, "privacy_notice_llm"),
        ({"encoder": "openai:some-model"}, "privacy_notice_llm"),
        ({"encoder": "sentence-transformers:some-model"}, "privacy_notice"),
    ],
)
def test_notice_says_whether_an_outside_model_is_asked(no_settings: Path, more: dict[str, Any], notice: str) -> None:
    settings = Settings(database_url=f"sqlite:///{no_settings / 'zenbu.db'}", data_dir=no_settings, **more)
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        assert http.post("/v1/conversations").json()["notice"] == f"[{notice}]"


@pytest.mark.parametrize("pack", ["zenbu", str(FLORIST)])
def test_notice_tells_how_long_is_kept_and_what_leaves_the_house(pack: str) -> None:
    loaded = load_pack(pack_path(pack))
    kept = render(loaded, f"{{facts.{loaded.retention.conversations}}}")
    local, outside = (render(loaded, loaded.templates[name]) for name in ("privacy_notice", "privacy_notice_llm"))
    assert kept in local and kept in outside
    assert "外部のAIに送られることはありません" in local
    assert "外部のAIに送ることがあります" in outside
    assert local.count("。") == outside.count("。") <= 5
