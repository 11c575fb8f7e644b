import pytest

from domain.agreement import CANCELS, MOVES, answers_barely, says_yes


@pytest.mark.parametrize(
    "text",
    [
        "はい",
        "それで結構です",
        "はい、大丈夫です",
        "いいですよ",
        "確定でお願い致します。",
        "修正なし、確定で",
        "相違ございません。お願いいたします。",
        "いいえ、修正はございません。そのまま確定をお願いいたします。",
        "せや、それで頼むわ",
        "ほんでええで、確定して",
        "このままで確定してください",
        "大丈夫です",
    ],
)
def test_plain_yes_to_what_was_shown(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "いいです",
        "結構です",
        "なし",
        "なしでお願いします",
        "もういいです",
        "いいえ",
        "違います",
        "はい、でも変更したい",
    ],
)
def test_words_that_may_mean_no_book_nothing(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "このままでお願いします",
        "はい、このままで大丈夫です",
        "予定通りお願いします",
        "来てもらって大丈夫です",
        "キャンセルはなしで",
        "キャンセルをキャンセルで",
        "ならいいです",
        "じゃあいいです",
        "いいです",
        "大丈夫です",
        "やっぱお願いします",
    ],
)
def test_words_that_may_mean_that_the_visit_stays_cancel_nothing(text: str) -> None:
    assert not says_yes(text, CANCELS)


@pytest.mark.parametrize(
    "text",
    [
        "はい、キャンセルしてください",
        "仕方ありません、キャンセルしてください",
        "このままキャンセルしてください",
        "お願いします",
    ],
)
def test_yes_to_a_cancellation(text: str) -> None:
    assert says_yes(text, CANCELS)


@pytest.mark.parametrize("text", ["このままでお願いします", "変更なしでお願いします", "それならいいです"])
def test_words_that_may_mean_that_the_date_stays_move_nothing(text: str) -> None:
    assert not says_yes(text, MOVES)


@pytest.mark.parametrize("text", ["変更してください", "うん、変えてください", "手数料は払いますので変更してください"])
def test_yes_to_another_date(text: str) -> None:
    assert says_yes(text, MOVES)


@pytest.mark.parametrize(
    ("text", "barely"), [("いいえ、まだです", True), ("はい、あります", True), ("まだですか", False)]
)
def test_bare_answer_is_told_from_a_question(text: str, barely: bool) -> None:
    assert answers_barely(text) is barely
