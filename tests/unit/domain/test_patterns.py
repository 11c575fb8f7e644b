import re

import pytest

from domain.patterns import any_of, finds_any

PATTERNS = ("猫", "(?i)abc", "d(?P<weak>e|f)", r"([ァ-ヶ]{2})\1", "(?im)^x")


@pytest.mark.parametrize("text", ["黒猫", "ABC", "de", "DE", "ドンドン", "ドンガラ", "一\nX", "aX", "", "犬"])
def test_something_is_found_exactly_where_one_of_them_is(text: str) -> None:
    assert finds_any(any_of(PATTERNS), text) == any(re.search(pattern, text) for pattern in PATTERNS)


def test_patterns_become_few() -> None:
    assert len(any_of(PATTERNS)) == 2
    assert any_of(()) == ()
