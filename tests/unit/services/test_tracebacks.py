import sys

from services.tracebacks import format_without_words
from store.session import StoreUnavailable


def formatted(error: Exception, cause: Exception | None = None) -> str:
    try:
        try:
            raise cause or ValueError
        except Exception as inner:
            raise error from (inner if cause else None)
    except Exception:
        kind, value, trace = sys.exc_info()
        assert kind is not None
        assert value is not None
        return format_without_words((kind, value, trace))


def test_words_of_others_are_left_out() -> None:
    said = formatted(KeyError("高橋麻衣"))
    assert "高橋麻衣" not in said
    assert said.endswith("builtins.KeyError")
    assert "test_tracebacks.py" in said


def test_our_own_words_are_kept() -> None:
    assert formatted(StoreUnavailable("The database is locked.")).endswith("StoreUnavailable: The database is locked.")


def test_cause_is_told_without_its_words() -> None:
    said = formatted(StoreUnavailable("No turn came."), cause=ValueError("090-1234-5678"))
    assert "No turn came." in said
    assert said.endswith("builtins.ValueError")
