"""The texts a customer may read, and what must not stand in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.pack.references import REFERENCE, UnknownReference, render
from knowledge.pack.schema import Pack
from knowledge.pack.site import written as written_in

DIGITS: Final = re.compile(r"[0-9０-９]+(?:[.,:〜~/-]?[0-9０-９]+)*")
KANJI_FIGURE: Final = re.compile(
    r"[〇一二三四五六七八九十百千万]+(?:円|パーセント|%|割|営業日)"
    r"|[〇二三四五六七八九十百千万]+(?:日[前後間]|週間|[かヶヵケカ]月|時間)"
)
VARIABLE: Final = re.compile(r"\{[a-z_]+\}")
"""A value that is filled in; only templates, mails and offers have them."""

Location = tuple[str | int, ...]
Found = tuple[Location, str, str]
"""Where it stands, what is wrong, how to mend it."""


def customer_texts(pack: Pack) -> Iterator[tuple[Location, str]]:
    """Every text of the pack that may reach a customer, with where it stands."""
    for f, file in enumerate(pack.faq):
        for t, topic in enumerate(file.topics):
            for field in ("title", "question", "answer"):
                yield ("faq", f, "topics", t, field), getattr(topic, field)
    for name, template in pack.templates.items():
        yield ("templates", name), template
    for name, mail in pack.mails.items():
        for field in ("subject", "body", "calendar"):
            if written := getattr(mail, field):
                yield ("mails", name, field), written
    for name, slot in pack.diagnosis.slots.items():
        if slot.question:
            yield ("diagnosis", "slots", name, "question"), slot.question
    for rules in ("urgency_rules", "plan_rules"):
        for i, rule in enumerate(getattr(pack.diagnosis, rules)):
            yield ("diagnosis", rules, i, "reason"), rule.reason
    for name, empathy in pack.diagnosis.empathy.items():
        yield ("diagnosis", "empathy", name), empathy
    for kind, reply in pack.safety.replies.items():
        yield ("safety", "replies", kind), reply
    for name, button in pack.buttons.items():
        yield ("buttons", name, "label"), button.label
    if pack.success is not None:
        for name, offer in pack.success.upsell.offers.items():
            for field in ("reason", "text"):
                yield ("success", "upsell", "offers", name, field), getattr(offer, field)
        for timing, text in pack.success.upsell.timings.items():
            yield ("success", "upsell", "timings", timing), text
    if pack.handover is not None:
        for name, draft in pack.handover.drafts.items():
            yield ("handover", "drafts", name, "text"), draft.text
    if pack.site is not None:
        yield from written_in(pack.site, ("site",))
    if pack.proactive is not None:
        yield from written_in(pack.proactive, ("proactive",))


FaultKind = Literal["unknown_reference", "stray_brace", "figure", "forbidden", "claim", "claim_figure"]


@dataclass(frozen=True)
class TextFault:
    """Something that must not stand in a text.

    Attributes:
        kind: What sort of fault.
        quote: The words that are meant.
        what: What is wrong.
        mend: How to mend it.
    """

    kind: FaultKind
    quote: str
    what: str
    mend: str


def text_faults(pack: Pack) -> Iterator[Found]:
    """Figures written by hand, references that lead nowhere, words and claims that may not be used."""
    rules = TextRules(pack)
    for at, text in customer_texts(pack):
        for fault in rules.faults(text, variables=at[0] in ("templates", "mails", "success", "handover")):
            yield at, fault.what, fault.mend


class TextRules:
    """What must not stand in a text a customer may read.

    Args:
        pack: The pack whose values, literals, claims and forbidden words count.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        literals = sorted((entry.text for entry in pack.literals), key=len, reverse=True)
        # A literal stands for itself: 110 is not the beginning of 1100, nor a price.
        self._literal = re.compile(
            rf"(?<![0-9０-９])(?:{'|'.join(map(re.escape, literals)) or '(?!)'})(?![0-9０-９円%％])"
        )

    def faults(self, text: str, *, variables: bool = False) -> Sequence[TextFault]:
        """What is wrong with a text.

        Args:
            text: As it is written, references and all.
            variables: Whether values that are filled in later ({name}) may stand in it.
        """
        return list(self._found(text, variables))

    def _found(self, text: str, variables: bool) -> Iterator[TextFault]:
        unknown = _unknown_in(self._pack, text)
        yield from unknown
        bare = REFERENCE.sub("", text)
        if variables:
            bare = VARIABLE.sub("", bare)
        brace = re.search(r"[{}].{0,20}", bare)
        if brace:
            what, mend = f"the brace in {brace[0]!r} is no reference", "write {plans.….price} as in the shipped pack"
            yield TextFault("stray_brace", brace[0], what, mend)
        bare = self._literal.sub("", bare)
        figure = DIGITS.search(bare) or KANJI_FIGURE.search(bare)
        if figure:
            mend = "refer to a value ({plans.….price}) or declare a literal"
            yield TextFault("figure", figure[0], f"the figure {figure[0]!r} is written by hand", mend)
        if unknown:
            return  # what customers would read cannot be told yet
        rendered = render(self._pack, text)
        for word in self._pack.forbidden:
            if word in rendered:
                yield TextFault("forbidden", word, f"uses the forbidden words {word!r}", "say it without them")
        yield from _claims(self._pack, text, rendered)


def _unknown_in(pack: Pack, text: str) -> list[TextFault]:
    found: list[TextFault] = []
    for match in REFERENCE.finditer(text):
        try:
            render(pack, match[0])
        except UnknownReference as error:
            mend = "refer to an existing value, or add it to the pack"
            found.append(TextFault("unknown_reference", match[0], str(error), mend))
    return found


def _claims(pack: Pack, text: str, rendered: str) -> Iterator[TextFault]:
    shown = {match[1].split(".")[1] for match in REFERENCE.finditer(text) if match[1].startswith("claims.")}
    for name, claim in pack.claims.items():
        if claim.publishable:
            continue
        if name in shown:
            mend = "remove it, or give the claim its evidence"
            yield TextFault("claim", name, f"shows the unpublishable claim {name}", mend)
        if re.search(re.escape(claim.text) + r"[はがも]?[0-9]", rendered):
            what = f"shows a figure for the unpublishable claim {claim.text!r}"
            yield TextFault("claim_figure", claim.text, what, "remove it")
