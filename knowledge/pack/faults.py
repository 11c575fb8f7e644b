"""What is wrong with a pack, said so that its writer can mend it."""

from dataclasses import dataclass

from domain.mending import Mendable


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where it stands, what it is, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} → {self.mend}"


class PackError(Mendable):
    """The pack cannot be used. Carries every fault found, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
