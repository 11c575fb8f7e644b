"""Figures of production as tables in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from evals.production.learning import Lesson
from evals.production.resolution import Resolution
from evals.production.trial import Trial

DEFINITIONS = """\
served      conversations in which something was wanted; open: may still go on (less than a day of silence)
confirmed   the customer said so, or the visit was booked, moved or cancelled; no displeasure after it
assumed     answered, nothing asked back, left without displeasure, silent for a day; some of them gave up
person      somebody of the staff was called · unresolved: everything else
contained   nobody of the staff was called, whatever came of it
came back   of confirmed and assumed ones whose seven days are over: the customer spoke again after more than a day;
            others than known customers are seen only where they go on in the same conversation: at least so many
model, yen  what the language model cost in all that are served (ZENBU_LLM_YEN_…), and that for each resolved one
Shares are of what is served and no longer open. Sources: evals/production/resolution.py."""


def print_resolution(rows: Sequence[Resolution]) -> None:
    """Prints a row for each period, and what its columns mean."""
    console = Console(highlight=False)
    table = Table("", *(row.name for row in rows))
    table.add_row("served", *(str(row.served) for row in rows))
    table.add_row("open", *(str(row.open) for row in rows), end_section=True)
    for name in ("confirmed", "assumed", "person", "unresolved"):
        table.add_row(name, *(share(getattr(row, name), row.closed) for row in rows), end_section=name == "unresolved")
    table.add_row("contained", *(share(row.contained, row.closed) for row in rows))
    table.add_row("came back, known", *(share(row.came_back, row.countable) for row in rows))
    others = (share(row.came_back_unknown, row.countable_unknown) for row in rows)
    table.add_row("came back, others", *others, end_section=True)
    table.add_row("model, yen", *(f"{row.llm_yen:,.2f}" for row in rows))
    table.add_row("yen a resolved one", *(_yen(row.yen_per_resolved) for row in rows))
    console.print(table)
    console.print(DEFINITIONS, markup=False, soft_wrap=True)


def _yen(yen: float | None) -> str:
    return "–" if yen is None else f"{yen:,.2f}"


def print_lesson(lesson: Lesson) -> None:
    """Prints the week's rates, what would be learned, and what is left for people."""
    console = Console(highlight=False)
    table = Table("in the week", "rate", "95 %", "reviewed", "speaks for")
    for rate in lesson.rates:
        found = rate.found
        told = "–" if found.rate is None else f"{found.rate:.1%}"
        spread = "–" if found.rate is None else f"{found.low:.1%} to {found.high:.1%}"
        table.add_row(rate.name, told, spread, str(found.reviewed), f"{found.covered} of {found.size}")
    console.print(table)
    lessons = lesson.lessons
    counts = (len(lessons.cases), len(lessons.paraphrases), len(lessons.examples), len(lessons.dangers))
    console.print("{} cases, {} ways of asking, {} labelled examples, {} of danger".format(*counts))
    for left in lessons.left:
        console.print(f"for people: {left}", markup=False, soft_wrap=True)
    for line in lesson.diff.splitlines():
        style = "green" if line.startswith("+") else "red" if line.startswith("-") else "dim"
        console.print(line, style=style, markup=False, soft_wrap=True)


def print_trial(trial: Trial) -> None:
    """Prints what moved, which lessons hold, and what broke."""
    console = Console(highlight=False)
    table = Table("on writers left out", "before", "after", "")
    for figure in trial.figures:
        verdict = "fell too far" if figure.fell(trial.tolerance) else ""
        table.add_row(figure.name, f"{figure.before:.4f}", f"{figure.after:.4f}", verdict)
    console.print(table)
    if trial.comparison is not None:
        fixed = sum(len(change.fixed) for change in trial.comparison.changes)
        console.print(f"{len(trial.held)} of {trial.lessons} new cases pass now; {fixed} other cases were fixed.")
    for fault in trial.broken:
        console.print(f"broken: {fault}", style="red", markup=False, soft_wrap=True)


def share(part: int, whole: int) -> str:
    """A count and its share; a dash where there is nothing to have a share of."""
    return f"{part} ({part / whole:.0%})" if whole else "–"
