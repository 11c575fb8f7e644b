"""Answers what a member of the staff asks: of the company from its own answers, of the customer by the member's tools.

`Answers` is what the graph asks; `LocalAnswers` needs no model, `model_answers` has one choose what is looked up.
"""

import re
from typing import Final, Protocol

from agents.copilot.context import Assist
from agents.copilot.drafts import letter, own_words
from agents.copilot.telling import TELLERS
from domain.copilot.advice import Answer, Ground, Mood
from domain.text import normalize
from domain.turn import KnowledgeOutage
from knowledge.pack.copilot import Asked, QuestionWords
from tools.refusal import Refused

WITHOUT_CUSTOMER: Final[frozenset[Asked]] = frozenset({"recovery", "visits"})
"""What can be told though nobody knows who the customer is."""


class Answers(Protocol):
    """Answers a member's question about a case."""

    def answer(self, assist: Assist, mood: Mood | None) -> Answer:
        """Answers `assist.wish.question`; `mood` is how the customer feels, for what could be sent to them."""
        ...


class LocalAnswers:
    """Answers by the pack's words for what is asked, and by the FAQ."""

    def answer(self, assist: Assist, mood: Mood | None) -> Answer:
        """Answers `assist.wish.question`."""
        question = normalize(assist.wish.question or "")
        words = assist.pack.copilot.questions if assist.pack.copilot else None
        asked = _asked(question, words) if words else None
        if words and asked:
            return of_customer(assist, asked, words)
        return of_company(assist, question, mood, words)


def _asked(question: str, words: QuestionWords) -> Asked | None:
    return next(
        (asked for asked, patterns in words.asked.items() if any(re.search(pattern, question) for pattern in patterns)),
        None,
    )


def of_customer(assist: Assist, asked: Asked, words: QuestionWords) -> Answer:
    """Tells something of the case's customer, as far as the member may know it."""
    if not assist.case.member.may("serve"):
        return Answer("refused", words.texts["not_permitted"])
    if assist.case.customer is None and asked not in WITHOUT_CUSTOMER:
        return Answer("refused", words.texts["nobody"])
    try:
        told = TELLERS[asked](assist, words.texts)
    except Refused:
        return Answer("refused", words.texts["not_available"])
    return Answer(asked, told.text, told.grounds)


def of_company(assist: Assist, question: str, mood: Mood | None, words: QuestionWords | None) -> Answer:
    """Answers a normalized question from the company's own answers."""
    try:
        found = assist.toolbox.call("search_faq", {"question": question, "limit": words.topics if words else 2})
    except KnowledgeOutage:
        return Answer("unclear", words.texts["unclear"] if words else "")
    least = words.topic if words else assist.pack.thresholds.ask_back
    answers = found["answered"] >= assist.pack.thresholds.ask_back
    topics = [topic for topic in found["topics"] if answers and topic["score"] >= least]
    if not topics:
        return Answer("unclear", words.texts["unclear"] if words else "")
    text = "\n\n".join(f"【{topic['title']}】\n{topic['answer']}" for topic in topics)
    grounds = tuple(Ground("faq", topic["id"], topic["title"]) for topic in topics)
    return Answer("faq", text, grounds, letter(assist, mood, own_words(assist, topics[0]["answer"])))
