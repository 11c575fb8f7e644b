from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.lexical import Analyzer


@pytest.mark.parametrize("variant", ["煩い", "ウルサイ", "うるさい"])
def test_spellings_of_a_word_become_one_term(analyzer: Analyzer, variant: str) -> None:
    assert analyzer.words(variant) == analyzer.words("五月蠅い")


def test_words_come_in_order_with_particles(analyzer: Analyzer) -> None:
    assert analyzer.words("花を買う") == ["花", "を", "買う"]


def test_content_words_leave_particles_endings_and_marks_out(analyzer: Analyzer) -> None:
    assert analyzer.content_words("花を 買いました。") == ["花", "買う"]


def test_width_and_case_do_not_matter(analyzer: Analyzer) -> None:
    assert analyzer.words("ＰＤＦ") == analyzer.words("pdf")


def test_ngrams_are_runs_of_one_to_four_characters(analyzer: Analyzer) -> None:
    assert analyzer.ngrams("花束よ!") == ["花", "束", "よ", "!", "花束", "束よ", "よ!", "花束よ", "束よ!", "花束よ!"]


def test_every_number_is_the_same_in_ngrams(analyzer: Analyzer) -> None:
    assert analyzer.ngrams("3,300円") == analyzer.ngrams("１，１０円")


def test_line_breaks_are_blanks(analyzer: Analyzer) -> None:
    assert analyzer.ngrams("花\n束") == analyzer.ngrams("花 束")
    assert all("\n" not in word for word in analyzer.words("花\n束\r\n\u2028"))


def test_empty_text_has_no_terms(analyzer: Analyzer) -> None:
    assert (analyzer.words(""), analyzer.ngrams("")) == ([], [])


def test_threads_share_an_analyzer(analyzer: Analyzer) -> None:
    texts = [f"隣の部屋の音が{number}時まで煩くて眠れません" for number in range(40)]
    expected = [analyzer.words(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            assert list(threads.map(analyzer.words, texts)) == expected


def test_split_gives_all_terms_at_once(analyzer: Analyzer) -> None:
    text = "花を 3本\n買いました。"
    split = analyzer.split(text)
    assert split.words == analyzer.words(text)
    assert split.content_words == analyzer.content_words(text)
    assert split.ngrams == analyzer.ngrams(text)
