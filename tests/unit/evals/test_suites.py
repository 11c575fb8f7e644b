"""The suites that ship: wide enough, in words of their own, with sums that follow from the pack."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from domain.text import normalize
from evals.cases import Case, Suite
from evals.loading import load_suites
from evals.simulation import load_banks
from knowledge.pack import Pack, load_pack, pack_path

FEWEST: Final = 450
SUITES: Final = {
    "faq": 110,
    "out_of_scope": 50,
    "handover": 70,
    "diagnosis": 40,
    "dates": 70,
    "booking": 40,
    "account": 25,
    "safety": 40,
    "injection": 40,
    "journeys": 40,
    "packets": 40,
}
FORMULA: Final = 10
"""Letters; shorter texts, such as 「はい、お願いします」 and 「おはようございます」, belong to nobody."""

LATE: Final = "23:00"


@cache
def suites() -> dict[str, Suite]:
    return {suite.suite: suite for suite in load_suites(tuple(SUITES))}


@cache
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


def bare(text: str) -> str:
    """A text without marks and spaces, in one script width."""
    return re.sub(r"[\W_]", "", normalize(text).lower())


@cache
def taught() -> frozenset[str]:
    """Everything the heads, the ranking and the dialogues learn from."""
    folder = pack_path("zenbu")
    files = [*folder.glob("utterances/**/*.yaml"), *folder.glob("dialogues/*.yaml")]
    assert files
    return frozenset(bare(text) for file in files for text in texts_of(read(file)))


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def texts_of(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for entry in data.values():
                yield from texts_of(entry)
        case list():
            for entry in data:
                yield from texts_of(entry)


def said_in(case: Case) -> list[str]:
    turns = [*case.turns, *(turn for turns in case.answers.values() for turn in turns)]
    return [text for text in (case.text, *(turn.says for turn in turns)) if text]


@pytest.mark.parametrize(("name", "fewest"), SUITES.items())
def test_suite_is_wide_enough(name: str, fewest: int) -> None:
    assert len(suites()[name].cases) >= fewest


def test_all_suites_together_are_wide_enough() -> None:
    assert sum(len(suite.cases) for suite in suites().values()) >= FEWEST


@pytest.mark.parametrize("name", SUITES)
def test_suite_declares_what_must_hold(name: str) -> None:
    assert suites()[name].gates


@pytest.mark.parametrize("name", SUITES)
def test_no_text_is_one_the_pack_was_taught(name: str) -> None:
    found = {case.id: text for case in suites()[name].cases for text in said_in(case) if len(bare(text)) >= FORMULA}
    assert found or name == "journeys"
    assert {case: text for case, text in found.items() if bare(text) in taught()} == {}


def test_no_line_of_a_bank_is_one_the_pack_was_taught() -> None:
    titles = {bare(topic.title) for topic in pack().topics.values()}
    lines = {line for line in load_banks().every_line() if len(bare(line)) >= FORMULA and bare(line) not in titles}
    assert {line for line in lines if bare(line) in taught()} == set()


@pytest.mark.parametrize("name", SUITES)
def test_no_text_stands_twice(name: str) -> None:
    texts = Counter(case.text for case in suites()[name].cases if case.text)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_topic_is_asked_for() -> None:
    asked = {topic for case in suites()["faq"].cases for topic in (case.understood and case.understood.topics or ())}
    assert pack().topics.keys() - asked == set()


def test_topics_named_in_suites_and_goals_are_the_packs() -> None:
    named: set[str] = set()
    for suite in suites().values():
        for case in suite.cases:
            if case.understood and case.understood.topics:
                named |= set(case.understood.topics)
            if case.simulate:
                named |= {*case.simulate.goal.topics, *case.simulate.goal.asides}
    assert named <= pack().topics.keys()


def booked_cases() -> list[Any]:
    found = []
    for name in ("booking", "journeys"):
        for case in suites()[name].cases:
            for visit in (case.end.booked or ()) if case.end else ():
                start = visit.start or (visit.start_in or (None,))[0]
                if visit.amount is not None and visit.plan and start is not None:
                    repeat = _comes_back(suites()[name], case)
                    found.append(pytest.param(visit.plan[0], start, repeat, visit.amount, id=case.id))
    return found


def _comes_back(suite: Suite, case: Case) -> bool:
    """Whether a visit of this customer, by record or by e-mail, lies in the past."""
    known_as = case.end.known_as if case.end else None
    names = [name for name, record in suite.customers.items() if name == case.customer or record.email == known_as]
    now = (case.now or suite.now).date()
    return any(visit.date < now for name in names for visit in suite.customers[name].bookings)


@pytest.mark.parametrize(("plan", "start", "repeat", "amount"), booked_cases())
def test_sum_follows_from_the_price_table(plan: str, start: datetime, repeat: bool, amount: int) -> None:
    percent = pack().discounts["repeat"].percent if repeat else 0
    addon = pack().addons["late_night"]
    late = addon.price if f"{start:%H:%M}" == addon.start else 0
    assert amount == pack().plans[plan].price * (100 - (percent or 0)) // 100 + late


def cancelled_cases() -> list[Any]:
    found = []
    for name in ("account", "journeys"):
        suite = suites()[name]
        for case in suite.cases:
            for change in (case.end.changed or ()) if case.end else ():
                if change.status == "cancelled" and change.fee is not None and "moved" not in case.id:
                    found.append(pytest.param(suite, case, change.booking, change.fee, id=case.id))
    return found


@pytest.mark.parametrize(("suite", "case", "booking", "fee"), cancelled_cases())
def test_cancellation_fee_follows_from_the_calendar(suite: Suite, case: Case, booking: str, fee: int) -> None:
    terms = pack().booking.cancel
    visit = next(own for record in suite.customers.values() for own in record.bookings if own.booking_id == booking)
    days = (visit.date - (case.now or suite.now).date()).days
    percent = 0 if days >= terms.free_days else terms.fee_percent if days > 0 else terms.same_day_percent
    assert fee == pack().plans[visit.plan].price * percent // 100


def test_dates_are_days_that_can_still_be_wished_for() -> None:
    suite = suites()["dates"]
    wished = [day for case in suite.cases if case.understood for day in case.understood.dates or ()]
    assert wished
    assert all(day >= suite.now.date() for day in wished)
