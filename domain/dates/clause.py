"""A clause on its way: phrases are collected until a word says whether they are wished for, refused or only told."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain.dates.calendar import Calendar
from domain.dates.composition import compose_all
from domain.dates.dayset import DaySet
from domain.dates.draft import Draft, Side
from domain.dates.grammar import DayPhrase, TimePhrase
from domain.dates.hourset import HourSet
from domain.dates.tokens import Kind
from domain.dates.trail import Trail
from domain.dates.wishes import Invalid

_FEW: Final = 3


@dataclass
class Sorted:
    """What a message says, sorted but not settled."""

    wished: list[Draft] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)
    booked: list[date] = field(default_factory=list)
    faults: list[Invalid] = field(default_factory=list)
    asap: bool = False
    anytime: bool = False


class Clause:
    """State of the way through one message.

    Attributes:
        said: What has been settled.
        pending: Drafts no word has been said of yet.
        pending_faults: Days that cannot be had, named with them.
        marks: ASAP and ANYTIME, said with them.
        trail: The words since the last phrase.
        story: 1 if the clause looks like a story (a wish overrides it), 2 if it is about the past.
        only: しか was said: the refusal to come is a wish.
        correcting: やっぱり was said: the next phrase replaces what was wished.
        replacing: じゃなくて was said: the next phrase replaces the one before.
        preferred: Rank of the next wish, if said.
        rank: Rank of wishes, one more after each だめなら.
        excepted: What 以外 refused just now.
        carried: Days that hours to come are about (「土曜は午前が無理で、午後なら」).
        told: What was told last and dropped.
        spoken_of: Days that were said to be a holiday, for a word that refuses them (「3日は祝日なので除外」).
        moves: The message is about moving or cancelling a booking.
        tells_booked: 予約は was said: the next day is that of the booking.
        resets: It says 「…にして」: so a range may be a move.
        busy: What work or sleep refused just now: hours that follow are about the same days.
        single: Single days that were named, in order.
        unsure: What was named as a reason or remark: a wish where the message has no other.
        phrase_ahead: Another phrase follows in the sentence.
        days_ahead: Other days follow in the message.
        until_then: The last phrase ended with まで.
        any_week: それ以外 was said: weekdays are those of any week.
        remarked: Days were only said to be a holiday (「来週の水曜は祝日です」).
    """

    def __init__(self, calendar: Calendar, *, moves: bool) -> None:
        self.calendar = calendar
        self.said = Sorted()
        self.pending: list[Draft] = []
        self.pending_faults: list[Invalid] = []
        self.marks: set[Kind] = set()
        self.trail = Trail()
        self.phrase_ahead = False
        self.days_ahead = False
        self.until_then = False
        self.remarked = False
        self.story = 0
        self.only = False
        self.correcting = False
        self.replacing = False
        self.preferred = 0
        self.rank = 0
        self.excepted: Draft | None = None
        self.carried: list[DaySet] = []
        self.told: list[Draft] = []
        self.spoken_of: list[Draft] = []
        self.any_week = False
        self.moves = moves
        self.resets = False
        self.tells_booked = False
        self.single: list[date] = []
        self.busy: list[Draft] = []
        self.unsure: list[Draft] = []

    def add(self, side: Side, found: DaySet | HourSet, phrase: DayPhrase | TimePhrase) -> None:
        """Puts a phrase into the draft it belongs to."""
        draft = self._draft_for(side, found)
        if isinstance(found, DaySet):
            draft.days.append(found)
        else:
            draft.hours.append(found)
        if isinstance(found, DaySet) and found.is_open:
            draft.every |= self.any_week
            draft.open |= self.any_week or self._is_told_of(found)
        draft.last = side
        draft.shifted |= isinstance(phrase, DayPhrase) and phrase.first.is_shift
        self.spoken_of = []
        self.until_then = phrase.text.endswith("まで")
        draft.places.append((phrase.start, phrase.end))
        self.excepted = None

    def _is_told_of(self, found: DaySet) -> bool:
        """「休みが水曜なので、水曜で」: it is so every week."""
        once = [*self.said.refused, *(draft for draft in self.told if draft.guessed)]
        told = [days for draft in self.told if draft not in once for days in draft.days]
        return any(days.weekdays == found.weekdays for days in told)

    def _draft_for(self, side: Side, found: DaySet | HourSet) -> Draft:
        draft = self.pending[-1] if self.pending else None
        if draft and self.replacing:
            self.replacing = False
            self._clear_replaced(draft, side)
            return draft
        if draft is None or self.correcting or self._splits(draft, side, found):
            joined = self.trail.is_joint and not (draft and isinstance(found, DaySet) and _stands_alone(draft, found))
            listed = joined and self.trail.is_pause
            draft = Draft(joined=joined, listed=listed, corrects=self.correcting, rank=self.preferred or self.rank)
            self.correcting = False
            self.preferred = 0
            if side == "hours":
                draft.days, self.carried = [self.dated(day) for day in self.carried], []
                self._free_of_work(draft)
            self.busy = []
            self.pending.append(draft)
        self.preferred = 0
        return draft

    def _free_of_work(self, draft: Draft) -> None:
        """「16日は夜勤明けで寝てるから夕方なら」: the same day."""
        if self.busy and not draft.days and not any(busy.hours for busy in self.busy):
            draft.days = [self.dated(found) for busy in self.busy for found in busy.days]
            self.said.refused = [refused for refused in self.said.refused if refused not in self.busy]

    def _clear_replaced(self, draft: Draft, side: Side) -> None:
        """「土曜の夜じゃなくて昼」 keeps the day; 「夜じゃなくて土曜」 drops the night."""
        taken = side if (draft.days if side == "days" else draft.hours) else draft.last
        if taken == "days":
            draft.days.clear()
        else:
            draft.hours.clear()

    def _splits(self, draft: Draft, side: Side, found: DaySet | HourSet) -> bool:
        """Whether a phrase begins another wish."""
        if self.preferred and (draft.days if side == "days" else draft.hours):
            return True
        if isinstance(found, DaySet):
            if draft.days and found.dates and self.trail.is_aside:
                return True
            if draft.is_open and found.dates and self.trail.is_pause:
                return True
            if _is_part_of(found, draft) or _is_another_stretch(found, draft):
                return True
            return bool(draft.days) and (draft.last == "hours" or (draft.topic and not self.trail.is_joint))
        if draft.last == "hours" or not draft.hours:
            return False
        has_clock = any(hours.clocks or hours.first or hours.last for hours in draft.hours)
        return bool(found.clocks) == has_clock

    def goes_on(self) -> bool:
        """Whether the next phrase goes on from what was said: a list, the same clause, a choice in it, a correction."""
        return self.trail.is_joint or bool(self.pending or self.correcting or self.preferred)

    def end(self, mark: str = "") -> None:
        """The sentence ends: what is pending is wished for, unless it was a story, or only named in a statement."""
        if "?" not in mark and self.is_statement():
            for draft in self.chain():
                draft.told = True
        if self.story:
            self.drop(self.pending)
            self.marks.clear()
        self.settle()
        self.story = 0
        self.remarked = False
        self.tells_booked = False
        self.only = False
        self.excepted = None
        self.spoken_of = []
        self.carried = []
        self.busy = []
        self.any_week = False

    def settle(self, *, asked: bool = False) -> None:
        """What is pending is wished for."""
        for draft in self.pending:
            draft.asked |= asked
        if self.replacing:
            self.replacing = False
            self.refused(self.chain())
        self.told = [] if self.pending else self.told
        self.said.wished += self.pending
        self.said.faults += self.pending_faults
        self.said.asap |= Kind.ASAP in self.marks
        self.said.anytime |= Kind.ANYTIME in self.marks
        self.pending, self.pending_faults = [], []
        self.marks.clear()

    def chain(self) -> list[Draft]:
        """The last draft and those joined to it: what a word after them speaks of."""
        chain: list[Draft] = []
        for draft in reversed(self.pending):
            if chain and (not chain[-1].joined or draft.topic or _is_unlike(draft, chain[-1])):
                break
            chain.append(draft)
        return chain[::-1]

    def refused(self, drafts: list[Draft]) -> None:
        """These are not wanted; what comes next is about the same day (「土曜は午前が無理で、午後なら」)."""
        self.said.refused += drafts
        self.carried = [day for draft in drafts if draft.hours and draft.topic for day in draft.days]
        self.drop(drafts)

    def guess_refused(self) -> None:
        """These are not wanted, as far as can be told from a reason."""
        drafts = self.chain()
        for draft in drafts:
            draft.guessed = True
        self.refused(drafts)

    def drop(self, drafts: list[Draft]) -> None:
        """These were no wish."""
        self.told = list(drafts) or self.told
        self.pending = [draft for draft in self.pending if draft not in drafts]
        self.pending_faults = []

    def leave_unsure(self, drafts: list[Draft]) -> None:
        """These are a wish only if there is no other: 「14日の金曜、お盆休みなので」."""
        self.unsure += drafts
        self.drop(drafts)

    def leave_referent(self) -> None:
        """「27日に戻ります。翌日なら」: a day that another is counted from is wished for only if it was asked for."""
        if self.pending and not self.trail.is_joint:
            self.drop(self.chain())
        elif not self.pending and self.said.wished and not self.said.wished[-1].asked and not self.trail.ends_in_list:
            self.told = [self.said.wished.pop()]
            while self.said.wished and not self.said.wished[-1].asked:
                self.said.wished.pop()

    def take_booked(self) -> None:
        """The last draft names a booking there is."""
        draft = self.pending.pop()
        self.told = [draft]
        for found in draft.days:
            self.add_booked(found)

    def add_booked(self, found: DaySet) -> None:
        """Days of a booking there is."""
        self.said.booked += [day for day in self.dated(found).dates if day not in self.said.booked]

    def dated(self, found: DaySet) -> DaySet:
        """Weekdays as the next such dates."""
        if found.dates or not found.weekdays:
            return found
        return DaySet(dates=self.calendar.clip(self.calendar.next_weekdays(found.weekdays)))

    def is_statement(self) -> bool:
        """「27日の月曜に戻ります」, but not 「27日なら家にいる」."""
        draft = self.pending[-1] if self.pending else None
        return draft is not None and not draft.also and self.trail.is_statement

    def is_occupied(self) -> bool:
        """「木曜から土曜まで実家なので」."""
        return bool(self.pending) and self.until_then and self.trail.has_words and not self.trail.is_about_another


def _stands_alone(draft: Draft, found: DaySet) -> bool:
    """A date after weekdays, or a day of the stretch before it: what is said of it is not said of them."""
    return bool(found.dates) and (draft.is_open or _is_part_of(found, draft))


def _is_another_stretch(found: DaySet, draft: Draft) -> bool:
    """「23日の日曜か、来週だと26日」: the week begins a wish of its own."""
    before = draft.days[-1].dates if draft.days else ()
    return found.is_span and bool(before) and not {*before} & {*found.dates}


def _is_part_of(found: DaySet, draft: Draft) -> bool:
    if not found.dates or len(draft.days) > _FEW:
        return False
    said = compose_all(draft.days)
    return len(said) == 1 and {*found.dates} < {*said[0].dates}


def _is_unlike(before: Draft, draft: Draft) -> bool:
    """「土曜の夜、木曜は無理」 refuses the Thursday: the comma is no list."""
    return draft.listed and bool(before.days and before.hours) != bool(draft.days and draft.hours)
