"""What a message is cut into: kinds of words that matter for dates, and the gaps between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto


class Kind(StrEnum):
    """What a word does in a wish."""

    SKIP = auto()  # looks like a date or number and is none
    FILLER = auto()  # えーと: passed over
    GAP = auto()  # anything else
    END = auto()  # sentence end
    LINK = auto()  # ので、けど、…: a new clause begins
    # days
    RELATIVE = auto()  # numbers: (days from today,)
    WITHIN = auto()  # numbers: (…, days), at the end of which
    DURATION = auto()  # numbers: (days,): 明日から3日間
    AFTER_WEEKS = auto()  # numbers: (weeks,)
    AFTER_MONTHS = auto()
    TONIGHT = auto()  # numbers: (days,), words: (class, part)
    WEEK = auto()  # numbers: (weeks from this one,)
    WEEK_THEN = auto()  # その次の週
    PERIOD = auto()  # words: (name,): a part of the week or month said before it
    WEEKEND = auto()
    WEEK_START = auto()
    WEEKDAYS = auto()  # numbers: weekdays, words: (holidays?, "or"?)
    NOTED_WEEKDAY = auto()  # (土) after a date
    NEXT = auto()  # 今度の, words: ("then",): その次の
    NTH_WEEK = auto()  # 第2週
    NTH = auto()  # 第2 …曜
    YEAR = auto()  # numbers: (year,) or words: ("relative",) with numbers (0 | 1 | 2,)
    MONTH = auto()  # numbers: (months from this one,)
    MONTH_NUMBER = auto()  # numbers: (month,)
    MONTH_PART = auto()  # words: (name,)
    DAYS = auto()  # numbers: days of month
    DAY_RANGE = auto()  # numbers: (first, last)
    MONTH_DAY = auto()  # numbers: (month, day)
    FULL_DATE = auto()  # numbers: (year, month, day)
    HOLIDAY = auto()  # words: (name,) or () for any
    SEASON = auto()  # words: (name,)
    LONG_WEEKEND = auto()
    AFTER_LONG_WEEKEND = auto()
    TURN = auto()  # words: (name,): 年明け, 年内, 新年度
    EDGE = auto()  # words: (name,): の最終日, の翌日
    ITS_WEEK = auto()  # の週
    SAME_DAY = auto()  # その(翌)日
    SHIFT = auto()  # words: ("+7",): days on from a day that was named
    COUNT = auto()  # numbers: (days,): 明日から数えて5日目
    AMONG_SAID = auto()  # そのあいだ: from one day that was named to another
    AT_EARLIEST = auto()  # 早くて25日
    AT_LATEST = auto()  # 遅くとも30日
    BY_DATE = auto()  # 日付が変わって: the day that follows is the calendar's
    # times
    PART = auto()  # words: (class, part, …)
    CLOCK = auto()  # numbers: (hour, minute?), words: ("am" | "pm",)?
    # bounds and joints
    TILDE = auto()
    FROM = auto()
    START = auto()  # 19時からお願いします
    SINCE = auto()
    THEN = auto()  # それ以降: from what was said before
    SAME = auto()  # その時間: what was told before is wished for
    LATER = auto()  # より後
    UNTIL = auto()
    EARLIER = auto()  # より前
    THROUGH = auto()  # 中に
    ABOUT = auto()
    OF = auto()  # の
    BETWEEN = auto()  # に挟まれた
    JOIN = auto()
    COMMA = auto()
    TOPIC = auto()
    TO = auto()  # に、へ
    OBJECT = auto()  # を
    OPEN = auto()  # なら、だけ
    ONLY = auto()  # しか
    # what is said of them
    EXCEPT = auto()
    REFUSE = auto()
    WANT = auto()
    OTHERWISE = auto()  # それ以外の日
    INSTEAD = auto()  # じゃなくて
    CORRECT = auto()  # やっぱり
    PREFER = auto()
    FALLBACK = auto()
    ASAP = auto()
    ANYTIME = auto()
    BOOKED = auto()  # の予約(を変更)
    MOVE = auto()
    CANCEL = auto()
    REMARK = auto()  # は祝日ですよね: the days before it were only spoken of
    STORY = auto()  # うるさい: what was said before it is no wish
    NOISE = auto()  # 足音: the clause is a story unless it asks for something
    HABIT = auto()  # 毎晩
    PAST = auto()  # 昨日


@dataclass(frozen=True)
class Token:
    """One word of a message, with what it means: numbers and names, as its kind says."""

    kind: Kind
    text: str
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


Meaning = tuple[tuple[int, ...], tuple[str, ...]]
"""Numbers and words of a token."""


@dataclass(frozen=True)
class Rule:
    """How one kind of word looks.

    Attributes:
        kind: What it is.
        pattern: Regular expression; numerals in its groups become the token's numbers unless `meaning` is given.
        words: The token's words.
        meaning: Numbers and words worked out from the matched text.
    """

    kind: Kind
    pattern: str
    words: tuple[str, ...] = ()
    meaning: Callable[[str], Meaning] | None = None


def table(meanings: Mapping[str, Meaning]) -> Callable[[str], Meaning]:
    """A meaning looked up in a table of words."""
    return meanings.__getitem__
