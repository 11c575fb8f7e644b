import pytest

from domain.attempts import read_attempts, read_bare_number


@pytest.mark.parametrize(("text", "number"), [("3回です", 3), ("二度ほど", 2), ("2,3回", 2), ("5", 5)])
def test_bare_number_answers_how_often(text: str, number: int) -> None:
    assert read_bare_number(text) == number


@pytest.mark.parametrize("text", ["24時間です", "3年前から", "2ヶ月です", "夜中の1時", "5階です"])
def test_number_of_something_else_answers_nothing(text: str) -> None:
    assert read_bare_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("話した。3回。無視された", 3), ("手紙を入れた。2回", 2)])
def test_count_in_a_sentence_of_its_own_goes_with_the_talk_before(text: str, number: int) -> None:
    assert read_attempts(text) == number


def test_count_in_a_sentence_of_its_own_does_not_count_what_was_heard() -> None:
    assert read_attempts("夜中に目が覚めた。3回。") is None
