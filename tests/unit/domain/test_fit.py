"""Whom a handover suits best."""

from dataclasses import replace
from datetime import time

import pytest

from domain.fit import Case, best, fit_of
from domain.hours import BusinessHours
from domain.shifts import InvalidShifts, Shifts, is_there
from domain.staff import Member
from tests.fakes.clock import MORNING

HOUSE = BusinessHours(time(10), time(19), frozenset(range(5)), (((12, 29), (1, 3)),))
CASE = Case("human_request", "normal", serious=False, overdue=False, area="大阪府", language="ja", kind="b2c")
SATO = Member("sato", "佐藤", "cs", "sato@example.com")
MORI = replace(SATO, member_id="mori", name="森")


def suggested(case: Case, *people: Member, loads: dict[str, int] | None = None) -> str | None:
    found = best((one, fit_of(one, case, (loads or {}).get(one.member_id, 0), MORNING, HOUSE)) for one in people)
    return found[0].member_id if found else None


@pytest.mark.parametrize(
    ("better", "case"),
    [
        (replace(MORI, areas=frozenset({"大阪府"})), CASE),
        (replace(MORI, skills=frozenset({"refund"})), replace(CASE, trigger="refund")),
        (replace(MORI, languages=frozenset({"en"})), replace(CASE, language="en")),
        (replace(MORI, role="csm"), replace(CASE, kind="b2b")),
        (replace(MORI, role="senior"), replace(CASE, serious=True)),
        (replace(MORI, on_call_order=1), replace(CASE, priority="urgent", serious=True)),
    ],
)
def test_handover_goes_to_whom_it_suits(better: Member, case: Case) -> None:
    assert suggested(case, SATO, better) == "mori"
    assert suggested(case, better, SATO) == "mori"


def test_of_equals_whoever_serves_fewest_is_suggested() -> None:
    assert suggested(CASE, SATO, MORI) == "mori"
    assert suggested(CASE, SATO, MORI, loads={"mori": 2, "sato": 1}) == "sato"


@pytest.mark.parametrize(
    ("member", "hindrance"),
    [
        (replace(SATO, role="qa"), "role"),
        (replace(SATO, hours=Shifts.read({"mon": ["10:00", "12:00"]})), "away"),
        (replace(SATO, capacity=2), "full"),
    ],
)
def test_nobody_is_suggested_who_cannot_serve_now(member: Member, hindrance: str) -> None:
    fit = fit_of(member, CASE, 2, MORNING, HOUSE)
    assert fit.hindrances == (hindrance,)
    assert suggested(CASE, member, loads={"sato": 2}) is None


def test_serious_case_that_waits_too_long_suits_anybody() -> None:
    serious = replace(CASE, serious=True)
    assert not fit_of(SATO, serious, 0, MORNING, HOUSE).may_claim
    assert fit_of(SATO, replace(serious, overdue=True), 0, MORNING, HOUSE).may_claim


def test_own_hours_count_in_place_of_the_houses() -> None:
    saturday, holiday = MORNING.replace(day=28), MORNING.replace(month=12, day=30)
    assert is_there(None, HOUSE, MORNING)
    assert not is_there(None, HOUSE, saturday)
    assert is_there(Shifts.read({"sat": ["09:00", "13:00"]}), HOUSE, saturday)
    assert not is_there(Shifts.read({"wed": ["09:00", "13:00"]}), HOUSE, holiday)


def test_night_shift_ends_the_next_morning() -> None:
    night = Shifts.read({"tue": ["22:00", "06:00"]})
    tuesday = MORNING.replace(day=24)
    assert night.cover(tuesday.replace(hour=23))
    assert night.cover(MORNING.replace(hour=5))
    assert not night.cover(MORNING.replace(hour=7))
    assert not night.cover(tuesday.replace(hour=5))


@pytest.mark.parametrize("days", [{"someday": ["10:00", "19:00"]}, {"mon": ["ten", "19:00"]}, {"mon": ["10:00"]}])
def test_hours_that_cannot_be_read_are_refused(days: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidShifts, match="mon"):
        Shifts.read(days)
