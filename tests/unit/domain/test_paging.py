from datetime import timedelta

import pytest

from domain.paging import PagingTerms, Watch
from tests.fakes.clock import MORNING

TERMS = PagingTerms(acknowledge=timedelta(minutes=5), attend=timedelta(minutes=15))


def ago(minutes: float | None) -> object:
    return None if minutes is None else MORNING - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("claimed", "paged", "attended", "due"),
    [
        (False, None, None, True),
        (False, 4.9, None, False),
        (False, 5, None, True),
        (False, 5, 6, True),
        (False, 5, 4, False),
        (False, 20, 14.9, False),
        (False, 20, 15, True),
        (True, 20, 15, False),
        (True, 5, 20, True),
        (True, None, 600, False),
    ],
)
def test_next_is_paged_where_nobody_came_in_time(
    claimed: bool, paged: float | None, attended: float | None, due: bool
) -> None:
    watch = Watch(claimed, ago(paged), ago(attended))  # type: ignore[arg-type]
    assert watch.is_page_due(MORNING, TERMS) is due
