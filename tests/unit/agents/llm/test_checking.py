"""What `zenbu llm check` finds out about endpoints of several kinds."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from agents.llm.checking import Check, Tried, Use
from agents.llm.model import LlmTerms
from agents.llm.wire import Endpoint
from api.llm_cli import llm_app
from knowledge.pack import Pack
from tests.fakes.llm_server import FAULTS, KEY, MODEL, Answer, Asked, Slow, Status, dead_endpoint, good, llm_server


def checked(pack: Pack, model: Callable[[Asked], Answer], key: str = KEY) -> tuple[dict[str, Tried], dict[str, Use]]:
    with llm_server(model) as llm:
        return _run(Check(Endpoint(llm.url, key, MODEL), pack, LlmTerms(), 10))


def _run(check: Check) -> tuple[dict[str, Tried], dict[str, Use]]:
    tried = list(check.run())
    return {entry.step: entry for entry in tried}, {use.name: use for use in check.uses(tried)}


def test_a_good_endpoint_is_used_for_everything(pack: Pack) -> None:
    tried, uses = checked(pack, good)
    assert all(tried[step].works for step in ("answer", "json_schema", "stream", "tools"))
    assert all(use.used for use in uses.values())
    assert "json_schema" in uses["understanding"].how


def test_an_endpoint_without_schemas_is_asked_in_words(pack: Pack) -> None:
    def plain(asked: Asked) -> Answer:
        if "response_format" in asked.body:
            return Status(400, body=b'{"error": {"message": "response_format is not supported"}}')
        return good(asked)

    tried, _ = checked(pack, plain)
    assert tried["json_schema"].fault is not None
    assert tried["stream"].works


def test_what_is_too_slow_is_said_with_the_setting_that_allows_it(pack: Pack) -> None:
    with llm_server(lambda asked: Slow(good(asked), before=0.3)) as llm:
        terms = LlmTerms(understanding=0.1, first_sentence=0.1, turn=10)
        _, uses = _run(Check(Endpoint(llm.url, KEY, MODEL), pack, terms, 10))
    assert not uses["understanding"].used
    assert "ZENBU_LLM_UNDERSTANDING_SECONDS" in uses["understanding"].how
    assert uses["open requests"].used


def test_where_nothing_answers_nothing_more_is_tried(pack: Pack) -> None:
    with dead_endpoint() as url:
        tried, uses = _run(Check(Endpoint(url, KEY, MODEL), pack, LlmTerms(), 10))
    assert list(tried) == ["answer"]
    assert "ZENBU_LLM_BASE_URL" in (tried["answer"].mend or "")
    assert not any(use.used for use in uses.values())


def test_a_wrong_key_is_told_as_such(pack: Pack) -> None:
    tried, _ = checked(pack, good, key="wrong")
    assert "ZENBU_LLM_API_KEY" in (tried["answer"].mend or "")


@pytest.mark.parametrize("fault", ["refusal", "empty", "json_null"])
def test_an_endpoint_that_talks_nonsense_is_used_for_nothing(pack: Pack, fault: str) -> None:
    _, uses = checked(pack, lambda _: FAULTS[fault]())
    assert not any(use.used for use in uses.values())


def test_without_a_model_the_settings_are_named(no_settings: object) -> None:
    shown = CliRunner().invoke(llm_app, ["check"])
    assert shown.exit_code == 0
    for name in ("ZENBU_LLM_BASE_URL", "ZENBU_LLM_API_KEY", "ZENBU_LLM_MODEL"):
        assert name in shown.output
