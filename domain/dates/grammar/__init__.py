"""The small grammar of days and times: tokens in, phrases out. Knows no calendar."""

from domain.dates.grammar.nodes import Atom, Bound, Clock, DayPhrase, TimePhrase, Weekdays
from domain.dates.grammar.phrases import SMALL_HOURS, Item, read_phrases

__all__ = ["SMALL_HOURS", "Atom", "Bound", "Clock", "DayPhrase", "Item", "TimePhrase", "Weekdays", "read_phrases"]
