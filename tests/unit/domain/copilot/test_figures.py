import pytest

from domain.copilot.figures import figures, values
from domain.copilot.sentences import sentences


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1万円です", "10000円"),
        ("一万二千円です", "12000円"),
        ("１２，８００円です", "12800円"),
        ("二割引きです", "20%"),
        ("午後3時半に", "15:30"),
        ("11:00に", "11:00"),
        ("23時から", "23:00"),
        ("12/5に", "12月5日"),
        ("3ヶ月前から", "3か月"),
        ("3営業日で", "3営業日"),
    ],
)
def test_figure_is_the_same_however_it_is_written(written: str, value: str) -> None:
    assert values([written]) == {value}


@pytest.mark.parametrize("idiom", ["一度お試しください", "お一人で", "二度とありません", "もう一回"])
def test_idiom_is_no_figure(idiom: str) -> None:
    assert not values([idiom])


def test_figure_and_sentence_know_their_place_in_the_text() -> None:
    text = "お世話になります。\n 料金は９，８００円です！すみません。"
    found = [text[sentence.start : sentence.end] for sentence in sentences(text)]
    assert found == ["お世話になります。", "料金は９，８００円です！", "すみません。"]
    (figure,) = figures(found[1])
    assert found[1][figure.start : figure.end] == "９，８００円"
