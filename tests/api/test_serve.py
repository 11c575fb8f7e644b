from pathlib import Path

import pytest
import uvicorn

from api.serve import PublicDevelopment, is_loopback, run
from services.settings import Settings
from tests.fakes.engine import FakeEngine


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.0.7", "example.com", "localhost.example.com"])
def test_development_does_not_listen_where_others_reach_it(
    no_settings: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: pytest.fail("it listens"))
    with pytest.raises(PublicDevelopment) as refusal:
        run(host, 8000, Settings(data_dir=no_settings), lambda *_: FakeEngine())
    assert str(refusal.value).endswith("zenbu serve --host 127.0.0.1")


def test_production_listens_anywhere(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = []
    monkeypatch.setattr("api.serve.configure_logs", lambda _: None)
    monkeypatch.setattr(uvicorn, "run", lambda _, host, port, **__: listening.append((host, port)))
    settings = Settings(env="production", secret_key="k" * 48, data_dir=no_settings)
    run("0.0.0.0", 8000, settings, lambda *_: FakeEngine())
    assert listening == [("0.0.0.0", 8000)]
