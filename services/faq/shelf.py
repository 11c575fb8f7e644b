"""The pack the staff's edits are laid over, as its files say it now, and what of the edits is served."""

import threading
from dataclasses import dataclass
from pathlib import Path

from knowledge.builds import KnowledgeSettings
from knowledge.overlay import Overlay, company_of, read_overlay
from knowledge.pack import Pack, load_pack, pack_path
from knowledge.pack.loader import content_key
from knowledge.pack.schema import Topic
from knowledge.pack.texts import TextRules


@dataclass(frozen=True)
class TopicText:
    """What a topic says. `asked`: ways of asking it that the staff added."""

    title: str
    question: str
    answer: str
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """A pack as its files stood at some time, with what is looked up in it often."""

    pack: Pack
    rules: TextRules
    asked: dict[str, str]
    """The topic of every way of asking in the pack's files."""

    @property
    def company(self) -> str:
        """The id of the company it speaks for."""
        return self.pack.company.id

    def text(self, topic_id: str) -> TopicText:
        """What the files say of a topic."""
        return text_of(self.pack.topics[topic_id])


def text_of(topic: Topic) -> TopicText:
    """What a topic of a pack says."""
    return TopicText(topic.title, topic.question, topic.answer)


class Shelf:
    """Reads the pack's files, again only where they were changed.

    Args:
        knowledge: Which pack, and where builds lie.
    """

    def __init__(self, knowledge: KnowledgeSettings) -> None:
        self.pack = knowledge.pack
        self.data_dir = knowledge.data_dir
        self._lock = threading.Lock()
        self._read: tuple[str, Book] | None = None

    @property
    def root(self) -> Path:
        """The folder of the pack's own files."""
        return pack_path(self.pack)

    @property
    def company(self) -> str:
        """The id of the company the pack speaks for."""
        return company_of(self.root)

    def book(self) -> Book:
        """The pack as its files say it now.

        Raises:
            PackError: They cannot be read.
        """
        key = content_key(self.root)
        with self._lock:
            if self._read is None or self._read[0] != key:
                pack = load_pack(self.root)
                asked = {
                    text: name for one in pack.faq_utterances for name, all_ in one.topics.items() for text in all_
                }
                self._read = key, Book(pack, TextRules(pack), asked)
            return self._read[1]

    def served(self) -> Overlay:
        """What is laid over the pack in this data folder."""
        return read_overlay(self.root, self.data_dir) or Overlay(publication=0)
