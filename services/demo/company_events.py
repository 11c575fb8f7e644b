"""What the records show of a company: everything follows from its mood, with noise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from domain.success.platt import sigmoid
from domain.success.quarters import QUARTER, months_later
from services.demo.catalogue import API
from services.demo.companies import Company
from services.demo.courses import MONTHS
from services.demo.rows import Chance, Rows
from services.demo.words import Words
from store.models import Interaction, SupportCase, SurveyAnswer, UsageEvent

_SEASON: Final = {
    1: -0.5,
    2: 0.2,
    3: 1.0,
    4: 1.0,
    5: 0.1,
    6: -0.2,
    7: -0.2,
    8: -0.6,
    9: 0.5,
    10: 0.4,
    11: -0.3,
    12: -0.6,
}
"""People move in spring and autumn; who lives by that orders most then."""

_UPSET: Final = ("dissatisfaction", "anger", "anxiety", "impatience")
_UPSET_SHARES: Final = (0.55, 0.15, 0.15, 0.15)


@dataclass(frozen=True)
class _Month:
    """A month of a company: days it was a customer in, its mood, and how much of the month that was."""

    number: int
    first: date
    last: date
    mood: float
    share: float


def write_company_events(company: Company, rows: Rows, words: Words, chance: Chance, batch: int) -> None:
    """Writes three years of a company's use, requests, surveys and talks.

    Args:
        company: The company.
        rows: Where to write.
        words: What is said.
        chance: Its own chance.
        batch: Measurements and logins that are noted as one event: 1 in a demo, more where only the numbers matter.
    """
    writer = _Writer(company, rows, words, chance, batch)
    for month in _months(company, chance.now):
        writer.write_use(month)
        writer.write_requests(month)
        writer.write_talks(month)
        if month.number % QUARTER == 1:
            writer.write_survey(month)
    writer.write_farewell()


def _months(company: Company, now: datetime) -> list[_Month]:
    until = min(company.course.left or now.date(), now.date())
    found = []
    for number in range(MONTHS):
        begins = months_later(now, number - MONTHS).date() + timedelta(days=1)
        ends = months_later(now, number + 1 - MONTHS).date()
        first, last = max(begins, company.course.joined), min(ends, until)
        if first <= last:
            mood = float(company.course.satisfaction[number : number + 2].mean())
            found.append(_Month(number, first, last, mood, ((last - first).days + 1) / ((ends - begins).days + 1)))
    return found


class _Writer:
    def __init__(self, company: Company, rows: Rows, words: Words, chance: Chance, batch: int) -> None:
        self._company = company
        self._character = company.character
        self._rows = rows
        self._words = words
        self._quotes = words.quotes["b2b"]
        self._chance = chance
        self._batch = batch
        self._numbers: dict[str, int] = {}
        self._grumbles = max(0.0, company.character.grumbles)

    def write_use(self, month: _Month) -> None:
        """Measurements with their reports, logins, features."""
        chance, company = self._chance, self._company
        season = 0.45 * self._character.season * _SEASON[month.first.month]
        demand = company.demand * max(0.02, 1 + 0.33 * month.mood + season + chance.near(0, 0.08))
        most = 1.3 * company.tier_on(month.first).limit
        measured = chance.about(min(demand, most) * month.share)
        sizes = self._batches(measured)
        opens = _share(0.8 + 1.3 * month.mood)
        moments = chance.moments(month.first, month.last, len(sizes))
        for moment, size in zip(moments, sizes, strict=False):
            name = self._use("measurement", moment, quantity=size, hours=float(chance.one_of((1.0, 2.0, 2.0))))
            made = moment + timedelta(hours=2)
            if made > chance.now:
                continue
            self._use("report_made", made, name=name)
            seen = chance.soon_after(made, 2.0) if chance.happens(opens) else None
            if seen is not None:
                self._use("report_viewed", seen, name=name)
        logins = chance.count(float(np.exp(2.6 + 0.6 * month.mood)) * month.share)
        sizes = self._batches(logins)
        for moment, size in zip(chance.moments(month.first, month.last, len(sizes)), sizes, strict=False):
            self._use("login", moment, quantity=size)
        for feature in (*self._words.features, *([API] if company.has_api else [])):
            if chance.happens(_share(-0.2 + 0.7 * month.mood + 0.6 * company.adopts) * month.share):
                for moment in chance.moments(month.first, month.last, 1):
                    self._use("feature_used", moment, name=feature)

    def write_requests(self, month: _Month) -> None:
        """Requests for help, and the marks given after them."""
        chance = self._chance
        often = float(np.exp(-0.9 - 0.6 * month.mood + 0.25 * self._grumbles))
        for opened in chance.moments(month.first, month.last, chance.count(often * month.share)):
            hours = float(np.exp(chance.near(2.9 - 0.15 * month.mood, 0.8)))
            resolved = opened + timedelta(hours=hours)
            is_escalated = chance.happens(_share(-2.2 - 0.7 * month.mood))
            escalated = opened + timedelta(hours=hours / 3) if is_escalated else None
            self._rows.add(
                SupportCase,
                id=self._id("s"),
                customer_id=self._company.id,
                category=chance.one_of(self._words.support_categories["b2b"]),
                opened_at=opened,
                resolved_at=resolved if resolved <= chance.now else None,
                escalated_at=escalated if escalated is not None and escalated <= chance.now else None,
            )
            if resolved <= chance.now and chance.happens(0.45):
                self._answer(resolved, csat=_mark(chance.near(3.7 + 0.62 * month.mood, 0.5), 1, 5))

    def write_survey(self, month: _Month) -> None:
        """The quarter's question whether they would recommend us; who does not feel like it does not answer."""
        chance = self._chance
        if not chance.happens(0.75):
            return
        felt = 7.4 + 1.5 * month.mood - 0.5 * self._grumbles
        for moment in chance.moments(month.first, month.last, 1):
            self._answer(
                moment,
                nps=_mark(chance.near(felt, 0.7), 0, 10),
                ces=_mark(chance.near(3.6 + 0.4 * month.mood, 0.7), 1, 5),
            )

    def write_talks(self, month: _Month) -> None:
        """Calls and mails, and how they felt."""
        chance = self._chance
        upset = _share(-1.8 - 1.35 * month.mood + 0.7 * self._grumbles)
        price = _share(-2.2 + 1.3 * self._character.price)
        for moment in chance.moments(month.first, month.last, chance.count(2.8 * month.share)):
            if chance.happens(price):
                self._say(moment, "price", "neutral", "price")
            elif chance.happens(upset):
                label = str(chance.random.choice(_UPSET, p=_UPSET_SHARES))
                self._say(moment, "complaint" if label in ("dissatisfaction", "anger") else "inquiry", label, label)
            elif chance.happens(_share(-1.6 + 0.8 * month.mood)):
                self._say(moment, "praise", "joy", "joy")
            else:
                self._say(moment, "inquiry", "neutral", "neutral")

    def write_farewell(self) -> None:
        """What the one that was merged away says as it goes."""
        course = self._company.course
        if self._character.kind == "merger" and course.left is not None:
            said = course.left - timedelta(days=20)
            for moment in self._chance.moments(said, said + timedelta(days=5), 1):
                self._say(moment, "message", "neutral", "merger")

    def _say(self, moment: datetime, kind: str, label: str, quotes: str) -> None:
        strength = 0 if label == "neutral" else 3 if label == "anger" else 1 + self._chance.happens(0.5)
        self._rows.add(
            Interaction,
            id=self._id("i"),
            customer_id=self._company.id,
            channel=self._chance.one_of(("email", "phone", "phone", "meeting")),
            kind=kind,
            at=moment,
            label=label,
            target="none" if label == "neutral" else "company",
            intensity=int(strength),
            quote=self._chance.one_of(self._quotes[quotes]),
        )

    def _answer(
        self, moment: datetime, nps: int | None = None, csat: int | None = None, ces: int | None = None
    ) -> None:
        is_low = (nps is not None and nps <= 6) or (csat is not None and csat <= 2)
        is_high = (nps is not None and nps >= 9) or (csat is not None and csat >= 5)
        comments = self._words.comments.low if is_low else self._words.comments.high if is_high else ()
        self._rows.add(
            SurveyAnswer,
            id=self._id("a"),
            customer_id=self._company.id,
            conversation_id=None,
            channel="email",
            nps=nps,
            csat=csat,
            ces=ces,
            comment=self._chance.one_of(comments) if comments and self._chance.happens(0.4) else None,
            at=moment,
        )

    def _use(
        self, kind: str, moment: datetime, name: str | None = None, quantity: int = 1, hours: float | None = None
    ) -> str:
        id = self._id("u")
        self._rows.add(
            UsageEvent,
            id=id,
            customer_id=self._company.id,
            kind=kind,
            name=name,
            quantity=quantity,
            hours=hours,
            at=moment,
        )
        return id

    def _batches(self, count: int) -> list[int]:
        return [min(self._batch, count - n) for n in range(0, count, self._batch)]

    def _id(self, kind: str) -> str:
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{self._company.id}-{kind}{number}"


def _share(log_odds: float) -> float:
    return float(sigmoid(np.array(log_odds)))


def _mark(value: float, lowest: int, highest: int) -> int:
    return int(min(max(round(value), lowest), highest))
