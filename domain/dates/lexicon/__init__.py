"""The words customers use for days and times, and for wanting or refusing them: rules as data, first match wins."""

from domain.dates.lexicon.asides import ASIDES
from domain.dates.lexicon.counting import COUNTED, SHIFTS
from domain.dates.lexicon.days import DATES, DAYS
from domain.dates.lexicon.english import ENGLISH
from domain.dates.lexicon.joints import JOINTS
from domain.dates.lexicon.skips import SKIPS
from domain.dates.lexicon.stories import STORIES
from domain.dates.lexicon.talk import TALK
from domain.dates.lexicon.times import TIMES
from domain.dates.tokens import Rule

RULES: tuple[Rule, ...] = (
    *SHIFTS,
    *COUNTED,
    *DATES,
    *ENGLISH,
    *ASIDES,
    *TALK,
    *SKIPS,
    *STORIES,
    *TIMES,
    *DAYS,
    *JOINTS,
)
"""All rules in the order in which they are tried at one place of a message."""

__all__ = ["RULES"]
