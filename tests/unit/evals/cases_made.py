"""Cases and how they went, as a test needs them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.clock import TOKYO
from evals.cases import Case, Suite
from evals.graders import Evidence
from evals.outcomes import Outcome
from evals.played import Played, Reading, Said, Snapshot

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)

CUSTOMERS = {
    "sato": {
        "name": "佐藤花子",
        "phone": "090-1234-5678",
        "email": "sato@example.com",
        "address": "東京都杉並区桃井1-2-3",
    },
    "ito": {
        "name": "伊藤健",
        "phone": "080-2222-3333",
        "email": "ito@example.com",
        "bookings": [{"booking_id": "bk-ito", "plan": "light", "date": "2026-11-30", "start": "19:00", "amount": 8800}],
    },
}


def case(**fields: Any) -> Case:
    told = {"id": "c1", "purpose": "something is right", "because": "a rule"}
    if not {"text", "turns", "simulate"} & set(fields):
        fields["turns"] = ["こんにちは"]
    return Case.model_validate({**told, **fields})


def suite(*cases: Case, **fields: Any) -> Suite:
    told = {"suite": "some", "about": "x", "now": NOW, "customers": CUSTOMERS, "cases": cases or (case(),)}
    return Suite.model_validate({**told, **fields})


def reply(message: str = "かしこまりました。", **fields: Any) -> dict[str, Any]:
    return {
        "type": "conversation",
        "message": message,
        "route": "faq",
        "confidence": 0.9,
        "sources": [],
        "options": [],
        "recommendation": None,
        "booking": None,
        "handover": None,
        "asks": None,
        "sentiment": {"label": "neutral", "target": "none", "intensity": 0},
        "owner": "bot",
        **fields,
    }


def card(**fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("booking_id", "candidates", "start", "plan", "price", "fee"))
    return {"status": "offered", **empty, **fields}


def said(message: str = "かしこまりました。", text: str = "こんにちは", **fields: Any) -> Said:
    own = {name: fields.pop(name) for name in ("effects", "due", "allows_person", "record", "starts") if name in fields}
    return Said(text, reply(message, **fields), **own)


def evidence(of: Case, *turns: Said, after: Snapshot | None = None, **fields: Any) -> Evidence:
    scripted = len(of.turns)
    placed = [replace(turn, expectation=("turns", place)) for place, turn in enumerate(turns[:scripted])]
    played = Played(of.id, 0, turns=(*placed, *turns[scripted:]), after=after or Snapshot(), **fields)
    return Evidence(suite(of), of, played)


def reading(**fields: Any) -> Reading:
    empty: dict[str, Any] = {
        "topics": (("price-light", 0.9), ("price-list", 0.05)),
        "decision": "answer",
        "intent": "question",
        "slots": {},
        "wishes": {"dates": [], "part": None, "time": None, "constraints": {}},
        "sentiment": {"label": "neutral", "target": "none", "intensity": 0},
        "danger": None,
        "injection": False,
        "others_data": False,
        "handover": 0.0,
        "trigger": None,
        "priority": None,
        "answerable": 0.9,
    }
    return Reading(**{**empty, **fields})


def outcome(name: str, *, passed: bool = True, suite_name: str = "some", trial: int = 0, **fields: Any) -> Outcome:
    own: dict[str, Any] = {
        "suite": suite_name,
        "case": name,
        "trial": trial,
        "status": "passed" if passed else "failed",
        "verdicts": {"facts": [] if passed else ["the figure 9 has no source"]},
        "tags": (),
        "known_gap": None,
        "purpose": "something is right",
        "played": {"turns": [], "reading": None, "ending": "said_all", "why": "", "struck": False, "after": {}},
    }
    return Outcome(**{**own, **fields})
