"""The search of the FAQ, as tools use it."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from domain.text import has_words, normalize
from domain.turn import KnowledgeOutage
from knowledge.encoder.port import EncoderError, UnreadableText
from knowledge.reader import Reading
from tools.context import TopicHit, TopicSearch


class TopicReader(Protocol):
    """What reads texts; `knowledge.reader.Reader` does."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Reads several texts at once."""
        ...


def search_with(load: Callable[[], TopicReader]) -> TopicSearch:
    """A search of the FAQ that loads its reader when it is first asked: most assistants never search.

    Args:
        load: Loads the reader, once.
    """
    lock, loaded = threading.Lock(), list[TopicReader]()

    def find_topics(question: str, limit: int) -> tuple[Sequence[TopicHit], float]:
        text = normalize(question)
        if not has_words(text):
            return (), 0.0
        with lock:
            if not loaded:
                loaded.append(load())
        try:
            (reading,) = loaded[0].read([text])
        except UnreadableText:
            return (), 0.0
        except EncoderError as error:
            raise KnowledgeOutage(f"the question cannot be understood now: {error}") from error
        ranking = reading.ranking
        best = zip(ranking.ids[:limit], ranking.probabilities[:limit], strict=True)
        return [TopicHit(topic, float(score)) for topic, score in best], float(reading.answerable)

    return find_topics
