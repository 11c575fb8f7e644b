"""What is declared of the tools."""

import pytest

from tools.declaration import AUDIENCES, Tool
from tools.registry import declared, declared_for

WHOSE = ("customer", "member", "staff", "user", "role", "conversation", "email", "name", "phone")
"""Words by which an argument would say whose data is meant."""


@pytest.mark.parametrize("tool", declared(), ids=lambda tool: tool.name)
def test_every_tool_tells_a_model_what_it_is_for(tool: Tool) -> None:
    schema = tool.arguments.model_json_schema()
    assert tool.description.endswith(".") and len(tool.description) > 30
    assert schema["additionalProperties"] is False
    for name, entry in schema.get("properties", {}).items():
        assert entry.get("description"), f"{tool.name}.{name} is not described"


@pytest.mark.parametrize("tool", declared_for("customer"), ids=lambda tool: tool.name)
def test_no_customers_tool_has_an_argument_for_whose_data_is_meant(tool: Tool) -> None:
    assert not [name for name in tool.arguments.model_fields for word in WHOSE if word in name]


def test_names_are_unique() -> None:
    names = [tool.name for tool in declared()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everybody_has_tools(audience: str) -> None:
    assert declared_for(audience)  # type: ignore[arg-type]


def test_qa_writes_nothing_and_reads_no_customer_unmasked() -> None:
    tools = {tool.name: tool for tool in declared() if tool.serves("qa")}
    assert {tool.access for tool in tools.values()} == {"read"}
    assert set(tools) == {"search_faq", "list_plans", "list_turns", "read_conversation"}


def test_what_changes_a_booking_is_proposed_before_it_is_confirmed() -> None:
    writing = {tool.name for tool in declared_for("customer") if tool.access == "write"}
    assert writing == {
        "propose_booking", "propose_move", "propose_cancellation", "confirm_proposal", "request_person"
    }  # fmt: skip
