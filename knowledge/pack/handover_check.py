"""What the schema of handovers cannot say: words for everything, references that lead somewhere, values that exist."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from domain.labels import EMOTIONS, TRIGGERS, Trigger
from domain.packet.advising import Situation
from domain.recovery import SEVERITIES
from knowledge.pack.handover import (
    ADVICE_VALUES,
    DRAFT_VALUES,
    HEALTH_VALUES,
    RECOVERY_VALUES,
    STEP_VALUES,
    SUMMARY_VALUES,
    TROUBLE_VALUES,
    Fits,
    Handover,
)
from knowledge.pack.schema import Pack
from knowledge.pack.texts import VARIABLE, Found, Location

FEWEST_DRAFTS: Final = 3


def handover_faults(pack: Pack) -> Iterator[Found]:
    """Everything that is missing or leads nowhere in what the staff read of handovers."""
    handover = pack.handover
    if handover is None:
        return
    yield from _complete(handover)
    yield from _slots(pack, handover)
    yield from _texts(handover)
    yield from _patterns(handover)
    yield from _drafts(pack, handover)
    categories = [file.category for file in pack.faq]
    for name, category in handover.categories.items():
        at: Location = ("handover", "categories", name, "topics")
        yield from _known(category.topics, categories, at, "category of the FAQ")
    causes = pack.recovery.causes if pack.recovery else {}
    for cause in handover.recovery:
        yield from _known((cause,), causes, ("handover", "recovery", cause), "cause in recovery.yaml")


def _complete(handover: Handover) -> Iterator[Found]:
    for field, wanted, there in (
        ("feelings", EMOTIONS, handover.feelings),
        ("wants", TRIGGERS, handover.wants),
        ("steps", tuple(STEP_VALUES), handover.steps),
        ("severities", SEVERITIES, handover.severities),
    ):
        for missing in sorted(set(wanted) - set(there)):
            yield ("handover", field), f"{missing!r} has no words", f"add it to {field}"
    last = handover.next[-1]
    if last.when != Fits():
        at: Location = ("handover", "next", len(handover.next) - 1)
        yield at, "the last action has conditions", "end with one that always fits"


def _slots(pack: Pack, handover: Handover) -> Iterator[Found]:
    slots = pack.diagnosis.slots
    for name in sorted(set(slots) - set(handover.slots)):
        yield ("handover", "slots"), f"the slot {name!r} has no name", "add it"
    yield from _known(handover.slots, slots, ("handover", "slots"), "slot of the diagnosis")
    trouble = handover.trouble
    named = (trouble.where, trouble.what, *trouble.details)
    yield from _known(named, slots, ("handover", "trouble"), "slot of the diagnosis")
    for name, slot in handover.slots.items():
        if name in slots and slots[name].kind == "words":
            at: Location = ("handover", "slots", name)
            yield from _known((*slot.values, *slot.silent), slots[name].values, at, f"value of {name}")


def _texts(handover: Handover) -> Iterator[Found]:
    yield from _values(handover.trouble.text, TROUBLE_VALUES, ("handover", "trouble", "text"))
    yield from _values(handover.health_because, HEALTH_VALUES, ("handover", "health_because"))
    yield from _values(handover.recovery_because, RECOVERY_VALUES, ("handover", "recovery_because"))
    for field in ("who", "course", "wish"):
        yield from _values(getattr(handover.summary, field), SUMMARY_VALUES, ("handover", "summary", field))
    for kind, text in handover.steps.items():
        yield from _values(text, STEP_VALUES[kind], ("handover", "steps", kind))
    for name, slot in handover.slots.items():
        yield from _values(slot.says, frozenset({"value"}), ("handover", "slots", name, "says"))
    for i, rule in enumerate(handover.next):
        for field in ("text", "reason"):
            yield from _values(getattr(rule, field), ADVICE_VALUES, ("handover", "next", i, field))
    for name, draft in handover.drafts.items():
        yield from _values(draft.text, DRAFT_VALUES, ("handover", "drafts", name, "text"))


def _patterns(handover: Handover) -> Iterator[Found]:
    words: list[tuple[Location, str]] = [(("handover", "rough", i), p) for i, p in enumerate(handover.rough)]
    words += [(("handover", "own_noise", "words", i), p) for i, p in enumerate(handover.own_noise.words)]
    for name, wish in handover.wishes.items():
        words += [(("handover", "wishes", name, "words", i), p) for i, p in enumerate(wish.words)]
    for name, category in handover.categories.items():
        words += [(("handover", "categories", name, "words", i), p) for i, p in enumerate(category.words)]
    for name, patterns in handover.recovery.items():
        words += [(("handover", "recovery", name, i), p) for i, p in enumerate(patterns)]
    for at, pattern in words:
        try:
            re.compile(pattern)
        except re.error as error:
            yield at, f"the pattern {pattern!r:.40} cannot be read: {error}", "mend the regular expression"


def _drafts(pack: Pack, handover: Handover) -> Iterator[Found]:
    rules: list[tuple[Location, Fits]] = [(("handover", "next", i), rule.when) for i, rule in enumerate(handover.next)]
    rules += [(("handover", "drafts", name), draft.when) for name, draft in handover.drafts.items()]
    for at, when in rules:
        yield from _known(when.categories, handover.categories, (*at, "when", "categories"), "category")
        yield from _known(when.wishes, handover.wishes, (*at, "when", "wishes"), "wish")
        yield from _known(when.told, handover.slots, (*at, "when", "told"), "slot")
        yield from _known(when.wrong, handover.recovery, (*at, "when", "wrong"), "cause")
    for name, draft in handover.drafts.items():
        yield from _known(draft.sources, pack.topics, ("handover", "drafts", name, "sources"), "topic")
    for trigger in TRIGGERS:
        for contact in (True, False):
            fitting = [draft for draft in handover.drafts.values() if _bare(trigger, contact).fits(draft.when.rule())]
            if len(fitting) < FEWEST_DRAFTS:
                who = "can be reached" if contact else "cannot be reached"
                what = f"{len(fitting)} drafts fit {trigger!r} where nothing else is known and the customer {who}"
                yield ("handover", "drafts"), what, f"write more, so that there are {FEWEST_DRAFTS}"


def _bare(trigger: Trigger, contact: bool) -> Situation:
    nothing: frozenset[str] = frozenset()
    return Situation(trigger, None, nothing, nothing, known=False, contact=contact, visit=False)


def _known(names: Iterable[str], there: Collection[str], at: Location, kind: str) -> Iterator[Found]:
    for name in names:
        if name not in there:
            yield at, f"there is no {kind} {name!r}", f"use one of: {', '.join(there) or 'none'}"


def _values(text: str, values: frozenset[str], at: Location) -> Iterator[Found]:
    for unknown in sorted({match[0][1:-1] for match in VARIABLE.finditer(text)} - values):
        yield at, f"there is no value {unknown!r} here", f"use one of: {', '.join(sorted(values)) or 'none'}"
