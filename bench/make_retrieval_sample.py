"""Makes the sample of `bench.retrieval` from the shipped pack: `python -m bench.make_retrieval_sample`.

Documents are the topics with their answers. Queries are taken by rule, not by how well they are found: each topic
gives one text of three writers, and the writers take turns, so that terse and long ones are there in equal parts.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from knowledge.pack import Pack, load_pack, pack_path
from knowledge.retrieval.documents import pack_documents

DATA = Path(__file__).parent / "data"
WRITERS_A_TOPIC = 3
OWN = 2
RELATED = 1
"""Grades of the topic a text was written for, and of those its customers are also shown."""


def documents(pack: Pack) -> Iterator[dict[str, Any]]:
    """The topics as documents."""
    for document in pack_documents(pack):
        yield {"id": document.id, "question": document.question, "answer": document.answer}


def queries(pack: Pack) -> Iterator[dict[str, Any]]:
    """What three of the writers asked about each topic."""
    writers = sorted(pack.faq_utterances, key=lambda entry: entry.writer)
    for number, topic in enumerate(pack.topics.values()):
        grades = {other: RELATED for other in topic.related if other in pack.topics} | {topic.id: OWN}
        for turn in range(WRITERS_A_TOPIC):
            place = number * WRITERS_A_TOPIC + turn
            writer = writers[place % len(writers)]
            texts = writer.topics.get(topic.id)
            if texts:
                text = texts[(number + turn) % len(texts)]  # writers had the same situations to write about
                yield {"id": f"{writer.writer}/{topic.id}", "query": text, "relevant": grades}


def write(path: Path, lines: Iterable[dict[str, Any]]) -> int:
    """Writes JSON lines and tells how many."""
    written = [json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return len(written)


def main() -> int:
    """Writes both files."""
    pack = load_pack(pack_path("zenbu"))
    corpus = write(DATA / "retrieval_corpus.jsonl", documents(pack))
    asked = write(DATA / "retrieval_queries.jsonl", queries(pack))
    print(f"{corpus} documents and {asked} queries in {DATA}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
