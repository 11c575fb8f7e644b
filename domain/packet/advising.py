"""What to do first, and replies to begin with, from what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.labels import Trigger
from domain.mails import fill
from domain.packet.terms import DraftRule, NextRule, When
from domain.packet.types import Draft, NextAction, Source
from domain.success.customer_360 import HealthStatus, RiskLevel

DRAFTS: Final = 3


@dataclass(frozen=True)
class Situation:
    """What rules are judged by.

    Attributes:
        trigger: Why a person is due.
        category: What it is about.
        wishes: What is wanted, by id.
        told: The slots that were told.
        known: Whether the customer is known.
        contact: Whether they can be reached.
        visit: Whether a visit lies ahead.
        answered: Whether an answer was given.
        wrong: What went wrong with us, where they said so.
        flow: What they were in the middle of.
        displeased: Whether the last they said was displeased with us.
        risk: The level of the risk that they leave; None where it cannot be told.
        health: The colour of their health; likewise.
    """

    trigger: Trigger
    category: str | None
    wishes: frozenset[str]
    told: frozenset[str]
    known: bool
    contact: bool
    visit: bool
    answered: bool = False
    wrong: str | None = None
    flow: str | None = None
    displeased: bool = False
    risk: RiskLevel | None = None
    health: HealthStatus | None = None

    def fits(self, when: When) -> bool:
        """Whether everything holds."""
        return (
            (not when.triggers or self.trigger in when.triggers)
            and (not when.categories or self.category in when.categories)
            and (not when.wishes or not when.wishes.isdisjoint(self.wishes))
            and when.told <= self.told
            and when.known in (None, self.known)
            and when.contact in (None, self.contact)
            and when.visit in (None, self.visit)
            and when.answered in (None, self.answered)
            and (not when.wrong or self.wrong in when.wrong)
            and (not when.flows or self.flow in when.flows)
            and when.displeased in (None, self.displeased)
            and (not when.risk or self.risk in when.risk)
            and (not when.health or self.health in when.health)
        )


def next_action(situation: Situation, rules: Sequence[NextRule], values: Mapping[str, str]) -> NextAction | None:
    """The first thing to do; None where no rule fits."""
    rule = next((rule for rule in rules if situation.fits(rule.when)), None)
    return NextAction(rule.kind, _filled(rule.text, values), _filled(rule.reason, values)) if rule else None


def drafts_for(
    situation: Situation, rules: Sequence[DraftRule], values: Mapping[str, str], quoted: Mapping[str, Source]
) -> Sequence[Draft]:
    """At most three replies to begin with, in the pack's order; of one kind a second only where others are missing.

    Args:
        situation: What is known.
        rules: The pack's drafts.
        values: What their `{names}` stand for; unknown ones are empty.
        quoted: Where the values were said, by name: sources of a draft that speaks of them.
    """
    fitting = [rule for rule in rules if situation.fits(rule.when)]
    firsts = list({rule.kind: rule for rule in reversed(fitting)}.values())
    chosen = [rule for rule in fitting if rule in firsts][:DRAFTS]
    more = [rule for rule in fitting if rule not in chosen][: DRAFTS - len(chosen)]
    return [
        Draft(rule.id, rule.title, fill(rule.text, values), (*rule.sources, *_spoken_of(rule.text, values, quoted)))
        for rule in (*chosen, *more)
    ]


def _spoken_of(text: str, values: Mapping[str, str], quoted: Mapping[str, Source]) -> Sequence[Source]:
    named = [source for name, source in quoted.items() if f"{{{name}}}" in text and values[name]]
    return list(dict.fromkeys(named))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return fill(text, values).replace("\n", "")
