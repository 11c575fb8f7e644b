"""What a schema cannot say: references that lead somewhere, figures written by hand, ids that exist once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.labels import PRIORITIES, TRIGGERS
from domain.retention import NotASpan, Span
from knowledge.encoder.clean import clean_text
from knowledge.encoder.port import UnreadableText
from knowledge.pack.churn_check import churn_faults
from knowledge.pack.diagnosis import Rule
from knowledge.pack.faults import Fault, PackError
from knowledge.pack.handover_check import handover_faults
from knowledge.pack.loader import read_pack_files, validate
from knowledge.pack.mails import MAILS, WITH_CALENDAR
from knowledge.pack.recovery_check import recovery_faults
from knowledge.pack.references import UnknownReference, render_reference
from knowledge.pack.schema import Pack
from knowledge.pack.success_check import success_faults
from knowledge.pack.texts import VARIABLE, Found, Location, text_faults

FEWEST_WRITERS: Final = 2
"""Quality is measured on writers left out of training, so one alone is not enough."""


def check_pack(root: Path) -> Pack:
    """Loads a pack and checks all of it.

    Args:
        root: The folder of the pack.

    Returns:
        The pack, free of faults.

    Raises:
        PackError: With every fault found: file, line, what is wrong and how to mend it.
    """
    files = read_pack_files(root)
    pack = validate(files)
    faults = [Fault(*files.locate(at), what, mend) for at, what, mend in _faults(pack)]
    if faults:
        raise PackError(faults)
    return pack


def _faults(pack: Pack) -> Iterator[Found]:
    yield from _duplicates(pack)
    yield from text_faults(pack)
    yield from _mails(pack)
    yield from _links(pack)
    yield from _skill_links(pack)
    yield from _shown(pack)
    yield from _names(pack)
    yield from _retention(pack)
    yield from _diagnosis(pack)
    yield from _labels(pack)
    yield from _examples(pack)
    yield from _patterns(pack)
    yield from churn_faults(pack)
    yield from success_faults(pack)
    yield from recovery_faults(pack)
    yield from handover_faults(pack)
    for name in pack.computed:
        try:
            render_reference(pack, f"computed.{name}")
        except (UnknownReference, ZeroDivisionError) as error:
            yield ("computed", name), f"cannot be computed: {error}", "name two existing figures"


def _duplicates(pack: Pack) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for f, file in enumerate(pack.faq):
        for t, topic in enumerate(file.topics):
            if topic.id in seen:
                yield (
                    ("faq", f, "topics", t, "id"),
                    f"the topic id {topic.id!r} is already in {seen[topic.id]}",
                    "rename one",
                )
            seen[topic.id] = file.category


def _mails(pack: Pack) -> Iterator[Found]:
    for name in MAILS:
        if name not in pack.mails:
            yield ("mails",), f"there is no mail {name!r}", "write it: subject and body"
    for name, mail in pack.mails.items():
        if name not in MAILS:
            yield ("mails", name), f"no mail is called {name!r}", f"use one of: {', '.join(MAILS)}"
            continue
        for field in ("subject", "body", "calendar"):
            named = {match[0][1:-1] for match in VARIABLE.finditer(getattr(mail, field) or "")}
            for unknown in sorted(named - MAILS[name]):
                mend = f"use one of: {', '.join(sorted(MAILS[name]))}"
                yield ("mails", name, field), f"the mail {name!r} has no value {unknown!r}", mend
        if (mail.calendar is None) is (name in WITH_CALENDAR):
            what = "misses" if mail.calendar is None else "does not send"
            yield ("mails", name), f"the mail {name!r} {what} a calendar entry", "give `calendar` where a visit changes"
    words = pack.staff_words
    for field, names, called in (("priorities", PRIORITIES, words.priorities), ("triggers", TRIGGERS, words.triggers)):
        for missing in sorted(set(names) - set(called)):
            yield ("staff_words", field), f"{missing!r} has no name", f"add it to {field}"


def _links(pack: Pack) -> Iterator[Found]:
    topics = pack.topics
    for f, file in enumerate(pack.faq):
        for t, topic in enumerate(file.topics):
            at: Location = ("faq", f, "topics", t)
            for i, related in enumerate(topic.related):
                if related not in topics or related == topic.id:
                    what = f"{topic.id}: no other topic has the id {related!r}"
                    yield (*at, "related", i), what, "name an existing topic"
            for i, button in enumerate(topic.buttons):
                if button not in pack.buttons:
                    known = ", ".join(pack.buttons)
                    yield (*at, "buttons", i), f"{topic.id}: there is no button {button!r}", f"use one of: {known}"
    for u, utterances in enumerate(pack.faq_utterances):
        for topic_id in utterances.topics:
            if topic_id not in topics:
                at = ("faq_utterances", u, "topics", topic_id)
                yield at, f"no topic has the id {topic_id!r}", "name an existing topic"
    for name, plan in pack.plans.items():
        if plan.includes is not None and plan.includes not in pack.plans:
            yield ("plans", name, "includes"), f"there is no plan {plan.includes!r}", "name an existing plan"
    for name, discount in pack.discounts.items():
        for key, plan_id in (("from", discount.from_plan), ("to", discount.to_plan)):
            if plan_id is not None and plan_id not in pack.plans:
                yield ("discounts", name, key), f"there is no plan {plan_id!r}", "name an existing plan"


def _skill_links(pack: Pack) -> Iterator[Found]:
    links, topics = pack.links, pack.topics
    named: list[tuple[Location, str]] = [(("links", "how_to", intent), topic) for intent, topic in links.how_to.items()]
    named += [(("links", "own", topic), topic) for topic in links.own]
    for field in ("after_booking", "after_result", "asks_for_advice"):
        named += [(("links", field, i), topic) for i, topic in enumerate(getattr(links, field))]
    for at, topic in named:
        if topic not in topics:
            yield at, f"no topic has the id {topic!r}", "name an existing topic, or leave it out"
    categories = [file.category for file in pack.faq]
    for i, category in enumerate(links.plan_categories):
        if category not in categories:
            what = f"no file of topics has the category {category!r}"
            yield ("links", "plan_categories", i), what, f"use one of: {', '.join(categories)}"


def _shown(pack: Pack) -> Iterator[Found]:
    """What page and offers of help refer to."""
    topics: list[tuple[Location, str]] = []
    buttons: list[tuple[Location, str]] = []
    if site := pack.site:
        topics += [(("site", "questions", "topics", i), topic) for i, topic in enumerate(site.questions.topics)]
        buttons.append((("site", "button"), site.button))
        for field, entries in (("fits", pack.plans), ("addons", pack.addons)):
            for name in sorted(set(getattr(site.plans, field)) - set(entries)):
                yield ("site", "plans", field, name), f"there is no {name!r}", f"use one of: {', '.join(entries)}"
    for name, help_topic in pack.proactive.topics.items() if pack.proactive else ():
        at: Location = ("proactive", "topics", name)
        topics += [((*at, "topics", i), topic) for i, topic in enumerate(help_topic.topics)]
        buttons += [((*at, "buttons", i), button) for i, button in enumerate(help_topic.buttons)]
    for where, topic in topics:
        if topic not in pack.topics:
            yield where, f"no topic has the id {topic!r}", "name an existing topic, or leave it out"
    for where, button in buttons:
        if button not in pack.buttons:
            yield where, f"there is no button {button!r}", f"use one of: {', '.join(pack.buttons)}"


def _names(pack: Pack) -> Iterator[Found]:
    """Other names for something there is not."""
    rules = pack.booking
    for area in rules.places:
        if area not in rules.areas:
            mend = f"use one of: {', '.join(rules.areas)}"
            yield ("booking", "places", area), f"there is no area {area!r}", mend
    for method in rules.payment.called:
        if method not in rules.payment.methods:
            mend = f"use one of: {', '.join(rules.payment.methods)}"
            yield ("booking", "payment", "called", method), f"there is no payment method {method!r}", mend


def _retention(pack: Pack) -> Iterator[Found]:
    for field in ("conversations", "bookings"):
        name = getattr(pack.retention, field)
        fact = pack.facts.get(name)
        if fact is None:
            yield ("retention", field), f"there is no fact {name!r}", "name the fact that tells how long it is kept"
            continue
        try:
            Span.of(fact.value, fact.unit)
        except NotASpan as error:
            yield ("retention", field), f"{name}: {error}", "name a fact that is a span"


def _diagnosis(pack: Pack) -> Iterator[Found]:
    diagnosis = pack.diagnosis
    if "noise_type" in diagnosis.slots:
        for value in diagnosis.slots["noise_type"].values:
            if diagnosis.category_of.get(value) not in diagnosis.categories:
                yield ("diagnosis", "category_of"), f"noise_type {value} has no category", "add it to category_of"
    for field, name, what_for in (
        ("categories", "other", "what cannot be put anywhere else"),
        ("empathy", "default", "what no other line fits"),
    ):
        if name not in getattr(diagnosis, field):
            yield ("diagnosis", field), f"{field} has no {name!r}", f"add it: it is for {what_for}"
    for i, slot_name in enumerate(diagnosis.order):
        if slot_name not in diagnosis.slots or diagnosis.slots[slot_name].question is None:
            yield ("diagnosis", "order", i), f"{slot_name} has no question to ask", "give the slot a question"
    yield from _rules(pack, "urgency_rules", "urgency", diagnosis.urgency_rules, tuple(diagnosis.urgencies))
    yield from _rules(pack, "plan_rules", "plan", diagnosis.plan_rules, tuple(pack.plans))


def _rules(pack: Pack, field: str, kind: str, rules: tuple[Rule, ...], outcomes: tuple[str, ...]) -> Iterator[Found]:
    slots = pack.diagnosis.slots
    known = {name: tuple(slot.values) for name, slot in slots.items()} | {"urgency": tuple(pack.diagnosis.urgencies)}
    for i, rule in enumerate(rules):
        if rule.then not in outcomes:
            mend = f"name an existing {kind}: {', '.join(outcomes)}"
            yield ("diagnosis", field, i, "then"), f"there is no {kind} {rule.then!r}", mend
        for name, expected in rule.when.items():
            if name not in known:
                mend = f"use one of: {', '.join(known)}"
                yield ("diagnosis", field, i, "when", name), f"there is no slot {name!r}", mend
            elif isinstance(expected, tuple):
                for value in sorted(set(expected) - set(known[name])):
                    mend = f"use one of: {', '.join(known[name])}"
                    yield ("diagnosis", field, i, "when", name), f"{name} has no value {value!r}", mend
    if rules[-1].when:
        yield ("diagnosis", field, len(rules) - 1), "the last rule has conditions", "end with a rule that always holds"


def _labels(pack: Pack) -> Iterator[Found]:
    """A text must not want two different things: nobody could learn from it. Feelings may be read differently."""
    asked: dict[str, str] = {}
    for u, utterances in enumerate(pack.faq_utterances):
        for topic_id, texts in utterances.topics.items():
            for i, text in enumerate(texts):
                if asked.setdefault(text, topic_id) != topic_id:
                    what = f"{text!r:.40} already asks for {asked[text]}"
                    yield ("faq_utterances", u, "topics", topic_id, i), what, "decide on one topic"
    seen: dict[str, tuple[str, object]] = {}
    for w, writer in enumerate(pack.dialogue_utterances):
        for g, group in enumerate(writer.groups):
            label = (group.intent, group.handover)
            for i, text in enumerate(group.texts):
                if text in seen and seen[text][1] != label:
                    at: Location = ("dialogue_utterances", w, "groups", g, "texts", i)
                    yield at, f"{text!r:.40} is labelled otherwise by {seen[text][0]}", "decide on one label"
                seen[text] = (writer.writer, label)
    for w, dialogues in enumerate(pack.dialogues):
        for d, dialogue in enumerate(dialogues.dialogues):
            at = ("dialogues", w, "dialogues", d)
            if (dialogue.handover is None) != (dialogue.at is None):
                yield at, "handover and at must both be given or both be null", "complete the label"
            elif dialogue.at is not None and not 0 <= dialogue.at < len(dialogue.turns):
                yield (*at, "at"), f"at is {dialogue.at}, the turns are 0 to {len(dialogue.turns) - 1}", "name a turn"


def _examples(pack: Pack) -> Iterator[Found]:
    """What training cannot use."""
    for field in ("faq_utterances", "dialogue_utterances", "safety_utterances"):
        writers = {entry.writer for entry in getattr(pack, field)}
        if len(writers) < FEWEST_WRITERS:
            what = f"{len(writers)} of at least {FEWEST_WRITERS} writers"
            yield (field,), what, f"add a file to utterances/{field.removesuffix('_utterances')}"
    for at, text in _training_texts(pack):
        try:
            clean_text(text)
        except UnreadableText:
            yield at, f"{text!r:.40} holds nothing to read", "write at least one word"


def _training_texts(pack: Pack) -> Iterator[tuple[Location, str]]:
    for u, utterances in enumerate(pack.faq_utterances):
        for topic_id, texts in utterances.topics.items():
            for i, text in enumerate(texts):
                yield ("faq_utterances", u, "topics", topic_id, i), text
    for field in ("dialogue_utterances", "safety_utterances"):
        for w, writer in enumerate(getattr(pack, field)):
            for g, group in enumerate(writer.groups):
                for i, text in enumerate(group.texts):
                    yield (field, w, "groups", g, "texts", i), text


def _patterns(pack: Pack) -> Iterator[Found]:
    patterns: list[tuple[Location, str]] = []
    for name, slot in pack.diagnosis.slots.items():
        for value, entry in slot.values.items():
            patterns += [
                (("diagnosis", "slots", name, "values", value, "patterns", i), p) for i, p in enumerate(entry.patterns)
            ]
    for r, rule in enumerate(pack.safety.rules):
        patterns += [(("safety", "rules", r, "patterns", i), p) for i, p in enumerate(rule.patterns)]
        patterns += [(("safety", "rules", r, "unless", i), p) for i, p in enumerate(rule.unless)]
    patterns += [(("guard", "injection", i), p) for i, p in enumerate(pack.guard.injection)]
    patterns += [(("guard", "others_data", i), p) for i, p in enumerate(pack.guard.others_data)]
    for at, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield at, f"not a regular expression: {error}", "mend the pattern"
