from dataclasses import replace

import pytest

from domain.verification import Release, Verification, verify_wording
from tests.fakes.planted_sentences import COMPANY, heard, plan

BOOKING = plan("booking")
FIRST, SECOND = (fact.text for fact in BOOKING.facts)


def released(draft: str, *, whole: bool = True) -> tuple[list[str], Verification]:
    """What goes out, piece by piece, of a draft that comes in character by character; and the reply at the end."""
    release = Release(BOOKING, COMPANY, heard("booking"))
    given = [release.feed(char) for char in draft]
    rest, reply = release.finish(whole=whole)
    return [piece for piece in (*given, rest) if piece], reply


@pytest.mark.parametrize(
    "draft",
    [
        "田中様、ありがとうございます。\n{F1}\n{F2}\nご都合はいかがでしょうか。",
        "ありがとうございます。{F1}明日伺います。{F2}",
        "ありがとうございます！！\n\n{F1}\n{F2}",
        "ありがとうございます。では、{F1}{F2}ご都合はいかがでしょうか",
    ],
)
def test_what_goes_out_is_what_the_whole_draft_would_be(draft: str) -> None:
    pieces, reply = released(draft)
    assert "".join(pieces) == reply.text == verify_wording(draft, BOOKING, COMPANY, heard("booking")).text
    assert reply.fallback is None
    assert len(pieces) > 1


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("無料です。", "missing_fact"),
        ("無料です。必ず直します。", "mostly_dropped"),
        ("{F2}{F1}", "order"),
        ("{F3}", "unknown_fact"),
        ("", "missing_fact"),
        ("あ" * 500, "endless"),
        ("{F1}\n{F2}", "nothing_kept"),
    ],
)
def test_where_nothing_went_out_yet_the_template_does(draft: str, reason: str) -> None:
    pieces, reply = released(draft)
    assert (pieces, reply.fallback) == ([BOOKING.template], reason)


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("ありがとうございます。\n{F1}\n", "missing_fact"),
        ("ありがとうございます。\n{F1}\n{F1}\n無料です。", "order"),
        ("ありがとうございます。\n{F1}\n{F9}", "unknown_fact"),
        ("ありがとうございます。\n" * 40, "endless"),
    ],
)
def test_what_went_out_stays_and_is_finished_in_the_plans_words(draft: str, reason: str) -> None:
    pieces, reply = released(draft)
    assert reply.fallback == reason
    assert "".join(pieces) == reply.text
    assert reply.text.startswith("ありがとうございます。")
    assert reply.text.count(FIRST) == reply.text.count(SECOND) == 1
    assert reply.text.endswith(BOOKING.closing)
    assert "無料" not in reply.text


def test_half_a_sentence_of_a_draft_that_broke_off_is_never_said() -> None:
    pieces, reply = released("ありがとうございます。{F1}\nご都合は", whole=False)
    assert reply.fallback == "broken_off"
    assert "ご都合は\n" not in reply.text
    assert reply.text == "".join(pieces)
    assert SECOND in reply.text


def test_beside_the_plans_own_question_no_other_is_asked() -> None:
    release = Release(replace(BOOKING, asks="confirm"), COMPANY, heard("booking"))
    release.feed("ありがとうございます。\n{F1}\n{F2}\nほかにも気になることがあれば、お聞かせください。\n")
    _, reply = release.finish()
    assert "お聞かせ" not in reply.text
    assert reply.text.endswith(BOOKING.closing)
