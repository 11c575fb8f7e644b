import pytest

from services.delivery.backoff import FIRST, LONGEST, MOST_TRIES, pause


@pytest.mark.parametrize("attempts", range(1, MOST_TRIES + 1))
def test_pause_is_drawn_up_to_a_bound_that_doubles(attempts: int) -> None:
    pauses = [pause(attempts) for _ in range(200)]
    bound = min(LONGEST, FIRST * 2 ** (attempts - 1))
    assert max(pauses) <= bound
    assert max(pauses) > bound / 2 > min(pauses)


def test_pause_that_was_asked_for_is_never_cut_short() -> None:
    assert pause(1, retry_after=900.0) == 900.0
    assert pause(15, retry_after=0.0) <= LONGEST
