"""Tools over a test's own database, and conversations in which they are called as a model would."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from domain.clock import Clock
from domain.records import Records
from domain.staff import Duty, Member, Role
from domain.turn import TurnOutcome, TurnRequest
from graphs.toolkit import LoadChurn, build_tool_deps
from knowledge.pack import Pack, load_pack, pack_path
from services.churn.model import ChurnModelMissing
from services.churn.terms import ChurnTerms
from services.records import StoredRecords
from services.scoring.assessment import ChurnReader
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.engine import outcome
from tests.fakes.service import Desk
from tools.context import CustomerContext, StaffContext, ToolDeps, TopicHit
from tools.declaration import Json
from tools.refusal import Refused
from tools.toolbox import Toolbox

Call = tuple[str, dict[str, Any]]
"""A tool's name and its arguments."""


@cache
def shipped_pack() -> Pack:
    return load_pack(pack_path("zenbu"))


def find_parking(question: str, limit: int) -> tuple[Sequence[TopicHit], float]:
    hits = [TopicHit("parking", 0.9), TopicHit("duration", 0.05)]
    return hits[:limit], 0.8


def deps_over(
    database: Database,
    clock: Clock | None = None,
    records: Records | None = None,
    load_churn: LoadChurn | None = None,
) -> ToolDeps:
    clock = clock or HandClock()
    records = records or StoredRecords(database, clock, Duty())
    return build_tool_deps(shipped_pack(), records, database, clock, find_parking, load_churn or no_model)


def no_model(_: ChurnTerms) -> ChurnReader:
    raise ChurnModelMissing("There is no churn model. Train it:\nzenbu churn train")


def member(role: Role = "csm", member_id: str = "tanaka") -> Member:
    return Member(member_id, "田中", role, f"{member_id}@example.com")


def staff_tools(deps: ToolDeps, role: Role = "csm", *, writes: bool = False) -> Toolbox:
    return Toolbox(deps, StaffContext(member(role), deps.clock.now(), writes))


class ToolTalk:
    """A conversation of one customer in which each message makes one call of a tool, applied as a turn applies it."""

    def __init__(self, database: Database, customer_id: str | None) -> None:
        self.desk = Desk(database, self._answer)
        self.deps = deps_over(database, self.desk.clock)
        self.conversation_id = self.desk.conversations.open(customer_id=customer_id).conversation_id
        self._call: Call = ("", {})
        self._result: Json | Refused = {}
        self._numbers = count(1)

    def say(self, text: str, tool: str, **arguments: Any) -> Json:
        """What the tool returned.

        Raises:
            Refused: It refused; nothing was written.
        """
        self._call = (tool, arguments)
        self.desk.turns.accept(self.conversation_id, text, f"m-{next(self._numbers)}")
        if isinstance(self._result, Refused):
            raise self._result
        return self._result

    def _answer(self, request: TurnRequest) -> TurnOutcome:
        context = CustomerContext.of(request)
        name, arguments = self._call
        try:
            self._result = Toolbox(self.deps, context).call(name, arguments)
        except Refused as refusal:
            self._result = refusal
        return outcome(effects=context.effects)


def refusal_of(act: Callable[[str, Mapping[str, Any]], Json], tool: str, **arguments: Any) -> str:
    """What a tool refused with; fails where it did not."""
    try:
        result = act(tool, arguments)
    except Refused as refusal:
        return str(refusal)
    raise AssertionError(f"{tool} did not refuse, it returned {result}")
