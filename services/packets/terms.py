"""What packets are worded with, from a pack's data."""

import re
from collections.abc import Iterable

from domain.packet.terms import (
    Category,
    CustomerWords,
    DraftRule,
    NextRule,
    PacketTerms,
    Patterns,
    RecoveryWords,
    SlotWords,
    Wish,
    Wording,
)
from domain.packet.types import Source
from knowledge.pack.handover import Handover
from knowledge.pack.references import render
from knowledge.pack.schema import Pack
from services.churn.terms import churn_terms


def packet_terms(pack: Pack) -> PacketTerms:
    """What a pack's company calls things; without `handover.yaml` a packet has no words of its own."""
    return PacketTerms(
        triggers=dict[str, str](**pack.staff_words.triggers),
        slots=_slots(pack),
        literals=(
            *(literal.text for literal in pack.literals),
            *(number.number for number in pack.safety.helps.values()),
        ),
        topics={topic.id: file.category for file in pack.faq for topic in file.topics},
        plans={name: plan.name for name, plan in pack.plans.items()},
        customers=_customers(pack),
        wording=_wording(pack, pack.handover) if pack.handover else None,
    )


def _customers(pack: Pack) -> CustomerWords:
    success, churn = pack.success, churn_terms(pack) if pack.churn else None
    return CustomerWords(
        segments={rule.segment: rule.label for rules in success.segments.values() for rule in rules} if success else {},
        parts=dict[str, str](**success.health.part_names) if success else {},
        risks=churn.level_names if churn else {},
        factors=churn.words if churn else None,
        plans={name: plan.name for name, plan in pack.plans.items()}
        | {name: monthly.name for name, monthly in pack.business_plans.items()},
    )


def _slots(pack: Pack) -> dict[str, SlotWords]:
    slots, own = pack.diagnosis.slots, pack.handover.slots if pack.handover else {}
    words: dict[str, SlotWords] = {}
    for name in (*own, *(name for name in slots if name not in own)):
        called = {value: entry.label for value, entry in slots[name].values.items()}
        if staff := own.get(name):
            words[name] = SlotWords(staff.name, called | staff.values, slots[name].kind, staff.says)
        else:
            words[name] = SlotWords(name, called, slots[name].kind)
    return words


def _wording(pack: Pack, handover: Handover) -> Wording:
    titles = {topic.id: topic.title for topic in pack.topics.values()}
    trouble, summary = handover.trouble, handover.summary
    return Wording(
        company=pack.company.name,
        feelings=handover.feelings,
        trouble=trouble.text,
        own_noise=(handover.own_noise.text, _compiled(handover.own_noise.words)),
        where=trouble.where,
        what=trouble.what,
        details=trouble.details,
        silent={name: frozenset(slot.silent) for name, slot in handover.slots.items()},
        between=handover.between,
        someone=handover.someone,
        sound=trouble.unnamed,
        types=dict[str, str](**handover.types),
        summary=(summary.who, summary.course, summary.wish),
        wants=handover.wants,
        steps=handover.steps,
        wishes=tuple(
            Wish(name, wish.name, _compiled(wish.words), frozenset(wish.implied))
            for name, wish in handover.wishes.items()
        ),
        categories=tuple(
            Category(
                name,
                entry.name,
                frozenset(entry.triggers),
                frozenset(entry.leans),
                frozenset(entry.intents),
                frozenset(entry.topics),
                frozenset(entry.flows),
                _compiled(entry.words),
                is_rest=name == list(handover.categories)[-1],
            )
            for name, entry in handover.categories.items()
        ),
        next=tuple(NextRule(rule.kind, rule.text, rule.reason, rule.when.rule()) for rule in handover.next),
        drafts=tuple(
            DraftRule(
                name,
                draft.title,
                render(pack, draft.text),
                tuple(Source(topic, titles[topic]) for topic in draft.sources),
                draft.kind,
                draft.when.rule(),
            )
            for name, draft in handover.drafts.items()
        ),
        rough=_compiled(handover.rough),
        no_contact=handover.no_contact,
        health_because=handover.health_because,
        recovery_because=handover.recovery_because,
        severities=handover.severities,
        recovery=tuple(RecoveryWords(cause, _compiled(words)) for cause, words in handover.recovery.items()),
    )


def _compiled(patterns: Iterable[str]) -> Patterns:
    return tuple(map(re.compile, patterns))
