import pytest

from evals.simulation import load_banks
from evals.simulation.acts import hear
from knowledge.pack import load_pack, pack_path
from tests.unit.evals.simulation.replies import handed_over, reply

PAGE = load_banks().page
SLOTS = load_pack(pack_path("zenbu")).diagnosis.slots
QUESTIONS = {slot: spec.question for slot, spec in SLOTS.items() if spec.question}


@pytest.mark.parametrize(("slot", "question"), QUESTIONS.items())
def test_question_of_the_intake_is_recognised_by_its_words(slot: str, question: str) -> None:
    assert PAGE.asked_in(f"それはお困りですね。\n{question}", {}) == slot


@pytest.mark.parametrize(
    ("message", "slot"),
    [
        ("お名前をお聞かせください。", "name"),
        ("お伺いするご住所を、お部屋番号までお聞かせください。", "address"),
        ("届いた確認コードをお書きください。", "code"),
        ("お住まいの都道府県をお選びください。", "area"),
        ("ご住所を確かめました。", None),
        ("ご住所をお聞かせください。\nありがとうございます。", None),
    ],
)
def test_only_a_last_line_that_asks_is_a_question(message: str, slot: str | None) -> None:
    assert PAGE.asked_in(message, {}) == slot


@pytest.mark.parametrize(
    ("label", "slot"), [("ライトプラン", "plan"), ("銀行振込", "payment"), ("確定する", "confirm")]
)
def test_buttons_tell_what_is_asked(label: str, slot: str) -> None:
    assert PAGE.asked_in("次からお選びください。", {label: label}) == slot


def test_what_the_reply_says_it_asks_goes_before_its_words() -> None:
    assert hear(reply("phone", message="お名前をお聞かせください。"), PAGE).asks == "phone"


def test_nothing_is_asked_once_a_person_was_called() -> None:
    waiting = {**handed_over(), "asks": None, "message": "お名前をお聞かせください。"}
    assert hear(waiting, PAGE).asks is None
