from bench.retrieval import pieces


def test_short_text_is_one_piece() -> None:
    assert pieces("はい。無料です。", 20) == ["はい。無料です。"]


def test_long_text_is_cut_between_sentences_into_like_lengths() -> None:
    text = "".join(f"{number}番目の文です。" for number in range(6))
    found = pieces(text, 20)
    assert "".join(found) == text
    assert [len(piece) for piece in found] == [16, 16, 16]


def test_sentence_longer_than_a_piece_is_cut_itself() -> None:
    assert pieces("あ" * 25, 10) == ["あ" * 10, "あ" * 10, "あ" * 5]


def test_piece_of_marks_alone_is_left_out() -> None:
    assert pieces("あ" * 10 + "。", 10) == ["あ" * 10]
