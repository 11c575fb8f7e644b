"""What a faultless packet would say in a case, beside a transcript in which it was said."""

from collections.abc import Sequence
from typing import Any, Final

from evals.agents.wording import example_of
from evals.packets import PacketExpected
from evals.played import Said

DRAFTS: Final = ("お待たせいたしました。", "ありがとうございます。", "よろしくお願いいたします。")


def ideal_packet(wanted: PacketExpected, turns: Sequence[Said]) -> dict[str, Any]:
    """A packet with everything a case wants, and the messages beside it.

    Args:
        wanted: What the case expects.
        turns: What was said in it.
    """
    summary, drafts = _examples(wanted.summary), _examples(wanted.drafts)
    stated = "\n".join((*_examples(wanted.promises), *summary, *drafts))
    messages = [message for place, said in enumerate(turns) for message in _messages(place, said, stated)]
    said = [message for message in messages if message["role"] == "customer"]
    sentences = [_quote(said, words) for words in (*wanted.before, *(wanted.sentence[:1] or (said[-1]["text"],)))]
    sources = {name for message in messages if message["reply"] for name in _sources(message["reply"])}
    handover = {
        "cause": {"sentences": sentences},
        "category": wanted.category[0] if wanted.category else None,
        "category_name": None,
        "summary": ["お客さま。", f"{'、'.join(summary)}。", "はい。"],
        "slots": [
            {"slot": name, "value": slot.value, "says": slot.words, "quotes": [_quote(said, slot.words)]}
            for name, slot in wanted.slots.items()
        ],
        "answers": [{"source_id": name, "question": None} for name in sorted({*sources, *wanted.answers})],
        "promises": [
            {"text": message["text"], "seq": message["seq"]} for message in messages if message["role"] == "bot"
        ],
        "wishes": list(wanted.wishes),
        "feelings": [{"label": said.reply["sentiment"]["label"]} for said in turns],
        "since": [],
        "next_action": {"kind": wanted.next[0] if wanted.next else "greet", "reason": "はい。"},
        "drafts": [
            {"text": "\n".join((text, *(drafts if place == 0 else ()))), "sources": []}
            for place, text in enumerate(DRAFTS)
        ],
    }
    return {"handover": handover, "messages": messages}


def _messages(place: int, said: Said, stated: str) -> list[dict[str, Any]]:
    reply = {**said.reply, "route": said.reply.get("route", "faq")}
    return [
        {"seq": 2 * place + 2, "role": "customer", "text": said.text, "reply": None},
        {"seq": 2 * place + 3, "role": "bot", "text": f"{said.reply['message']}\n{stated}", "reply": reply},
    ]


def _quote(said: Sequence[dict[str, Any]], words: str) -> dict[str, Any]:
    message = next(message for message in reversed(said) if words in message["text"])
    return {"text": words, "seq": message["seq"]}


def _sources(reply: dict[str, Any]) -> list[str]:
    return [source["id"] for source in reply.get("sources", ())]


def _examples(patterns: Sequence[str]) -> list[str]:
    return [example_of(pattern) for pattern in patterns]
