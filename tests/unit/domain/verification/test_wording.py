from dataclasses import replace
from time import perf_counter

import pytest

from domain.plan import Fact
from domain.verification import verify_wording
from tests.fakes.planted_sentences import COMPANY, heard, plan

BOOKING = plan("booking")
FIRST, SECOND = (fact.text for fact in BOOKING.facts)


def said(draft: str, **changes: object) -> str:
    return verify_wording(draft, replace(BOOKING, **changes), COMPANY, heard("booking")).text  # type: ignore[arg-type]


def why(draft: str) -> str | None:
    result = verify_wording(draft, BOOKING, COMPANY, heard("booking"))
    assert (result.text == BOOKING.template) == (result.fallback is not None)
    return result.fallback


def test_facts_are_put_in_verbatim_between_what_is_kept() -> None:
    assert said("田中様、ありがとうございます。\n{F1}\n{F2}\nご都合はいかがでしょうか。") == (
        f"田中様、ありがとうございます。\n{FIRST}\n{SECOND}\nご都合はいかがでしょうか。"
    )


def test_claim_between_facts_is_taken_out_and_named() -> None:
    result = verify_wording("ありがとうございます。{F1}明日伺います。{F2}", BOOKING, COMPANY, heard("booking"))
    assert result.text == f"ありがとうございます。{FIRST}{SECOND}"
    assert [(dropped.text, dropped.reason) for dropped in result.dropped] == [("明日伺います。", "promise")]


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("ありがとうございます。{F1}", "missing_fact"),
        ("ありがとうございます。{F2}{F1}", "order"),
        ("ありがとうございます。{F1}{F1}{F2}", "order"),
        ("ありがとうございます。{F1}{F2}{F3}", "unknown_fact"),
        ("ありがとうございます。{F0}{F1}{F2}", "unknown_fact"),
        ("{F1}{F2}", "nothing_kept"),
        ("無料です。{F1}{F2}", "nothing_kept"),
        ("ありがとうございます。{F1}{F2}無料です。必ず直します。", "mostly_dropped"),
        ("", "missing_fact"),
        ("ありがとうございます。" * 500, "endless"),
    ],
)
def test_draft_that_is_not_fit_gives_way_to_the_template(draft: str, reason: str) -> None:
    assert why(draft) == reason


@pytest.mark.parametrize(
    "around",
    [
        "{F1}わけではありません。",
        "{F1}とは限りません。",
        "{F1}かもしれません。",
        "{F1}でしょうか？",
        "昔は{F1}",
        "もし運がよければ、{F1}",
        "「{F1}」は誤りです。",
        "{F1}ではない",
        "（{F1}は前の予定）",
    ],
)
def test_nothing_can_hang_on_to_a_fact(around: str) -> None:
    assert said(f"ありがとうございます。\n{around}\n{{F2}}\nご確認をお願いします。") == (
        f"ありがとうございます。\n{FIRST}\n{SECOND}\nご確認をお願いします。"
    )


def test_short_opening_may_share_a_facts_sentence() -> None:
    assert said("はい、{F1}{F2}") == f"はい、{FIRST}{SECOND}"


def test_fact_without_an_end_lets_nothing_follow() -> None:
    facts = (Fact("プラン：スタンダード"), Fact("合計：12,800円"))
    assert said("ご確認ください。\n{F1}ありがとうございます。\n{F2}", facts=facts) == (
        "ご確認ください。\nプラン：スタンダード\n合計：12,800円"
    )


def test_question_the_plan_asks_is_not_lost() -> None:
    closing = "お支払い方法をお選びください。"
    assert said("ありがとうございます。{F1}{F2}", asks="payment", closing=closing).endswith(closing)
    assert (
        said(
            "ありがとうございます。{F1}{F2}お支払い方法をお選びいただけますか。", asks="payment", closing=closing
        ).count("方法")
        == 1
    )


def test_what_hides_in_a_sentence_is_read() -> None:
    assert said("ありがとうございます。{F1}無\u200b料です。{F2}").count("料") == 0


@pytest.mark.parametrize(
    ("number", "kept"), [("3ヶ月", True), ("3か月", True), ("4ヶ月", False), ("13ヶ月", False), ("半年", False)]
)
def test_number_is_said_back_only_as_the_customer_said_it(number: str, kept: bool) -> None:
    draft = f"ありがとうございます。{number}も続いているのですね。{{F1}}"
    result = verify_wording(draft, plan("diagnosis"), COMPANY, heard("diagnosis"))
    assert (number in result.text) is kept


def test_reply_is_read_within_a_millisecond_or_so() -> None:
    draft = "田中様、ありがとうございます。\n{F1}\n{F2}\n必ず伺います。ご都合はいかがでしょうか。"
    began = perf_counter()
    for _ in range(50):
        said(draft)
    assert (perf_counter() - began) / 50 < 0.02  # twenty times what it takes: machines of checks are busy


@pytest.mark.parametrize(
    "runaway", ["、" * 20_000 + "ね", "あ" * 20_000, "毎晩" * 5_000, "{F1}" * 3_000, "。" * 20_000]
)
def test_runaway_text_costs_no_time(runaway: str) -> None:
    began = perf_counter()
    assert why(runaway) is not None
    assert perf_counter() - began < 0.5


def test_entries_of_a_list_stand_on_lines_of_their_own() -> None:
    facts = (Fact("・甲：100円"), Fact("・乙：200円"))
    assert said("ありがとうございます。{F1}{F2}\nご都合はいかがでしょうか。", facts=facts).splitlines() == [
        "ありがとうございます。", "・甲：100円", "・乙：200円", "ご都合はいかがでしょうか。",
    ]  # fmt: skip
