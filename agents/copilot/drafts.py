"""Replies somebody of the staff could send: the company's answers, in the words of whoever serves the customer."""

from typing import Final

from agents.copilot.context import Assist
from agents.copilot.past import PastDrafts
from agents.own_record import own_facts
from domain.copilot.advice import Draft, Ground, Mood
from domain.perception import Perception
from domain.text import clauses
from knowledge.pack.copilot import DraftWords
from knowledge.pack.references import render

MOST: Final = 3
"""Drafts shown at once."""


class Drafts:
    """Drafts replies.

    Args:
        past: Makes drafts of good replies of the past.
    """

    def __init__(self, past: PastDrafts) -> None:
        self._past = past

    def __call__(self, assist: Assist, mood: Mood | None) -> tuple[Draft, ...]:
        """Up to three replies to what the customer wrote last, best first.

        The packet's come first while they know all that was said; then what answers a question, and what colleagues
        wrote in such a case; in the end what can always be said.
        """
        topics, past = topic_drafts(assist, mood), self._past.drafts(assist, mood)
        found = [*packet_drafts(assist)[:MOST], *topics[:1], *past[:1], *topics[1:], *past[1:]]
        return (*found[:MOST], *(holding(assist, mood) if not topics and len(found) < MOST else ()))


def packet_drafts(assist: Assist) -> list[Draft]:
    """The replies of the packet."""
    return [
        Draft("packet", draft.title, draft.text, tuple(_ground(assist, *source) for source in draft.sources))
        for draft in assist.case.drafts
    ]


def _ground(assist: Assist, name: str, title: str) -> Ground:
    """What a draft of the packet stands on: a topic, or else what was said and recorded."""
    return Ground("faq" if name in assist.pack.topics else "record", name, title)


def topic_drafts(assist: Assist, mood: Mood | None) -> list[Draft]:
    """A reply for each topic the customer asks about in their last messages, the newest message first.

    What they were told before is not said again to somebody who is displeased with us.
    """
    likely: dict[str, Perception] = {}
    for heard in reversed(assist.heard):
        for topic_id in _topics(assist, heard):
            likely.setdefault(topic_id, heard)
    told = assist.case.told if mood and mood.target == "company" else ()
    return [topic_draft(assist, mood, topic_id, heard) for topic_id, heard in likely.items() if topic_id not in told][
        :MOST
    ]


def _topics(assist: Assist, heard: Perception) -> list[str]:
    """What a message may be about, the likeliest first; nothing where it asks for nothing the company answers."""
    if heard.decision == "decline":
        return []
    words = assist.pack.copilot.drafts if assist.pack.copilot else None
    least = words.topic if words else assist.pack.thresholds.ask_back
    likely = [topic.id for topic in heard.topics[:MOST] if topic.score >= least]
    return [*likely[:1], *([heard.side_topic] if heard.side_topic else []), *likely[1:]]


def topic_draft(assist: Assist, mood: Mood | None, topic_id: str, heard: Perception) -> Draft:
    """A topic's answer as a member of the staff would write it, with what the customer's own record adds."""
    topic = assist.pack.topics[topic_id]
    own = own_facts(assist.turn(heard), topic_id) if assist.case.customer else ()
    grounds = [Ground("record", fact.source.id, fact.source.title) for fact in own if fact.source]
    body = "\n".join((*(fact.text for fact in own), own_words(assist, render(assist.pack, topic.answer))))
    return Draft(
        kind="record" if own else "faq",
        title=topic.title,
        text=letter(assist, mood, body),
        grounds=(*dict.fromkeys(grounds), Ground("faq", topic.id, topic.title)),
    )


def holding(assist: Assist, mood: Mood | None) -> tuple[Draft, ...]:
    """What can be said where nothing is found that answers."""
    if assist.pack.copilot is None:
        return ()
    words = assist.pack.copilot.drafts.holding
    return (Draft("holding", words.title, letter(assist, mood, render(assist.pack, words.text), closing=False)),)


def letter(assist: Assist, mood: Mood | None, body: str, *, closing: bool = True) -> str:
    """A body with what stands around it: who is addressed and who speaks, sympathy, what comes next."""
    if assist.pack.copilot is None:
        return body
    words, case = assist.pack.copilot.drafts, assist.case
    head = [addressed(words, case.customer.name)] if case.customer else []
    if case.is_first_reply:
        head.append(words.first.format(member=case.member.name))
    return "\n".join((*head, *_sympathy(words, mood), body, *([words.closing] if closing else [])))


def addressed(words: DraftWords, name: str) -> str:
    """A name as it is addressed; one that is stored with its title gets no second."""
    return words.address.format(name=name.removesuffix(words.address.partition("{name}")[2]))


def own_words(assist: Assist, answer: str) -> str:
    """What the assistant would say, as somebody of the staff says it."""
    if assist.pack.copilot is None:
        return answer
    words = assist.pack.copilot.drafts
    lines = []
    for line in answer.splitlines():
        kept = "".join(part for part in _sentences(line) if not any(mark in part for mark in words.leave_out))
        for rewording in words.rewordings:
            kept = kept.replace(rewording.said, rewording.staff)
        lines += [kept] if kept else []
    return "\n".join(lines) or answer


def _sentences(line: str) -> list[str]:
    return clauses(line) or [line]


def _sympathy(words: DraftWords, mood: Mood | None) -> list[str]:
    """A feeling is answered where it is aimed at us, or where it is despair: anger at a neighbour is not ours."""
    if mood is None or not (mood.target == "company" or mood.label == "despair"):
        return []
    return [words.opening[mood.label]] if mood.label in words.opening else []
