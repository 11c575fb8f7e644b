"""Tells a simulated customer's own fault from the assistant's: every message is checked before it is said."""

from datetime import datetime

from evals.simulation.acts import Act, Utterance
from evals.simulation.answering import UNDERSTOOD
from evals.simulation.facts import Facts

LONGEST = 2000
"""Characters of a message."""

ANSWERS = frozenset(
    {
        "request",
        "change_mind",
        "correct",
        "complain",
        "demand",
        "ask_person",
        "give_up",
        "unknown",
        "press",
        "choose",
        "decline",
        "affirm",
        "rephrase",
        "thank",
    }
)
"""Acts that may follow any question: a customer need not answer, as long as they do not pretend to."""


def fault_of(utterance: Utterance, asked: str | None, facts: Facts) -> str | None:
    """What is wrong with a message by its own speaker's goal; None where nothing is.

    Args:
        utterance: The message.
        asked: What the reply before asked for.
        facts: What the customer holds to be true.
    """
    if not 0 < len(utterance.text.strip()) <= LONGEST:
        return f"says nothing, or more than {LONGEST} characters"
    if "{" in utterance.text:
        return f"leaves a gap in {utterance.text!r}"
    lost = [key for key in utterance.keys if key not in utterance.text]
    if lost:
        return f"lost {lost[0]!r} while typing {utterance.text!r}"
    return _contradicted(utterance.acts, facts) or _beside_the_question(utterance.acts, asked)


def _contradicted(acts: tuple[Act, ...], facts: Facts) -> str | None:
    """Something that is told otherwise than the goal has it, and not on purpose."""
    for act in acts:
        if act.kind not in ("inform", "correct", "choose") or act.wrong or act.about in ("code", "contact"):
            continue
        if act.kind == "choose":
            start: datetime = act.value
            if not facts.when.flexible and not facts.when.suits(start.date(), start.time()):
                return f"chose {start:%m-%d %H:%M}, which does not suit"
        elif act.value != facts.value(act.about):
            return f"said {act.about} is {act.value}, though it is {facts.value(act.about)}"
    return None


def _beside_the_question(acts: tuple[Act, ...], asked: str | None) -> str | None:
    """An answer to another question than the one that was asked."""
    if asked is None or asked == "topic":
        return None
    if asked not in UNDERSTOOD:
        return f"was asked for {asked}, which it knows nothing of"
    if any(act.kind in ANSWERS or act.about in (asked, "wish") for act in acts):
        return None
    return f"was asked for {asked} and told of {', '.join(act.about for act in acts)}"
