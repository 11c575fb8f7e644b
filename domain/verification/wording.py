"""The whole reply: facts put in verbatim, harmless sentences kept, and the template where too little is left."""

from dataclasses import dataclass, field
from typing import Final, Literal

from domain.plan import ReplyPlan
from domain.text import normalize
from domain.verification.judgement import Judgement, judge
from domain.verification.lexicon.acts import ATTACHED, OPENINGS, Act
from domain.verification.sentences import Piece, is_silent, pieces
from domain.verification.words import CompanyWords, Heard

Fallback = Literal["unknown_fact", "order", "missing_fact", "nothing_kept", "mostly_dropped", "endless", "broken_off"]
"""`broken_off`: the draft did not come to its end."""

ASKING: Final[frozenset[Act]] = frozenset({"question", "invitation"})
"""Acts after which a customer is expected to answer."""

MOST: Final = 12
"""Free sentences of one reply; a model that writes more is running on."""

ENDS: Final = ("。", "！", "？")
"""What a finished fact ends with; one that does not is an entry of a list."""


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
class Composition:
    """A reply as it is put together: what stands in it, what was left out, which facts were stated."""

    parts: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    stated: list[int] = field(default_factory=list)
    _entry: bool = False
    """Whether the last part is an entry of a list, which stands on a line of its own."""

    def add(self, text: str, line: bool) -> None:
        """Puts a text in, on a line of its own where asked."""
        if self.parts and (line or self._entry or "\n" in text):
            self.parts.append("\n")
        self.parts.append(text)
        self._entry = False

    def take(self, text: str, line: bool, judgement: Judgement) -> None:
        """Puts a free sentence in, or leaves it out."""
        if is_silent(text):
            return
        if judgement.act is None:
            self.dropped.append(Dropped(text, judgement.reason or "act", judgement.evidence))
            return
        self.kept.append(Kept(text, judgement.act))
        self.add(text, line)

    def state(self, piece: Piece, plan: ReplyPlan, company: CompanyWords, heard: str, own: str) -> None:
        """Puts a fact in. Only a short opening may share its sentence; what follows a finished fact is judged alone."""
        assert piece.fact is not None
        fact = plan.facts[piece.fact - 1].text
        if not is_silent(piece.before):
            if OPENINGS.match(piece.before):
                self.kept.append(Kept(piece.before, "acknowledgement"))
                self.add(piece.before, piece.line)
            else:
                self.dropped.append(Dropped(piece.before, "attached"))
        self.stated.append(piece.fact)
        entry = not fact.endswith(ENDS)
        led = bool(self.parts and self.kept and self.parts[-1] == piece.before)
        self.add(fact, (piece.line or entry) and not led)
        self._entry = entry
        if is_silent(piece.after):
            return
        if ATTACHED.match(piece.after) or entry:
            self.dropped.append(Dropped(piece.after, "attached"))
        else:
            self.take(piece.after, False, judge(piece.after, company, heard, own))

    def unfit(self, plan: ReplyPlan) -> Fallback | None:
        """Why the reply cannot go out as it stands, if so."""
        if sorted(self.stated) != self.stated or len(set(self.stated)) != len(self.stated):
            return "order"
        if len(self.stated) != len(plan.facts):
            return "missing_fact"
        if not self.kept:
            return "nothing_kept"
        return "mostly_dropped" if len(self.dropped) > len(self.kept) else None

    def asks(self, plan: ReplyPlan) -> bool:
        """Whether the plan's question was asked, in whatever words."""
        return any(kept.act in ASKING and asks_the_same(kept.text, plan.closing) for kept in self.kept)

    def verification(self, why: Fallback | None = None) -> Verification:
        """The reply as it stands."""
        return Verification("".join(self.parts), tuple(self.kept), tuple(self.dropped), why)

    def template(self, plan: ReplyPlan, why: Fallback) -> Verification:
        """The plan's own words instead."""
        return Verification(plan.template, (), tuple(self.dropped), why)


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
    reply = Composition()
    words, own = heard.words, normalize(f"{plan.opening}\n{plan.closing}")
    for count, piece in enumerate(pieces(draft)):
        if count >= MOST + 2 * len(plan.facts):
            return reply.template(plan, "endless")
        if piece.fact is None:
            reply.take(piece.text, piece.line, judge(piece.text, company, words, own))
        elif not 0 < piece.fact <= len(plan.facts):
            return reply.template(plan, "unknown_fact")
        else:
            reply.state(piece, plan, company, words, own)
    fallback = reply.unfit(plan)
    if fallback:
        return reply.template(plan, fallback)
    if plan.asks and plan.closing and not reply.asks(plan):
        reply.add(plan.closing, line=True)
    return reply.verification()


def asks_the_same(text: str, closing: str) -> bool:
    """Whether two questions share a word."""
    text, closing = normalize(text), normalize(closing)
    return any(
        text[at : at + 2] in closing for at in range(len(text) - 1) if all("一" <= c <= "龥" for c in text[at : at + 2])
    )
