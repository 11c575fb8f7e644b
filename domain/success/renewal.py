"""When a contract ends that renews itself."""

from datetime import date, timedelta
from typing import Final

from domain.success.quarters import months_later

MONTHS_A_YEAR: Final = 12


def current_end(starts_on: date, ends_on: date | None, day: date) -> date | None:
    """The last day of the term that runs on a day: a contract nobody ended goes on for another term of its length.

    Args:
        starts_on: Its first day.
        ends_on: The last day that was agreed on; None where none was.
        day: The day.

    Returns:
        None where no end was agreed on.
    """
    if ends_on is None or day <= ends_on:
        return ends_on
    # A year from April 1st ends on March 31st: terms are counted from first day to first day.
    after = ends_on + timedelta(days=1)
    months = max(1, (after.year - starts_on.year) * MONTHS_A_YEAR + after.month - starts_on.month)
    terms = 1
    while day > (end := months_later(after, terms * months) - timedelta(days=1)):
        terms += 1
    return end
