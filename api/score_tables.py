"""How a batch and one customer's scores look in a terminal. What is unknown is shown as such."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from domain.success.health import Health
    from domain.success.terms import SuccessTerms
    from services.scoring.assessment import Assessment
    from services.scoring.summary import Summary

UNKNOWN: Final = "—"
COLOURS: Final = {"red": "bold red", "yellow": "yellow", "green": "green", None: "dim"}
LEVELS: Final = ("critical", "high", "medium", "low")


def print_summary(summary: "Summary") -> None:
    """How a batch went, and how many customers fare how."""
    console = Console()
    state = "everybody was scored" if summary.finished_at else "unfinished; go on with it: zenbu score --resume"
    moment = f"{summary.at:%Y-%m-%d %H:%M:%S}"
    console.print(Text(f"{summary.run_id} as of {moment}: {summary.scored} customers, {state}."), soft_wrap=True)
    table = Table("health", "customers", "risk of leaving", "customers")
    health, risk = _counts(summary.statuses, ("red", "yellow", "green")), _counts(summary.levels, LEVELS)
    for row in range(max(len(health), len(risk))):
        left = health[row] if row < len(health) else ("", "")
        table.add_row(*left, *(risk[row] if row < len(risk) else ("", "")))
    console.print(table)
    if summary.ltv_top_tenth is not None:
        console.print(f"The top tenth of lifetime values begins at ¥{summary.ltv_top_tenth:,}.")


def print_assessment(assessment: "Assessment", terms: "SuccessTerms") -> None:
    """Everything that is made of one customer."""
    console, view, health = Console(), assessment.view, assessment.health
    score = UNKNOWN if health.score is None else f"{health.score:.1f}"
    head = Text(f"{view.name}  {view.customer_id}  {view.type}  as of {view.at:%Y-%m-%d %H:%M}\nhealth {score} ")
    head.append(health.status or "unknown", COLOURS[health.status])
    console.print(head)
    console.print(_parts(health, terms))
    facts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    for name, value in _facts(assessment):
        facts.add_row(name, Text(value))
    console.print(facts)
    _print_offers(console, assessment, terms)


def _parts(health: "Health", terms: "SuccessTerms") -> Table:
    table = Table("part", "points", "counts", "moved", box=box.SIMPLE_HEAD)
    table.add_column("not known", overflow="fold")
    moved = {move.part: f"{move.change:+.1f}" for move in health.moved}
    for part in health.parts:
        missing = [f"{entry.figure}: {entry.why}" for entry in health.missing if entry.part == part.name]
        told = UNKNOWN if part.points is None else f"{part.points:.1f} of {part.weight:g}"
        adds = UNKNOWN if part.points is None else f"{part.counted:.1f}"
        name = f"{part.name} {terms.part_names[part.name]}"
        table.add_row(name, told, adds, moved.get(part.name, ""), "\n".join(missing))
    return table


def _facts(assessment: "Assessment") -> Iterator[tuple[str, str]]:
    churn, tone, ltv = assessment.churn, assessment.tone, assessment.view.money.ltv
    for advice in assessment.advice:
        by = "by itself" if advice.by == "system" else "a person"
        yield "to do", f"{advice.label} ({advice.kind}, {advice.urgency}, {by}; because of {advice.because})"
    yield "risk of leaving", f"{churn.probability:.0%} {churn.level}" if churn else UNKNOWN
    if tone.ratio is None:
        yield "tone, 30 days", UNKNOWN
    else:
        slope = UNKNOWN if tone.slope is None else f"{tone.slope:+.3f} a day"
        counts = f"{tone.negative} negative, {tone.neutral} neutral, {tone.positive} positive of {tone.remarks}"
        yield "tone, 30 days", f"{tone.level}: {counts}; slope {slope}"
    if tone.action:
        hours = "" if tone.action.hours is None else f" within {tone.action.hours} hours"
        yield "", f"{tone.action.text}{hours}"
    for quote in tone.quotes:
        yield "", f"{quote.at:%m-%d} 「{quote.text}」"
    yield "lifetime value", UNKNOWN if ltv is None else f"¥{ltv:,}"
    yield "segment", f"{assessment.segment.segment} {assessment.segment.label}"


def _print_offers(console: Console, assessment: "Assessment", terms: "SuccessTerms") -> None:
    from services.scoring.wording import offer_words

    upsells = assessment.upsells
    if upsells.withheld:
        console.print(f"Nothing is offered: {', '.join(upsells.withheld)}.")
        return
    if not upsells.offers:
        console.print("No offer fits.")
        return
    basis = "the rules' own, no probability learned from data" if terms.upsell.basis == "rule" else "from data"
    table = Table("weight*", "offer", box=box.SIMPLE_HEAD)
    table.add_column("in words", overflow="fold")
    table.add_column("when", no_wrap=True)
    for offer in upsells.offers:
        words = offer_words(offer, terms.upsell)
        on = f"\n{offer.on.isoformat()}" if offer.on else ""
        table.add_row(
            f"{offer.weight:.2f}", offer.name, Text(f"{words.reason}\n{words.text}"), Text(f"{words.timing}{on}")
        )
    console.print(table)
    console.print(Text(f"* {basis}", "dim"))


def _counts(counts: Mapping[str | None, int], order: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name or "unknown", str(counts.get(name, 0))) for name in (*order, None)]
