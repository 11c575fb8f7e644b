import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reply import Sentiment
from services.reviewing.strata import Kind, Stratum, allocate, draw, ids_of, kind_of
from tests.fakes.past import past, past_ticket, past_turn

WEEK = {f"c-{n}": Kind(handover=n % 10 == 0, negative=n % 25 == 0, channel="web") for n in range(200)}


@given(st.dictionaries(st.integers(), st.integers(1, 300), min_size=1, max_size=12), st.integers(1, 200))
def test_as_many_are_drawn_as_asked_and_of_each_kind_one(sizes: dict[int, int], count: int) -> None:
    given = allocate(sizes, count)
    assert sum(given.values()) == min(count, sum(sizes.values()))
    assert all(given[key] <= sizes[key] for key in sizes)
    if count >= len(sizes):
        assert all(given.values())


def test_rare_kinds_are_drawn_beyond_their_share() -> None:
    assert allocate({"usual": 900, "rare": 100}, 100) == {"usual": 75, "rare": 25}


def test_same_seed_draws_the_same_in_whatever_order() -> None:
    first = draw(WEEK, 40, "2026-W47:0")
    assert draw(dict(reversed(WEEK.items())), 40, "2026-W47:0") == first
    assert ids_of(draw(WEEK, 40, "2026-W47:1")) != ids_of(first)
    assert len(ids_of(first)) == 40


def test_weights_of_what_was_drawn_add_up_to_the_week() -> None:
    strata = draw(WEEK, 40, "seed")
    assert sum(stratum.weight * len(stratum.drawn) for stratum in strata) == pytest.approx(len(WEEK))


def test_small_week_is_drawn_whole() -> None:
    assert ids_of(draw(WEEK, 500, "seed")) == set(WEEK)


def test_too_many_kinds_are_joined() -> None:
    kinds = {f"c-{n}": Kind(False, n % 2 == 0, "low", f"route-{n}", f"channel-{n}") for n in range(60)}
    strata = draw(kinds, 20, "seed")
    assert {stratum.kind for stratum in strata} == {Kind(False, True, "low"), Kind(False, False, "low")}


def test_kind_of_a_conversation() -> None:
    turns = (past_turn("a", confidence=0.4), past_turn("b"), past_turn("c", route="book", confidence=0.1))
    assert kind_of(past(*turns)) == Kind(False, False, "low", "faq", "web")
    assert kind_of(past("a", tickets=(past_ticket(),))).handover
    assert kind_of(past(past_turn("a", route="book"))).confidence == "none"


@pytest.mark.parametrize(
    ("fields", "survey", "negative"),
    [
        ({}, {}, False),
        ({"helpful": False}, {}, True),
        ({"sentiment": Sentiment("anger", "company", 2)}, {}, True),
        ({"sentiment": Sentiment("anger", "neighbour", 3)}, {}, False),
        ({}, {"csat": 2}, True),
        ({}, {"csat": 3, "nps": 7}, False),
        ({}, {"nps": 6}, True),
    ],
)
def test_displeasure_makes_a_conversation_negative(
    fields: dict[str, object], survey: dict[str, int], negative: bool
) -> None:
    assert kind_of(past(past_turn("a", **fields), survey=survey)).negative is negative


def test_weight_is_how_many_a_drawn_one_stands_for() -> None:
    assert Stratum(Kind(False, False), 30, ("a", "b", "c")).weight == 10
