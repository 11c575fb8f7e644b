"""The texts a customer may read, and what must not stand in them."""

import re
from collections.abc import Iterator
from typing import Final

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
    if pack.site is not None:
        yield from written_in(pack.site, ("site",))
    if pack.proactive is not None:
        yield from written_in(pack.proactive, ("proactive",))


def text_faults(pack: Pack) -> Iterator[Found]:
    """Figures written by hand, references that lead nowhere, words and claims that may not be used."""
    literals = sorted((entry.text for entry in pack.literals), key=len, reverse=True)
    # A literal stands for itself: 110 is not the beginning of 1100, nor a price.
    literal = re.compile(rf"(?<![0-9０-９])(?:{'|'.join(map(re.escape, literals)) or '(?!)'})(?![0-9０-９円%％])")
    for at, text in customer_texts(pack):
        try:
            rendered = render(pack, text)
        except UnknownReference as error:
            yield at, str(error), "refer to an existing value, or add it to the pack"
            continue
        bare = REFERENCE.sub("", text)
        if at[0] in ("templates", "mails", "success"):
            bare = VARIABLE.sub("", bare)
        brace = re.search(r"[{}].{0,20}", bare)
        if brace:
            yield at, f"the brace in {brace[0]!r} is no reference", "write {plans.….price} as in the shipped pack"
        bare = literal.sub("", bare)
        figure = DIGITS.search(bare) or KANJI_FIGURE.search(bare)
        if figure:
            mend = "refer to a value ({plans.….price}) or declare a literal"
            yield at, f"the figure {figure[0]!r} is written by hand", mend
        for word in pack.forbidden:
            if word in rendered:
                yield at, f"uses the forbidden words {word!r}", "say it without them"
        yield from ((at, what, mend) for what, mend in _claims(pack, text, rendered))


def _claims(pack: Pack, text: str, rendered: str) -> Iterator[tuple[str, str]]:
    shown = {match[1].split(".")[1] for match in REFERENCE.finditer(text) if match[1].startswith("claims.")}
    for name, claim in pack.claims.items():
        if claim.publishable:
            continue
        if name in shown:
            yield f"shows the unpublishable claim {name}", "remove it, or give the claim its evidence"
        if re.search(re.escape(claim.text) + r"[はがも]?[0-9]", rendered):
            yield f"shows a figure for the unpublishable claim {claim.text!r}", "remove it"
