"""What single replies are: type, question, words, sources, buttons, cards; and that there is one at all."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from evals.cases import Sets
from evals.expectations import CardExpected, Expected
from evals.graders.evidence import Evidence, Grader
from evals.played import Said


def replies() -> Grader:
    """Compares every reply with what the case expects of it. A bot that owns the conversation has to say something."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        case, played = evidence.case, evidence.played
        if case.text is not None:
            return None
        faults: list[str] = []
        if played.ending == "broken" or (played.ending == "stuck" and case.simulate is None):
            faults.append(f"the conversation broke off: {played.why}")
        for index, said in enumerate(played.turns):
            faults += [f"turn {index}: {fault}" for fault in _of_turn(evidence, said)]
        if case.last is not None and played.turns:
            faults += [f"last turn: {fault}" for fault in _unlike(case.last, played.turns[-1])]
        messages = "\n".join(said.reply["message"] for said in evidence.replies)
        sources = {source["id"] for said in evidence.replies for source in said.reply["sources"]}
        faults += _missing("a reply that says", case.phrases, lambda phrase: bool(re.search(phrase, messages)))
        faults += _missing("the source", case.sources, sources.__contains__)
        return faults

    return grade


def _missing(what: str, sets: Sets, has: Any) -> list[str]:
    return [
        *(f"{what} {entry} is missing" for entry in sets.required if not has(entry)),
        *(f"{what} {entry} is not allowed" for entry in sets.forbidden if has(entry)),
    ]


def _of_turn(evidence: Evidence, said: Said) -> Iterator[str]:
    if said.reply and not said.reply["message"].strip() and said.reply["owner"] == "bot":
        yield "says nothing"
    for expected in (evidence.expected_of(said), evidence.case.every):
        if expected is not None:
            yield from _unlike(expected, said)


def _unlike(wanted: Expected, said: Said) -> Iterator[str]:
    reply = said.reply
    if not reply:
        yield "there is no reply"
        return
    yield from _none_of("type", reply["type"], wanted.type)
    yield from _none_of("route", reply["route"], wanted.route)
    if reply["route"] in wanted.not_route:
        yield f"route is {reply['route']}"
    if wanted.asks is not None and reply["asks"] not in (wanted.asks or (None,)):
        yield f"asks for {reply['asks'] or 'nothing'}, not {' or '.join(wanted.asks) or 'nothing'}"
    yield from (f"does not say {pattern}" for pattern in wanted.says if not re.search(pattern, reply["message"]))
    yield from (f"says {pattern}" for pattern in wanted.never if re.search(pattern, reply["message"]))
    sources = {source["id"] for source in reply["sources"]}
    yield from (f"does not name the source {name}" for name in wanted.sources if name not in sources)
    yield from (f"names the source {name}" for name in wanted.not_sources if name in sources)
    offered = {text for option in reply["options"] for text in (option["label"], option["value"])}
    yield from (f"has no button {name}" for name in wanted.options if name not in offered)
    recommended = reply["recommendation"] or {}
    for field in ("plan", "urgency", "category"):
        value = getattr(wanted, field)
        if value is not None and recommended.get(field) != value:
            yield f"recommends {field} {recommended.get(field)}, not {value}"
    if wanted.priority is not None:
        yield from _none_of("priority", (reply["handover"] or {}).get("priority"), wanted.priority)
    if wanted.booking is not None:
        yield from _unlike_card(wanted.booking, reply["booking"])


def _none_of(what: str, found: object, wanted: Sequence[str] | None) -> Iterator[str]:
    if wanted is not None and found not in wanted:
        yield f"{what} is {found}, not {' or '.join(wanted)}"


def _unlike_card(wanted: CardExpected, card: dict[str, Any] | None) -> Iterator[str]:
    if card is None:
        yield "shows no booking"
        return
    yield from _none_of("booking status", card["status"], wanted.status)
    for field in ("plan", "price", "fee"):
        value = getattr(wanted, field)
        if value is not None and card[field] != value:
            yield f"booking {field} is {card[field]}, not {value}"
    if wanted.start is not None and not str(card["start"]).startswith(f"{wanted.start:%Y-%m-%dT%H:%M}"):
        yield f"booking start is {card['start']}, not {wanted.start:%Y-%m-%dT%H:%M}"
    if wanted.candidates is not None and len(card["candidates"] or ()) != wanted.candidates:
        yield f"{len(card['candidates'] or ())} candidates, not {wanted.candidates}"
