from datetime import datetime
from pathlib import Path

import pytest

from domain.clock import TOKYO, FrozenClock, SystemClock
from services.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("no_settings")


def test_nothing_set_is_development_on_sqlite() -> None:
    settings = load_settings()
    assert settings.is_development
    assert settings.database == "sqlite:///data/zenbu.db"
    assert isinstance(settings.clock(), SystemClock)


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_NOW", "2026-11-25T10:00:00")
    monkeypatch.setenv("ZENBU_ALLOWED_ORIGINS", "https://a.example, https://b.example")
    monkeypatch.setenv("ZENBU_DATABASE_URL", "postgresql://root@127.0.0.1/x")
    settings = load_settings()
    clock = settings.clock()
    assert isinstance(clock, FrozenClock)
    assert clock.now() == datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert settings.database == "postgresql://root@127.0.0.1/x"


@pytest.mark.parametrize("secret", [None, "", "for-development-only", "short"])
def test_production_refuses_a_weak_secret_and_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, secret: str | None
) -> None:
    monkeypatch.setenv("ZENBU_ENV", "production")
    if secret is not None:
        monkeypatch.setenv("ZENBU_SECRET_KEY", secret)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value).splitlines()[-1].startswith("export ZENBU_SECRET_KEY=$(")


def test_production_starts_with_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_ENV", "production")
    monkeypatch.setenv("ZENBU_SECRET_KEY", "k" * 48)
    assert not load_settings().is_development


def test_all_faults_are_named_and_no_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_ENCODER", "secret-looking-thing")
    monkeypatch.setenv("ZENBU_SMTP_PORT", "0")
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert "ZENBU_ENCODER" in str(refusal.value)
    assert "ZENBU_SMTP_PORT" in str(refusal.value)
    assert "secret-looking-thing" not in str(refusal.value)
    assert str(refusal.value).splitlines()[-1] == "cat .env.example"


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_LLM_API_KEY", "sk-do-not-show")
    assert "sk-do-not-show" not in repr(load_settings())


def test_example_lists_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = {line.lstrip("#").split("=")[0] for line in lines if line.lstrip("#").startswith("ZENBU_")}
    assert listed == {f"ZENBU_{name.upper()}" for name in Settings.model_fields}


def test_intake_secret_that_protects_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_INTAKE_SECRET", "whsec_QUJD")
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value).splitlines()[-1].startswith("export ZENBU_INTAKE_SECRET=whsec_$(")


@pytest.mark.parametrize(
    ("name", "value", "missing"),
    [
        ("ZENBU_LLM_MODEL", "some-model", "export ZENBU_LLM_BASE_URL="),
        ("ZENBU_LLM_DAY_YEN", "1000", "export ZENBU_LLM_YEN_READ="),
    ],
)
def test_half_a_language_model_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, missing: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value).splitlines()[-1].startswith(missing)
