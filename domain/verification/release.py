"""A reply that goes out while it is being written: each sentence as soon as it is known to be harmless.

What went out stays. Where the rest of a draft cannot be used, the reply is finished in the plan's own words, so that
what a customer sees growing and what is stored are the same.
"""

import re
from typing import Final

from domain.plan import ReplyPlan
from domain.text import normalize
from domain.verification.judgement import Judgement, judge
from domain.verification.sentences import Piece, pieces
from domain.verification.wording import ASKING, MOST, Composition, Fallback, Verification, asks_the_same
from domain.verification.words import CompanyWords, Heard

_SENTENCE: Final = re.compile(r"\n+|[^\n]*?[。！？!?]+[」』）)”]*(?=[^。！？!?」』）)”])|[^\n]+(?=\n)", re.DOTALL)
_LONGEST_SENTENCE: Final = 400


class Release:
    """Takes a draft as it comes and gives out what may be said.

    Nothing goes out before a first harmless sentence is there: until then the whole template may still be said instead.

    Args:
        plan: What the skill decided.
        company: What must not be named but by facts.
        heard: What the customer said.
    """

    def __init__(self, plan: ReplyPlan, company: CompanyWords, heard: Heard) -> None:
        self._plan = plan
        self._company = company
        self._heard = heard.words
        self._own = normalize(f"{plan.opening}\n{plan.closing}")
        self._reply = Composition()
        self._buffer = ""
        self._fresh = False
        self._count = 0
        self._given = 0
        self.unfit: Fallback | None = None
        """Why nothing more is taken from the draft."""

    def feed(self, text: str) -> str:
        """Takes in more of the draft.

        Returns:
            What may go out now, behind what went out before; often nothing.
        """
        self._buffer += text
        while self.unfit is None and (match := _SENTENCE.match(self._buffer)):
            self._buffer = self._buffer[match.end() :]
            self._read(match[0])
        if len(self._buffer) > _LONGEST_SENTENCE:
            self.unfit = self.unfit or "endless"
        return self._new()

    def finish(self, *, whole: bool = True) -> tuple[str, Verification]:
        """Ends the reply.

        Args:
            whole: Whether the draft came to its end; else its last sentence may be half a one.

        Returns:
            What is still to go out, and the whole reply. Its `fallback` says why, where the plan's words stand in it.
        """
        if whole and self.unfit is None and self._buffer.strip():
            self._read(self._buffer)
        why: Fallback | None = self.unfit or (None if whole else "broken_off") or self._reply.unfit(self._plan)
        if self._given == 0 and why is not None:
            text = self._plan.template
            return text, self._reply.template(self._plan, why)
        self._complete(rest=why is not None)
        return self._new(), self._reply.verification(why)

    def _read(self, sentence: str) -> None:
        if not sentence.strip():
            self._fresh = True
            return
        for piece in pieces(sentence):
            line, self._fresh = self._fresh or piece.line, False
            self._take(Piece(piece.text, piece.fact, piece.before, piece.after, line))
            if self.unfit is not None:
                return

    def _take(self, piece: Piece) -> None:
        self._count += 1
        reply, plan = self._reply, self._plan
        if self._count > MOST + 2 * len(plan.facts):
            self.unfit = "endless"
        elif piece.fact is None:
            reply.take(piece.text, piece.line, self._judged(piece.text))
            if len(reply.dropped) > len(reply.kept) + 1:
                self.unfit = "mostly_dropped"
        elif not 0 < piece.fact <= len(plan.facts):
            self.unfit = "unknown_fact"
        elif piece.fact != len(reply.stated) + 1:
            self.unfit = "order"
        else:
            reply.state(piece, plan, self._company, self._heard, self._own)

    def _judged(self, sentence: str) -> Judgement:
        """One question a message: beside the plan's own no other is asked."""
        found = judge(sentence, self._company, self._heard, self._own)
        other = self._plan.asks is not None and found.act in ASKING and not asks_the_same(sentence, self._plan.closing)
        return Judgement(reason="act", evidence=sentence[-10:]) if other and self._plan.closing else found

    def _new(self) -> str:
        if not self._reply.kept:
            return ""
        text = "".join(self._reply.parts)
        new, self._given = text[self._given :], len(text)
        return new

    def _complete(self, *, rest: bool) -> None:
        reply, plan = self._reply, self._plan
        for number in range(len(reply.stated) + 1, len(plan.facts) + 1):
            reply.stated.append(number)
            reply.add(plan.facts[number - 1].text, line=True)
        if plan.closing and (rest or plan.asks) and not reply.asks(plan):
            reply.add(plan.closing, line=True)
