"""No number, date, price or promise without a source, and no sentence of the pack turned into its opposite."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from domain.clock import in_tokyo
from domain.dates.wish import PART_HOURS
from evals.graders.evidence import Evidence, Grader
from evals.graders.founded import Founded, figures_at, figures_in, figures_of, sentences_of, yen_in
from knowledge.pack import Pack

CLAIM: Final = re.compile(
    "でき(?:ます|ません)|いただけ(?:ます|ません)|可能|不可|無料|有料|必要|不要|かかり(?:ます|ません)|返金|保証|以内|禁止|必ず|絶対|確実"
    "|あり(?:ます|ません)|いません|いたしません|割引|円|効力|勝て"
)
"""Words by which a sentence states what is or is to be, in any service: such a sentence needs a source."""

_DAY: Final = re.compile(r"(\d{1,2})月(\d{1,2})日\((.)\)")
_WEEKDAYS: Final = "月火水木金土日"
_READ: Final = re.compile(r"\d{4}-(\d\d)-(\d\d)|(\d\d:\d\d)")


@dataclass(frozen=True)
class Figures:
    """What may be said at a turn: any figure, and which of them as a price."""

    all: set[str]
    prices: set[str]


def facts(pack: Pack) -> Grader:
    """Checks every sentence of every reply.

    A sentence of the pack may be said as it stands, an answer of the FAQ only with its topic as a source. What was put
    into a template has to be founded: by the pack, the customer's own words or record, the calendar. Any other sentence
    (a model's) may neither claim anything nor state a figure that is not founded.

    Args:
        pack: What may be said.
    """
    founded = Founded(pack)
    amounts = founded.amounts()

    def grade(evidence: Evidence) -> Sequence[str] | None:
        if evidence.case.text is not None:
            return None
        faults: list[str] = []
        now = in_tokyo(evidence.case.now or evidence.suite.now)
        for index, said in enumerate(evidence.played.turns):
            if said.reply:
                figures = _founded_here(evidence, index, founded, now, amounts)
                found = (*_sentences(said.reply, founded, figures, now), *_cards(said.reply, pack, amounts, now))
                faults += [f"turn {index}: {fault}" for fault in found]
        return faults

    return grade


def _sentences(reply: dict[str, Any], founded: Founded, figures: Figures, now: datetime) -> Iterator[str]:
    sources = {source["id"] for source in reply["sources"]}
    for sentence in sentences_of(reply["message"]):
        yield from _wrong_weekdays(sentence, now)
        known = founded.sentences.get(sentence)
        if known is not None:
            if not known.anywhere and not known.topics & sources:
                yield f"says what stands in {'/'.join(sorted(known.topics))} without naming it as source: {sentence}"
            continue
        values = founded.values_in(sentence)
        said = sentence if values is None else "\n".join(values)
        prices = sorted(price for price in yen_in(sentence) if price not in figures.prices)
        if prices:
            yield f"the price {prices[0]}円 has no source: {sentence}"
            continue
        unfounded = sorted(figure for figure in figures_in(said) if figure.removesuffix(":00") not in figures.all)
        if unfounded:
            yield f"the figure {unfounded[0]} has no source: {sentence}"
        elif values is None and CLAIM.search(sentence):
            yield f"no source says: {sentence}"


def _wrong_weekdays(sentence: str, now: datetime) -> Iterator[str]:
    for month, day, weekday in _DAY.findall(sentence):
        if not _is_weekday(int(month), int(day), weekday, now):
            yield f"there is no {month}月{day}日({weekday})"


def _is_weekday(month: int, day: int, weekday: str, now: datetime) -> bool:
    """Whether a day has this weekday in the year in which it is nearest."""
    days = []
    for year in (now.year - 1, now.year, now.year + 1):
        with suppress(ValueError):  # the 29th of February
            days.append(date(year, month, day))
    nearest = min(days, key=lambda found: abs((found - now.date()).days), default=None)
    return nearest is not None and _WEEKDAYS[nearest.weekday()] == weekday


def _cards(reply: dict[str, Any], pack: Pack, amounts: set[int], now: datetime) -> Iterator[str]:
    """What cards state beside the words: prices of the catalogue, fees of the terms, starts that exist."""
    recommended = reply["recommendation"]
    if recommended is not None and pack.plans[recommended["plan"]].price != recommended["price"]:
        yield f"recommends {recommended['plan']} for {recommended['price']}"
    card = reply["booking"]
    if card is None:
        return
    for field in ("price", "fee"):
        if card[field] is not None and card[field] not in amounts:
            yield f"the {field} {card[field]} on the card follows from no price"
    for candidate in card["candidates"] or ():
        start = datetime.fromisoformat(candidate["start"])
        days = (start.date() - now.date()).days
        if f"{start:%H:%M}" not in pack.booking.starts or days > pack.booking.latest_days:
            yield f"offers {candidate['start']}, when no visit begins"


def _founded_here(evidence: Evidence, turn: int, founded: Founded, now: datetime, amounts: set[int]) -> Figures:
    """Figures that are founded in this conversation: said by the customer, on record, of the calendar."""
    played, pack = evidence.played, founded.pack
    figures = {str(plan.measurement) for plan in pack.plans.values()}
    figures |= figures_of(hour for hours in PART_HOURS.values() for hour in hours)
    for said in played.turns[: turn + 1]:
        figures |= figures_in(said.text)
        for read in _READ.findall(str(said.record.get("dates"))):
            figures |= figures_in(" ".join(read))
        for start in said.starts:
            figures |= figures_at(datetime.fromisoformat(start))
    if evidence.case.customer is not None:
        figures |= figures_in(str(evidence.suite.customers[evidence.case.customer].model_dump()))
    for booking in (*played.before, *played.after.booked, *played.after.changed):
        figures |= figures_in(str(booking["contact"])) | figures_at(datetime.fromisoformat(booking["start"]))
    prices = founded.prices | figures_of(amounts) | figures_of(booking["amount"] for booking in played.before)
    shown = (moment for said in played.turns[: turn + 1] for moment in _shown_moments(said.reply))
    for moment in (*shown, *founded.moments_of_people(now)):
        figures |= figures_at(in_tokyo(moment))
    cards = [said.reply["handover"] for said in played.turns[: turn + 1] if said.reply and said.reply["handover"]]
    for told in (*cards, *played.after.tickets):
        minutes = founded.minutes_of(told["priority"])
        figures |= figures_of((minutes, minutes // 60)) if minutes else set()
    return Figures(figures | prices, prices)


def _shown_moments(reply: dict[str, Any]) -> Iterator[datetime]:
    card = reply.get("booking") or {}
    for moment in (card.get("start"), *(candidate["start"] for candidate in card.get("candidates") or ())):
        if moment:
            yield datetime.fromisoformat(moment)
