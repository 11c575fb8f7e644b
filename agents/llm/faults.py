"""What can go wrong between us and a language model: one exception, whatever the library below calls it."""

from typing import Final, Literal

FaultKind = Literal[
    "timeout",
    "connect",
    "status_400",
    "status_401",
    "status_404",
    "status_429",
    "status_5xx",
    "broken_json",
    "wrong_type",
    "none",
    "refusal",
    "empty",
    "endless",
    "cut",
    "unknown_tool",
    "garbled",
    "budget",
    "open_circuit",
]
"""`status_401`: also 403. `status_400`: any other refusal of the request itself. `none`: an answer without content
where content was asked for. `cut`: it ended before it said so. `garbled`: what the client library could not read."""

OURS: Final[frozenset[FaultKind]] = frozenset({"budget", "open_circuit"})
"""Nothing was asked at all."""

NOT_THE_ENDPOINTS: Final[frozenset[FaultKind]] = OURS | {"refusal", "unknown_tool", "status_400"}
"""What says nothing of the endpoint's health: another message may well be answered."""


class LlmFault(Exception):
    """The model gave no answer that can be used; the local brain takes over.

    Attributes:
        kind: What happened.
        retry_after: Seconds after which the endpoint wants to be asked again, where it said so.
    """

    def __init__(self, kind: FaultKind, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: FaultKind = kind
        self.retry_after = retry_after
