import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.simulation.banks import load_banks
from evals.simulation.brief import Typing
from evals.simulation.typing_errors import TypingErrors, kana_reader

SLIPS = load_banks().slips
READ = kana_reader()
ALL: list[Typing] = ["slips", "kana", "particles", "night"]


def typed(text: str, habits: list[Typing], keys: tuple[str, ...] = (), seed: int = 0) -> str:
    return TypingErrors(habits, SLIPS, READ).make(text, keys, random.Random(seed))


@pytest.mark.parametrize(
    ("habits", "text", "expected"),
    [
        ([], "予約をお願いします。", "予約をお願いします。"),
        (["night"], "予約をお願いします。", "予約をお願いします"),
        (["kana"], "料金を教えて", "りょうきんをおしえて"),
    ],
)
def test_habit_shows_in_what_is_typed(habits: list[Typing], text: str, expected: str) -> None:
    assert typed(text, habits) == expected


def test_particles_are_left_out_between_nouns() -> None:
    assert {typed("測定は予約が必要", ["particles"], seed=seed) for seed in range(20)} > {"測定予約必要"}


def test_slip_is_one_of_the_bank() -> None:
    found = {typed("予約の確認がしたい", ["slips"], seed=seed) for seed in range(30)}
    assert len(found) > 1


@given(
    st.sampled_from(["東京都杉並区荻窪3-8-11", "12月5日の夜", "090-1234-5678", "予約", "ライト", "h@example.com"]),
    st.permutations(ALL),
    st.integers(0, 10_000),
)
def test_what_carries_the_meaning_survives_every_error(key: str, habits: list[Typing], seed: int) -> None:
    assert key in typed(f"すみません、{key}で予約の変更をお願いします。", habits, (key,), seed)
