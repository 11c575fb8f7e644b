from pathlib import Path

import pytest

from bench.retrieval_data import BadLine, read_corpus, read_queries

DOCUMENT = '{"id": "a", "question": "いくら?", "answer": "無料です。"}'


def written(folder: Path, *lines: str) -> Path:
    path = folder / "lines.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_corpus_is_read_in_order_with_blank_lines_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, DOCUMENT, "", DOCUMENT.replace('"a"', "7"))
    assert [document.id for document in read_corpus(path)] == ["a", "7"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "lines.jsonl:1: not JSON"),
        ("[]", "not an object"),
        ('{"id": "b", "question": "q"}', '"answer" is None'),
        ('{"id": "b", "question": " ", "answer": "x"}', '"question" is'),
        (DOCUMENT + "\n" + DOCUMENT, "twice"),
        ("", "no documents"),
    ],
)
def test_corpus_names_the_line_that_is_wrong(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(BadLine, match=message):
        read_corpus(written(tmp_path, line))


def test_queries_keep_positive_grades_and_stop_at_the_limit(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '{"id": "1", "query": "料金", "relevant": {"a": 2, "b": 0}}',
        '{"id": "2", "query": "料金", "relevant": "never read"}',
    )
    (query,) = read_queries(path, {"a", "b"}, limit=1)
    assert query.grades == {"a": 2}


@pytest.mark.parametrize(
    ("relevant", "message"),
    [
        ('{"z": 1}', "not in the corpus"),
        ('{"a": -1}', "whole number"),
        ('{"a": true}', "whole number"),
        ('{"a": 0}', "no grade above 0"),
        ('["a"]', "must be an object"),
    ],
)
def test_queries_names_what_is_wrong_with_the_grades(tmp_path: Path, relevant: str, message: str) -> None:
    with pytest.raises(BadLine, match=message):
        read_queries(written(tmp_path, f'{{"id": "1", "query": "料金", "relevant": {relevant}}}'), {"a"})
