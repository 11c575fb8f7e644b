"""Days that there are, and the error for those there are not."""

from datetime import date


class NoSuchDayError(ValueError):
    """A day that no calendar has, such as 30 February."""


def checked(day: int) -> int:
    """A day of month that some month has.

    Raises:
        NoSuchDayError: No month has it.
    """
    if not 1 <= day <= 31:
        raise NoSuchDayError(day)
    return day


def dated(year: int, month: int, day: int) -> date:
    """A day of the calendar.

    Raises:
        NoSuchDayError: The month has no such day.
    """
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDayError(str(error)) from error
