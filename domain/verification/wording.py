"""The whole reply: facts put in verbatim, harmless sentences kept, and the template where too little is left."""

from dataclasses import dataclass, field
from typing import Final, Literal

from domain.plan import ReplyPlan
from domain.text import normalize
from domain.verification.judgement import Judgement, judge
from domain.verification.lexicon.acts import ATTACHED, OPENINGS, Act
from domain.verification.sentences import Piece, is_silent, pieces
from domain.verification.words import CompanyWords, Heard

Fallback = Literal["unknown_fact", "order", "missing_fact", "nothing_kept", "mostly_dropped", "endless"]

MOST: Final = 12
"""Free sentences of one reply; a model that writes more is running on."""


@dataclass(frozen=True)
class Kept:
    """A free sentence that goes out, and what it does."""

    text: str
    act: Act


@dataclass(frozen=True)
class Dropped:
    """A free sentence that does not go out, why, and what gave it away."""

    text: str
    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class Verification:
    """What became of a draft.

    Attributes:
        text: What goes out.
        kept: Free sentences in it; empty where the template goes out.
        dropped: Free sentences taken out.
        fallback: Why the template goes out instead of the draft, or None.
    """

    text: str
    kept: tuple[Kept, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    fallback: Fallback | None = None


@dataclass
class _Reply:
    parts: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    stated: list[int] = field(default_factory=list)

    def add(self, text: str, line: bool) -> None:
        if self.parts and (line or "\n" in text):
            self.parts.append("\n")
        self.parts.append(text)


def verify_wording(draft: str, plan: ReplyPlan, company: CompanyWords, heard: Heard) -> Verification:
    """Makes a reply out of what a model wrote around the plan's facts.

    Args:
        draft: The model's text, with `{F1}` for the plan's first fact and so on, each in a sentence of its own.
        plan: What the skill decided.
        company: What must not be named but by facts.
        heard: What the customer said.

    Returns:
        The reply. Facts stand in it verbatim, each once and in the plan's order; where the draft does not have them
        so, or too little of it is harmless, it is the plan's template.
    """
    reply = _Reply()
    words, own = heard.words, normalize(f"{plan.opening}\n{plan.closing}")
    for count, piece in enumerate(pieces(draft)):
        if count >= MOST + 2 * len(plan.facts):
            return _template(plan, reply, "endless")
        if piece.fact is None:
            _take(reply, piece.text, piece.line, judge(piece.text, company, words, own))
        elif not 0 < piece.fact <= len(plan.facts):
            return _template(plan, reply, "unknown_fact")
        else:
            _state(reply, piece, plan, company, words, own)
    fallback = _unfit(reply, plan)
    if fallback:
        return _template(plan, reply, fallback)
    if plan.asks and plan.closing and not _asks(reply, plan, own):
        reply.add(plan.closing, line=True)
    return Verification("".join(reply.parts), tuple(reply.kept), tuple(reply.dropped))


def _take(reply: _Reply, text: str, line: bool, judgement: Judgement) -> None:
    if is_silent(text):
        return
    if judgement.act is None:
        reply.dropped.append(Dropped(text, judgement.reason or "act", judgement.evidence))
        return
    reply.kept.append(Kept(text, judgement.act))
    reply.add(text, line)


def _state(reply: _Reply, piece: Piece, plan: ReplyPlan, company: CompanyWords, heard: str, own: str) -> None:
    """Puts a fact in. Only a short opening may share its sentence; what follows a finished fact is judged by itself."""
    assert piece.fact is not None
    fact = plan.facts[piece.fact - 1].text
    if not is_silent(piece.before):
        if OPENINGS.match(piece.before):
            reply.kept.append(Kept(piece.before, "acknowledgement"))
            reply.add(piece.before, piece.line)
        else:
            reply.dropped.append(Dropped(piece.before, "attached"))
    reply.stated.append(piece.fact)
    reply.add(fact, piece.line and not (reply.parts and reply.kept and reply.parts[-1] == piece.before))
    if is_silent(piece.after):
        return
    if ATTACHED.match(piece.after) or not fact.endswith(("。", "！", "？")):
        reply.dropped.append(Dropped(piece.after, "attached"))
    else:
        _take(reply, piece.after, False, judge(piece.after, company, heard, own))


def _unfit(reply: _Reply, plan: ReplyPlan) -> Fallback | None:
    if sorted(reply.stated) != reply.stated or len(set(reply.stated)) != len(reply.stated):
        return "order"
    if len(reply.stated) != len(plan.facts):
        return "missing_fact"
    if not reply.kept:
        return "nothing_kept"
    return "mostly_dropped" if len(reply.dropped) > len(reply.kept) else None


def _asks(reply: _Reply, plan: ReplyPlan, own: str) -> bool:
    asked = {"question", "invitation"}
    closing = normalize(plan.closing)
    return any(kept.act in asked and _shared(normalize(kept.text), closing) for kept in reply.kept)


def _shared(text: str, closing: str) -> bool:
    return any(
        text[at : at + 2] in closing for at in range(len(text) - 1) if all("一" <= c <= "龥" for c in text[at : at + 2])
    )


def _template(plan: ReplyPlan, reply: _Reply, why: Fallback) -> Verification:
    return Verification(plan.template, (), tuple(reply.dropped), why)
