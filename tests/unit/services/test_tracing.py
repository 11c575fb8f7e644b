import pytest

from services.settings import Settings, SettingsError
from services.tracing import build_tracing, hide, span, traced
from tests.fakes.traces import Traces


def test_steps_belong_to_their_turn() -> None:
    traces = Traces()
    with traced(traces.tracing, "turn", {"zenbu.channel": "web", "zenbu.left_out": None}):
        with span("step"), span("call", {"gen_ai.operation.name": "chat"}, calls_out=True) as call:
            call.note({"gen_ai.usage.input_tokens": 7})
    call_span, step, turn = traces.spans
    assert call_span.parent is not None and step.context is not None and turn.context is not None
    assert call_span.parent.span_id == step.context.span_id
    assert step.parent is not None and step.parent.span_id == turn.context.span_id
    assert traces.attributes("call") == {"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 7}
    assert traces.attributes("turn") == {"zenbu.channel": "web"}


def test_nothing_is_traced_outside_of_a_traced_turn() -> None:
    with span("step") as step:
        step.note({"a": 1})
        step.content("b", "c")
        step.failed("d")
    with traced(None, "turn", {}), span("step"):
        pass


@pytest.mark.parametrize("content", [False, True])
def test_content_is_shown_where_it_is_asked_for_and_masked(content: bool) -> None:
    traces = Traces(content=content)
    with traced(traces.tracing, "turn", {}) as turn:
        hide(("高橋麻衣", None))
        turn.content("said", {"text": ["高橋麻衣です。080-9876-5432へお電話ください。"]})
    assert traces.attributes("turn") == (
        {"said": '{"text": ["[氏名]です。[電話]へお電話ください。"]}'} if content else {}
    )


def test_a_fault_is_named_and_its_words_are_not_told() -> None:
    traces = Traces(content=True)
    with pytest.raises(ValueError), traced(traces.tracing, "turn", {}), span("step"):
        raise ValueError("080-9876-5432")
    assert traces.attributes("step")["error.type"] == "ValueError"
    assert "9876" not in traces.shown()


def test_no_exporter_means_no_tracing(no_settings: object) -> None:
    assert build_tracing(Settings()) is None


def test_an_exporter_that_is_not_installed_is_refused(no_settings: object) -> None:
    with pytest.raises(SettingsError, match="there are .*console"):
        build_tracing(Settings(traces_exporter="nowhere"))
