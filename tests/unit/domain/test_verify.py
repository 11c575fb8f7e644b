import pytest

from domain.dialogue import DialogueState
from domain.plan import Fact, ReplyPlan
from domain.reply import Source
from domain.verify import UnfoundedReply, verify

PLAN = ReplyPlan(
    type="faq",
    route="faq",
    confidence=1.0,
    state=DialogueState(),
    opening="ご案内します。",
    facts=(Fact("料金は8,800円、開始は19:00です。", Source("price-list", "料金一覧")),),
)


@pytest.mark.parametrize("text", [PLAN.template, "8,800円です。", "19:00からです。", "数字のない文です。"])
def test_text_that_stays_with_the_plan_goes_out(text: str) -> None:
    assert verify(text, PLAN) == text


@pytest.mark.parametrize("text", ["8,900円です。", "8800円です。", "8円です。", "19:30からです。", "20分で伺います。"])
def test_figure_that_is_not_in_the_plan_is_a_fault(text: str) -> None:
    with pytest.raises(UnfoundedReply, match=r"has no source \(route faq\)"):
        verify(text, PLAN)


@pytest.mark.parametrize("hole", ["{plans.light.price}", "{start}", "{booking.cancel.free_days}"])
def test_reference_left_open_is_a_fault(hole: str) -> None:
    with pytest.raises(UnfoundedReply, match="was not filled in"):
        verify(f"料金は{hole}です。", PLAN)


def test_template_is_opening_facts_and_closing_without_gaps() -> None:
    assert PLAN.template == "ご案内します。\n料金は8,800円、開始は19:00です。"


def test_source_of_several_facts_is_named_once() -> None:
    source = Source("a", "A")
    plan = ReplyPlan(
        "faq", "faq", 1.0, DialogueState(), facts=(Fact("一。", source), Fact("二。", source), Fact("三。"))
    )
    assert plan.sources == (source,)
