from knowledge.pack import Fault
from tests.unit.knowledge.pack.conftest import Change


def test_retention_by_an_unknown_fact_is_refused(fault_after: Change) -> None:
    assert fault_after("privacy.yaml", "conversation_keep", "conversation_kept") == Fault(
        "privacy.yaml",
        2,
        "there is no fact 'conversation_kept'",
        "name the fact that tells how long it is kept",
    )


def test_retention_by_a_fact_that_is_no_span_is_refused(fault_after: Change) -> None:
    fault = fault_after("privacy.yaml", "invoice_keep", "chat_hours")
    assert fault.what.startswith("chat_hours: 24時間 is no span of time")
