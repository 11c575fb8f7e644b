"""How messages were read: slots, days, feelings, danger, attacks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.expectations import Constraints, Feeling, Understood
from evals.graders.evidence import Evidence, Grader
from evals.part import NONE
from evals.played import Reading, Said


def understanding() -> Grader:
    """Compares what was read with what the case says a message means. Topics are the business of `retrieval`."""

    def grade(evidence: Evidence) -> Sequence[str] | None:
        wanted = list(_wanted(evidence))
        if not wanted:
            return None
        return [fault for place, understood, reading in wanted for fault in _unlike(place, understood, reading)]

    return grade


def reading_of(said: Said) -> Reading:
    """What a turn's record tells of how it was read."""
    record = said.record
    card = said.reply.get("handover") or {}
    return Reading(
        topics=tuple((topic["id"], topic["score"]) for topic in record.get("topics", ())),
        decision=record.get("decision", ""),
        intent=record.get("intent", ""),
        slots=record.get("slots", {}),
        wishes=record.get("dates", {}),
        sentiment=said.reply.get("sentiment") or {},
        danger=record.get("danger"),
        injection=said.reply.get("route") == "guard",
        others_data=said.reply.get("route") == "guard",
        handover=record.get("handover", 0.0),
        trigger=card.get("trigger"),
        priority=card.get("priority"),
        answerable=record.get("answerable", 0.0),
    )


def readings(evidence: Evidence) -> Iterator[tuple[str, Understood, Reading]]:
    """Every message whose reading the case speaks of."""
    case, played = evidence.case, evidence.played
    if case.understood is not None and played.turns:
        yield "", case.understood, played.reading or reading_of(played.turns[-1])
    for index, said in enumerate(played.turns):
        expected = evidence.expected_of(said)
        if expected is not None and expected.understood is not None:
            yield f"turn {index}: ", expected.understood, reading_of(said)


def _wanted(evidence: Evidence) -> Iterator[tuple[str, Understood, Reading]]:
    for place, understood, reading in readings(evidence):
        if understood.model_dump(exclude={"topics", "decision"}, exclude_defaults=True):
            yield place, understood, reading


def _unlike(place: str, wanted: Understood, reading: Reading) -> Iterator[str]:
    for fault in (*_words(wanted, reading), *_times(wanted, reading.wishes)):
        yield f"{place}{fault}"


def _words(wanted: Understood, reading: Reading) -> Iterator[str]:
    if wanted.intent is not None and reading.intent not in wanted.intent:
        yield f"intent is {reading.intent}, not {' or '.join(wanted.intent)}"
    for slot, value in wanted.slots.items():
        found = reading.slots.get(slot)
        if _plain(found) != _plain(value):
            yield f"{slot} is {found!r}, not {value!r}"
    if wanted.feeling is not None:
        yield from _feeling(wanted.feeling, reading.sentiment)
    if wanted.danger is not None and reading.danger not in (wanted.danger or (None,)):
        yield f"danger is {reading.danger or NONE}, not {' or '.join(wanted.danger) or NONE}"
    for field in ("injection", "others_data"):
        value = getattr(wanted, field)
        if value is not None and getattr(reading, field) != value:
            yield f"{field} is {getattr(reading, field)}, not {value}"


def _times(wanted: Understood, wishes: Mapping[str, Any]) -> Iterator[str]:
    if wanted.dates is not None:
        days = sorted(day.isoformat() for day in wanted.dates)
        if sorted(wishes.get("dates", ())) != days:
            yield f"dates are {wishes.get('dates')}, not {days}"
    for field in ("part", "time"):
        value = getattr(wanted, field)
        if value is not None and (wishes.get(field) or NONE) != value:
            yield f"{field} is {wishes.get(field) or NONE}, not {value}"
    if wanted.constraints is not None:
        yield from _constraints(wanted.constraints, wishes.get("constraints") or {})


def _constraints(wanted: Constraints, found: Mapping[str, Any]) -> Iterator[str]:
    for field in ("not_before", "not_after"):
        value = getattr(wanted, field)
        if value is not None and (found.get(field) or NONE) != value:
            yield f"{field} is {found.get(field)}, not {value}"
    if wanted.weekdays is not None and sorted(found.get("weekdays", ())) != sorted(wanted.weekdays):
        yield f"weekdays are {found.get('weekdays')}, not {list(wanted.weekdays)}"
    if wanted.exclude is not None:
        days = sorted(day.isoformat() for day in wanted.exclude)
        if sorted(found.get("exclude", ())) != days:
            yield f"excluded are {found.get('exclude')}, not {days}"


def _feeling(wanted: Feeling, found: Mapping[str, Any]) -> Iterator[str]:
    for field in ("label", "target"):
        values = getattr(wanted, field)
        if values is not None and found.get(field) not in values:
            yield f"feeling's {field} is {found.get(field)}, not {' or '.join(values)}"
    if wanted.at_least is not None and found.get("intensity", 0) < wanted.at_least:
        yield f"intensity is {found.get('intensity')}, below {wanted.at_least}"


def _plain(value: Any) -> Any:
    """Values as JSON has them; the order of a list does not matter."""
    return sorted(value) if isinstance(value, list | tuple) else value if value is None else str(value)
