"""Progress bars of the command line, on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Shows how far work of a known size has come.

    Args:
        what: What is being done.
        total: How much there is to do.

    Yields:
        Is told how much more was done.
    """
    with _bars() as bars:
        bar = bars.add_task(what, total=total)
        yield lambda done: bars.advance(bar, done)


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int], None]]:
    """Shows how far work has come that tells its size only as it goes.

    Args:
        what: What is being done.

    Yields:
        Is told how many steps were done, of how many.
    """
    with _bars() as bars:
        bar = bars.add_task(what, total=None)
        yield lambda done, of: bars.update(bar, completed=done, total=of)


def _bars() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
