"""What the words around days and times do to the clause they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from domain.dates.clause import Clause
from domain.dates.composition import list_at_end
from domain.dates.dayset import BOUNDS, DaySet, chosen_of
from domain.dates.draft import Draft
from domain.dates.tellings import comma, hint, link, past, remark, sentence_end, tell
from domain.dates.tokens import Kind, Token

_PREFERRED: Final = -1
_MANY: Final = 3


def _topic(clause: Clause, token: Token) -> None:
    if clause.pending and "closing" in token.words and clause.trail.is_joint:
        clause.pending[-1].topic = True
    if clause.pending and token.text in ("も", "でも") and not clause.trail:
        clause.pending[-1].also = True


def _open(clause: Clause, token: Token) -> None:
    if clause.pending and not clause.trail.has_words:
        draft = clause.pending[-1]
        if "any" not in token.words:
            draft.open = draft.topic = True
        elif sum(len(found.weekdays) for found in draft.days) >= _MANY:
            draft.open = True


def _only(clause: Clause, token: Token) -> None:
    _open(clause, token)
    clause.only = True


def _want(clause: Clause, token: Token) -> None:
    if clause.story > 1:
        return
    if "open" in token.words:
        for draft in clause.pending:
            draft.open |= sum(len(found.weekdays) for found in draft.days) > 1
    clause.story = 0
    clause.settle(asked=True)


def _refuse(clause: Clause, token: Token) -> None:
    if clause.only:
        clause.only = False
        clause.settle()
    elif clause.excepted:
        _wish_for_excepted(clause, clause.excepted)
    elif not clause.trail.is_about_another:
        drafts = clause.spoken_of or clause.chain() or clause.unsure
        for draft in drafts:
            _leave_bounds(clause, draft)
            draft.guessed = any(found.is_bound and found.not_before for found in draft.days)
        clause.refused(drafts)
        clause.marks.clear()
        if drafts:
            clause.busy = drafts if "busy" in token.words else []


def _leave_bounds(clause: Clause, draft: Draft) -> None:
    """「来週以降で、火曜は避けて」 refuses the Tuesdays; the bound, or the week, is still wished for."""
    *before, last = draft.days or [DaySet()]
    bounds = [found for found in before if found.is_bound or (found.is_span and last.base == found.dates)]
    if bounds and not last.is_bound:
        clause.said.wished.append(Draft(days=bounds, places=draft.places[: len(bounds)]))
        draft.days = [found for found in draft.days if found not in bounds]


def _wish_for_excepted(clause: Clause, draft: Draft) -> None:
    """「土曜以外は無理」 is a wish for Saturdays."""
    clause.said.refused.remove(draft)
    draft.open = True
    clause.pending = [*(d for d in clause.pending if d is not draft), draft]
    clause.excepted = None
    clause.settle()


def _except(clause: Clause, token: Token) -> None:
    if clause.spoken_of:
        clause.refused(clause.spoken_of)  # 「29日は祝日なので除く」
        return
    if not clause.pending:
        return
    draft = clause.pending[-1]
    if "除" in token.text and draft.days and draft.hours and (clause.said.wished or len(clause.pending) > 1):
        clause.refused([draft])  # 「いつでも、ただし10日の午後は除く」
        return
    refused = Draft(places=list(draft.places))
    if draft.last == "hours":
        refused.hours, draft.hours = draft.hours, []
    else:
        last = list_at_end(draft.days)
        spans = [found for found in draft.days if found not in last]
        refused.days = last
        alone = len(clause.pending) == 1 and not clause.said.wished
        bases = [DaySet(dates=found.base, is_span=True) for found in refused.days if found.base and alone]
        draft.days = spans or bases[:1]
    if not draft.days and not draft.hours:
        clause.pending.pop()
    clause.any_week |= any(len(found.dates) == 1 for found in refused.days)  # 「14日以外の週末」
    clause.said.refused.append(refused)
    clause.excepted = refused


def _instead(clause: Clause, token: Token) -> None:
    clause.replacing = bool(clause.pending) and not clause.trail.has_words


def _correct(clause: Clause, token: Token) -> None:
    clause.correcting = True


def _prefer(clause: Clause, token: Token) -> None:
    clause.preferred = token.numbers[0] if token.numbers else _PREFERRED


def _then(clause: Clause, token: Token) -> None:
    """「仕事が19時に終わるのでそれ以降」: what was told bounds the wish."""
    if not clause.pending and not clause.told:
        clause.leave_referent()
    if not clause.pending:
        _same(clause, token)
    if clause.pending:
        how = next(bound for bound in BOUNDS if bound in token.words)
        draft = clause.pending[-1]
        if draft.last == "hours" and draft.hours:
            draft.hours[-1] = draft.hours[-1].as_bound(how)
        elif draft.days:
            draft.days = [clause.dated(draft.days[-1]).as_bound(how)]


def _same(clause: Clause, token: Token) -> None:
    """「土日の昼にピアノを弾くので、その時間に」: what was told is wished for, in any week or the one just said."""
    if clause.pending and clause.told and not clause.pending[-1].hours:
        _complete(clause.pending[-1], clause.told[0])
    elif not clause.pending:
        of_day = "day" in token.words
        clause.pending = [
            replace(
                draft, days=draft.days[-1:] if of_day else draft.days, hours=[] if of_day else [*draft.hours], open=True
            )
            for draft in (clause.told[-1:] if of_day else clause.told)
        ]
    clause.told = []


def _complete(draft: Draft, told: Draft) -> None:
    """「土曜の夜がひどいので、来週のその時間に」: the day or week is said, the rest was told."""
    draft.hours = [*told.hours]
    if draft.is_span and told.is_open:
        draft.days = [chosen_of(draft.days[0], told.days[0])]


def _otherwise(clause: Clause, token: Token) -> None:
    """「火曜は仕事なので、それ以外の日」: what was spoken of last is not wanted."""
    if clause.pending:
        clause.refused(clause.chain())
    elif clause.told and not any(draft in clause.said.refused for draft in clause.told):
        clause.refused(clause.told)
    elif clause.said.wished:
        clause.said.refused += clause.said.wished
        clause.said.wished = []
    for draft in (*clause.told, *clause.said.refused):
        draft.guessed = False
    clause.carried, clause.busy = [], []
    clause.any_week = True


def _fallback(clause: Clause, token: Token) -> None:
    clause.settle(asked=True)
    clause.rank += 1


def _mark(clause: Clause, token: Token) -> None:
    clause.marks.add(token.kind)


def _booked(clause: Clause, token: Token) -> None:
    if "is" in token.words:
        clause.tells_booked = True
        return
    spoken_of = "spoken_of" in token.words and clause.days_ahead
    if clause.pending and not clause.trail and (clause.moves or spoken_of or "held" in token.words):
        clause.take_booked()


def _object(clause: Clause, token: Token) -> None:
    """「土曜を日曜に変更」: the first is the booking there is."""
    if clause.moves and clause.pending and not clause.trail and clause.phrase_ahead:
        clause.take_booked()


def _move(clause: Clause, token: Token) -> None:
    beside = all(found.kind in (Kind.OBJECT, Kind.BOOKED, Kind.TOPIC) for found in clause.trail)
    if clause.pending and beside and not clause.pending[-1].shifted:
        clause.take_booked()
    clause.settle()


def _cancel(clause: Clause, token: Token) -> None:
    while clause.pending:
        clause.take_booked()


SAYINGS: Final[Mapping[Kind, Callable[[Clause, Token], None]]] = {
    Kind.TOPIC: _topic,
    Kind.OPEN: _open,
    Kind.ONLY: _only,
    Kind.WANT: _want,
    Kind.REFUSE: _refuse,
    Kind.EXCEPT: _except,
    Kind.INSTEAD: _instead,
    Kind.CORRECT: _correct,
    Kind.PREFER: _prefer,
    Kind.OTHERWISE: _otherwise,
    Kind.REMARK: remark,
    Kind.FALLBACK: _fallback,
    Kind.THEN: _then,
    Kind.SAME: _same,
    Kind.ASAP: _mark,
    Kind.ANYTIME: _mark,
    Kind.BOOKED: _booked,
    Kind.OBJECT: _object,
    Kind.MOVE: _move,
    Kind.CANCEL: _cancel,
    Kind.STORY: tell,
    Kind.NOISE: hint,
    Kind.HABIT: hint,
    Kind.PAST: past,
    Kind.LINK: link,
    Kind.COMMA: comma,
    Kind.END: sentence_end,
}
