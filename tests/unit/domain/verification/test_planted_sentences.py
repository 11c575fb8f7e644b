import pytest

from tests.fakes.planted_sentences import answer, got_through, read, sentences

CAUGHT = 0.99
REFUSED = {"sixth": 0.12, "unseen": 0.10, "unseen_later": 0.30}
"""At most this share is refused: 0.02 of what the rules have learnt, more of what they have not, or not wholly."""


@pytest.mark.parametrize("part", list(read("falsehoods")))
def test_planted_falsehoods_are_caught(part: str) -> None:
    planted = list(sentences("falsehoods", part))
    through = [text for plan, text in planted if got_through(text, answer(plan, text))]
    assert len(through) <= (1 - CAUGHT) * len(planted), through


@pytest.mark.parametrize("part", list(read("harmless")))
def test_harmless_sentences_are_kept(part: str) -> None:
    harmless = list(sentences("harmless", part))
    refused = [text for plan, text in harmless if answer(plan, text).dropped]
    assert len(refused) <= REFUSED.get(part, 0.02) * len(harmless), refused


def test_no_sentence_is_in_two_sets() -> None:
    everything = [
        (plan, text)
        for name in ("falsehoods", "harmless")
        for part in read(name)
        for plan, text in sentences(name, part)
    ]
    assert len(set(everything)) == len(everything)
