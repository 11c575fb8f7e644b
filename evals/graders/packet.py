"""Whether a person who takes over reads all of it, and nothing that is not so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from evals.graders.evidence import Evidence, Grader
from evals.graders.tone import Rules, load_rules, manners
from evals.packets import PacketExpected
from knowledge.pack import Pack
from knowledge.pack.references import render

DRAFTS: Final = 3
LONGEST_SENTENCE: Final = 75
"""Characters of a sentence that is read at a glance."""

_FIGURE: Final = re.compile(r"\d[\d,]*(?:円|%|分以内|時間以内)|\d+月\d+日")
_NUMBER: Final = re.compile(r"\d+")
_COUNTED: Final = re.compile(r"\d+(?=問|回|件)")
_QUOTED: Final = re.compile(r"「([^「」]*)」")
_BOLD: Final = re.compile("必ず|絶対|お約束します|本日中に|確実に|返金いたします|返金します")
"""What no draft may promise."""

Message = Mapping[str, Any]


def packet(pack: Pack) -> Grader:
    """Compares the packet of a handover with the transcript beside it, and with what the case expects.

    Args:
        pack: What the company may say.
    """
    rules = load_rules()
    literals = {literal.text for literal in pack.literals}
    answers = {topic.id: render(pack, topic.answer) for topic in pack.topics.values()}

    def grade(evidence: Evidence) -> Sequence[str] | None:
        wanted = evidence.case.packet
        if wanted is None:
            return None
        read = evidence.played.packet
        if read is None:
            return ["no packet: nobody was called"]
        shown, messages = read["handover"], read["messages"]
        whole = "\n".join((_known(shown, messages), *map(_visit, evidence.played.before)))
        return [
            *_quotes(shown, messages),
            *_complete(shown, messages, evidence.played.after.slots),
            *_founded(shown, whole, literals),
            *_drafts(shown, whole, answers, literals),
            *_mannered(shown, rules),
            *_as_wanted(shown, wanted),
        ]

    return grade


def _quotes(shown: Mapping[str, Any], messages: Sequence[Message]) -> Iterator[str]:
    """Every quote stands in the very message it is said to be from."""
    said = {message["seq"]: message for message in messages}
    quotes: list[tuple[Any, str | None]] = [(quote, "customer") for quote in shown["cause"]["sentences"]]
    quotes += [(quote, "customer") for slot in shown["slots"] for quote in slot["quotes"]]
    quotes += [(answer["question"], "customer") for answer in shown["answers"] if answer["question"]]
    quotes += [(quote, "customer") for quote in shown["since"]]
    quotes += [(promise, None) for promise in shown["promises"]]
    for quote, role in quotes:
        message = said.get(quote["seq"])
        if message is None or quote["text"] not in message["text"]:
            yield f"「{quote['text']}」 does not stand in message {quote['seq']}"
        elif (message["role"] == "customer") is not (role == "customer"):
            yield f"「{quote['text']}」 was said by the {message['role']}"


def _complete(shown: Mapping[str, Any], messages: Sequence[Message], slots: Mapping[str, Any]) -> Iterator[str]:
    """Everything that was told, answered, promised and felt is there."""
    told = {slot["slot"]: slot for slot in shown["slots"]}
    for name, value in slots.items():
        if name not in told or told[name]["value"] != value:
            yield f"the slot {name} ({value}) is missing, or is another"
    yield from (f"the slot {name} has no words" for name, slot in told.items() if not slot["quotes"])
    listed = {answer["source_id"] for answer in shown["answers"]}
    promised = "\n".join(promise["text"] for promise in shown["promises"])
    replies = [message for message in messages if message["role"] == "bot" and message["reply"]]
    for message in replies:
        for source in message["reply"].get("sources", ()):
            if source["id"] not in listed:
                yield f"the answer {source['id']} is missing"
        choosing = (message["reply"].get("booking") or {}).get("status") == "offered"
        stated = _QUOTED.sub("", message["text"]) if not choosing else ""
        yield from (f"the promise {figure} is missing" for figure in _FIGURE.findall(stated) if figure not in promised)
        promise = (message["reply"].get("handover") or {}).get("promise") or ""
        if promise and promise in message["text"] and promise not in promised:
            yield f"the promise of when a person answers is missing: {promise}"
    felt = [feeling["label"] for feeling in shown["feelings"]]
    answers = [message["reply"] for message in replies if message["reply"].get("route") != "greeting"]
    answered = [reply["sentiment"]["label"] for reply in answers if reply.get("sentiment")]
    path = iter(felt)  # a silence beside a person has a feeling, too, and no message of the bot's
    if not all(label in path for label in answered):
        yield f"the feelings are {felt}, not {answered}"
    if len(shown["summary"]) != 3 or not all(shown["summary"]):
        yield "the summary has not three lines"
    if shown["next_action"] is None or not shown["next_action"]["reason"]:
        yield "there is no next action, or no reason for it"


def _founded(shown: Mapping[str, Any], whole: str, literals: set[str]) -> Iterator[str]:
    """No word in quotation marks and no number that is not in the transcript."""
    for line in (*shown["summary"], shown["next_action"]["reason"] if shown["next_action"] else ""):
        yield from (f"made up: {fault}" for fault in _unknown(line, whole, literals))
    for quote in shown["cause"]["sentences"]:
        if len(quote["text"]) > LONGEST_SENTENCE:
            yield f"the sentence is too long to be read at a glance: {quote['text']}"


def _drafts(shown: Mapping[str, Any], whole: str, answers: Mapping[str, str], literals: set[str]) -> Iterator[str]:
    texts = [draft["text"] for draft in shown["drafts"]]
    if len(set(texts)) != DRAFTS:
        yield f"{len(set(texts))} drafts, not {DRAFTS}"
    for draft in shown["drafts"]:
        told = "\n".join(answers[source["id"]] for source in draft["sources"] if source["id"] in answers)
        yield from (f"a draft makes up {fault}" for fault in _unknown(draft["text"], f"{whole}\n{told}", literals))
        if bold := _BOLD.search(draft["text"]):
            yield f"a draft promises: {bold[0]}"
        if "{" in draft["text"]:
            yield f"a draft has a hole: {draft['text']}"


def _mannered(shown: Mapping[str, Any], rules: Rules) -> Iterator[str]:
    for draft in shown["drafts"]:
        own = _QUOTED.sub("「」", draft["text"])  # how the customer speaks is their own affair
        yield from (f"a draft: {fault}" for fault in manners(own, rules))


def _visit(booking: Mapping[str, Any]) -> str:
    """A visit on record, as it may be spoken of."""
    start = datetime.fromisoformat(booking["start"])
    return f"{start.month}月{start.day}日 {start.hour}:{start.minute:02d}"


def _known(shown: Mapping[str, Any], messages: Sequence[Message]) -> str:
    replies = [message["reply"] for message in messages if message["reply"]]
    titles = [source["title"] for reply in replies for source in reply.get("sources", ())]
    says = [slot["says"] for slot in shown["slots"]]
    return "\n".join((*(message["text"] for message in messages), *titles, *says, shown["category_name"] or ""))


def _unknown(text: str, whole: str, literals: set[str]) -> Iterator[str]:
    flat = " ".join(whole.split())
    for quoted in _QUOTED.findall(text):
        if quoted.rstrip("…").rstrip("。") not in flat:
            yield f"「{quoted}」"
    numbers = set(_NUMBER.findall(whole)) | literals
    bare = _COUNTED.sub("", _QUOTED.sub("", text))
    yield from (number for number in _NUMBER.findall(bare) if number not in numbers)


def _as_wanted(shown: Mapping[str, Any], wanted: PacketExpected) -> Iterator[str]:
    sentences = [quote["text"] for quote in shown["cause"]["sentences"]]
    last = sentences[-1] if sentences else ""
    if wanted.sentence and not any(words in last for words in wanted.sentence):
        yield f"the sentence is 「{last}」, not 「{'」 or 「'.join(wanted.sentence)}」"
    for words in wanted.before:
        if not any(words in sentence for sentence in sentences[:-1]):
            yield f"「{words}」 is not among the sentences before"
    told = {slot["slot"]: slot for slot in shown["slots"]}
    for name, slot in wanted.slots.items():
        if name not in told or told[name]["value"] != slot.value:
            yield f"{name} is {told[name]['value'] if name in told else 'missing'}, not {slot.value}"
        elif not any(slot.words in quote["text"] for quote in told[name]["quotes"]):
            yield f"{name} does not quote 「{slot.words}」"
    yield from (f"{name} was not told of" for name in wanted.untold if name in told)
    listed = {answer["source_id"] for answer in shown["answers"]}
    yield from (f"the answer {name} is missing" for name in wanted.answers if name not in listed)
    for pattern in wanted.promises:
        if not any(re.search(pattern, promise["text"]) for promise in shown["promises"]):
            yield f"no promise says {pattern}"
    if wanted.category is not None and shown["category"] not in wanted.category:
        yield f"the category is {shown['category']}, not {' or '.join(wanted.category)}"
    action = shown["next_action"]["kind"] if shown["next_action"] else None
    if wanted.next is not None and action not in wanted.next:
        yield f"the next action is {action}, not {' or '.join(wanted.next)}"
    yield from (f"the wish {wish} is missing" for wish in wanted.wishes if wish not in shown["wishes"])
    summary, drafts = "\n".join(shown["summary"]), "\n".join(draft["text"] for draft in shown["drafts"])
    yield from (f"the summary does not say {pattern}" for pattern in wanted.summary if not re.search(pattern, summary))
    yield from (f"no draft says {pattern}" for pattern in wanted.drafts if not re.search(pattern, drafts))
    worded = "\n".join((summary, drafts, str(shown["next_action"])))
    yield from (f"says {pattern}" for pattern in wanted.never if re.search(pattern, worded))
