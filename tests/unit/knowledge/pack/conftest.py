from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.pack import Fault, PackError, check_pack

Change = Callable[[str, str, str], Fault]


@pytest.fixture
def fault_after(florist: Path) -> Change:
    """Changes one file of the florist's pack and gives the one fault this causes."""

    def change(name: str, old: str, new: str) -> Fault:
        path = florist / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return only_fault(florist)

    return change


def only_fault(root: Path) -> Fault:
    with pytest.raises(PackError) as raised:
        check_pack(root)
    assert len(raised.value.faults) == 1, str(raised.value)
    return raised.value.faults[0]


def line_of(root: Path, name: str, text: str) -> int:
    """The first line of a file that holds a text."""
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
