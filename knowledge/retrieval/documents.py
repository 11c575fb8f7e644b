"""What can be found: a question with its answer, and other ways of asking it."""

from dataclasses import dataclass

from knowledge.pack import Pack
from knowledge.pack.references import render


@dataclass(frozen=True)
class Document:
    """One entry. `paraphrases` are whole questions as customers ask them; may be empty."""

    id: str
    question: str
    answer: str
    paraphrases: tuple[str, ...] = ()


def pack_documents(pack: Pack) -> list[Document]:
    """The pack's topics, answers with their figures in place."""
    asked: dict[str, list[str]] = {topic_id: [] for topic_id in pack.topics}
    for writer in pack.faq_utterances:
        for topic_id, texts in writer.topics.items():
            asked[topic_id].extend(texts)
    return [
        Document(topic.id, topic.question, render(pack, topic.answer), (topic.title, *asked[topic.id]))
        for topic in pack.topics.values()
    ]
