from pathlib import Path

import pytest

from api.serve import PublicDevelopment, Server, is_loopback, run
from knowledge.artifacts import NotBuilt
from services.settings import Settings
from tests.fakes.engine import FakeEngine


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.0.7", "example.com", "localhost.example.com"])
def test_development_does_not_listen_where_others_reach_it(
    no_settings: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(Server, "run", lambda _: pytest.fail("it listens"))
    with pytest.raises(PublicDevelopment) as refusal:
        run(host, 8000, Settings(data_dir=no_settings), lambda *_: FakeEngine())
    assert str(refusal.value).endswith("zenbu serve --host 127.0.0.1")


def test_production_listens_anywhere(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = []

    def listen(server: Server) -> None:
        listening.append((server.config.host, server.config.port))

    monkeypatch.setattr("api.serve.configure_logs", lambda _: None)
    monkeypatch.setattr(Server, "run", listen)
    settings = Settings(env="production", secret_key="k" * 48, data_dir=no_settings)
    run("0.0.0.0", 8000, settings, lambda *_: FakeEngine())
    assert listening == [("0.0.0.0", 8000)]


def test_what_keeps_it_from_starting_is_told_to_who_started_it(
    no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.serve.configure_logs", lambda _: None)

    def not_built(*_: object) -> FakeEngine:
        raise NotBuilt("run: zenbu knowledge build")

    with pytest.raises(NotBuilt):
        run("127.0.0.1", 0, Settings(data_dir=no_settings), not_built)
