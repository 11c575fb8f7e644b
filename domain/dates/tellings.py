"""What is told beside a wish: remarks, reasons, stories of the noise. The days named in it are not wished for."""

from typing import Final

from domain.dates.clause import Clause
from domain.dates.tokens import Token

_BEING: Final = ("なので", "なんで", "だから")
_CONTRASTS: Final = ("けど", "けれど", "けれども", "のに")


def remark(clause: Clause, token: Token) -> None:
    """「月曜は祝日ですよね」: these days were only spoken of; 「5月17日、日曜だよね、13時に」 asks whether it is so."""
    if clause.trail:
        clause.drop(clause.pending)
    elif clause.days_ahead:
        clause.leave_unsure(clause.pending)


def tell(clause: Clause, token: Token) -> None:
    """A story word: what stands before it was no wish."""
    clause.drop(clause.chain())
    clause.marks.clear()
    clause.story = max(clause.story, 1)


def hint(clause: Clause, token: Token) -> None:
    """A word of the noise or of habit: likely a story, unless something is asked for."""
    clause.any_week |= token.text == "毎週"
    clause.story = max(clause.story, 1)


def past(clause: Clause, token: Token) -> None:
    """What is past is never asked for."""
    clause.story = 2


def link(clause: Clause, token: Token) -> None:
    """A reason or contrast ends here; what it named was no wish, or one it tells why not."""
    because = token.text not in _CONTRASTS and not token.text.endswith("が")
    if because and clause.remarked:
        clause.spoken_of = clause.chain()
        clause.drop(clause.spoken_of)
    elif clause.story:
        clause.drop(clause.pending)
    elif because and clause.pending and not clause.trail and token.text in _BEING:
        clause.leave_unsure(clause.pending)
    elif because and (clause.trail.is_predicate or (clause.days_ahead and clause.is_occupied())):
        clause.guess_refused()
    elif because and clause.days_ahead and clause.pending and clause.trail.tells(token):
        _drop_told(clause)
    clause.story = 0
    clause.remarked = False
    clause.tells_booked = False


def _drop_told(clause: Clause) -> None:
    """「今週は年末でバタバタするので」: neither the days told of nor the week they lie in."""
    chain = clause.chain()
    before = clause.pending[: -len(chain)]
    while before and before[-1].topic and before[-1].is_span:
        chain.insert(0, before.pop())
    for draft in chain:
        draft.guessed = True
    clause.drop(chain)


def comma(clause: Clause, token: Token) -> None:
    """「土曜は運動会、日曜は法事」: why not, in a noun. 「水曜は大晦日か、じゃあ」: only a remark."""
    if clause.remarked:
        clause.drop(clause.pending)
        clause.remarked = False
    elif clause.days_ahead and clause.trail.is_predicate:
        clause.guess_refused()
        clause.story = min(clause.story, 0)


def sentence_end(clause: Clause, token: Token) -> None:
    """What is pending is settled."""
    comma(clause, token)
    clause.end(token.text)
