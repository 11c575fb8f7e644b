"""Reads when a customer would like a visit, and since when the noise has been there, from Japanese chat messages."""

from domain.dates.calendar import Calendar
from domain.dates.reader import read_wishes
from domain.dates.since import read_since
from domain.dates.wish import Part, Wish
from domain.dates.wishes import DateWishes, Invalid, Span

__all__ = ["Calendar", "DateWishes", "Invalid", "Part", "Span", "Wish", "read_since", "read_wishes"]
