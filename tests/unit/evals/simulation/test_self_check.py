from dataclasses import replace

import pytest

from evals.simulation.acts import Act, Utterance
from evals.simulation.brief import Goal
from evals.simulation.facts import Facts
from evals.simulation.self_check import fault_of

FACTS = Facts.of(Goal.model_validate({"wants": "book", "plan": "light", "payment": "store"}))
FINE = Utterance("ライトで", (Act("inform", "plan", "light"),), keys=("ライト",))


def test_message_that_fits_the_goal_has_no_fault() -> None:
    assert fault_of(FINE, "plan", FACTS) is None


@pytest.mark.parametrize(
    ("said", "asked", "found"),
    [
        (replace(FINE, text="ライよで"), "plan", "lost"),
        (replace(FINE, text=" "), "plan", "says nothing"),
        (replace(FINE, text="ライト {plan}"), "plan", "gap"),
        (replace(FINE, acts=(Act("inform", "plan", "premium"),)), "plan", "though it is light"),
        (FINE, "payment", "was asked for payment"),
        (FINE, "blood_type", "knows nothing of"),
    ],
)
def test_fault_of_its_own_is_found(said: Utterance, asked: str, found: str) -> None:
    assert found in str(fault_of(said, asked, FACTS))


def test_what_is_told_wrong_on_purpose_is_no_fault() -> None:
    wrong = replace(FINE, acts=(Act("inform", "plan", "premium", wrong=True),))
    assert fault_of(wrong, "plan", FACTS) is None


def test_asking_aside_may_follow_any_question() -> None:
    aside = Utterance("駐車場は要りますか", (Act("request", "parking"),))
    assert fault_of(aside, "payment", FACTS) is None
