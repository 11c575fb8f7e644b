"""What a tool costs beside its function: the same work done directly and as a LangChain tool, in one run.

Run: `.venv/bin/python -m bench.tools [--calls N]`. Calls alternate, and what is compared is the median of the
processor's time: a tool adds nothing that waits, and whatever else the machine is doing does not count. For comparison:
the same tools through the MCP server and the SDK's client, within the process, by the clock.
"""

import argparse
import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from mcp import Client

from domain.clock import SystemClock
from domain.staff import Duty, Member
from graphs.toolkit import build_tool_deps
from knowledge.pack import load_pack, pack_path
from services.churn.model import ChurnModelMissing
from services.churn.terms import ChurnTerms
from services.records import StoredRecords
from services.scoring.assessment import ChurnReader
from store.models import Customer
from store.schema import upgrade
from store.session import Database
from tools.context import Context, CustomerCall, CustomerContext, StaffCall, StaffContext, ToolDeps, TopicHit
from tools.langchain import build_tools
from tools.mcp_server import build_server
from tools.toolbox import Toolbox

CALLS: Final = 300
MOST_MS: Final = 2.0

FOR_CUSTOMER: Final[dict[str, dict[str, Any]]] = {
    "search_faq": {"question": "駐車場は必要ですか"},
    "list_plans": {},
    "get_my_record": {},
    "list_my_bookings": {},
    "get_my_usage": {},
    "list_my_invoices": {},
}
FOR_STAFF: Final[dict[str, dict[str, Any]]] = {
    "search_customers": {"text": "佐藤"},
    "get_customer_360": {"customer_id": "c-1"},
    "get_health": {"customer_id": "c-1"},
    "list_tickets": {},
    "list_turns": {},
}


def main() -> None:
    """Measures, and says whether the overhead is small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=CALLS)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        upgrade(database)
        with database.write() as session:
            session.add(Customer(id="c-1", name="佐藤花子", type="b2c", noise_hours=[]))
        deps = build_deps(database)
        gc.freeze()  # as the service does once everything is loaded
        now = deps.clock.now()
        staff = StaffContext(Member("bench", "bench", "csm", "bench@example.com"), now)
        worst = max(
            measure(deps, CustomerContext("c", "c-1", "m", "", now), FOR_CUSTOMER, calls),
            measure(deps, staff, FOR_STAFF, calls),
        )
        asyncio.run(measure_mcp(deps, staff, calls))
        database.close()
    passed = worst <= MOST_MS
    print(
        f"{'PASS' if passed else 'FAIL'}: a tool costs at most {worst:.3f} ms more than its function (≤ {MOST_MS} ms)"
    )
    sys.exit(not passed)


def build_deps(database: Database) -> ToolDeps:
    """Tools over a database. The FAQ is answered at once: what its search takes is no matter of the tool."""

    def found(question: str, limit: int) -> tuple[Sequence[TopicHit], float]:
        return [TopicHit(name, 0.5) for name in ("parking", "duration", "weather")[:limit]], 0.9

    def no_model(_terms: ChurnTerms) -> ChurnReader:
        raise ChurnModelMissing("There is no churn model.")

    clock = SystemClock()
    records = StoredRecords(database, clock, Duty())
    return build_tool_deps(load_pack(pack_path("zenbu")), records, database, clock, found, no_model)


def measure(deps: ToolDeps, context: Context, wanted: dict[str, dict[str, Any]], calls: int) -> float:
    """Prints what each tool takes, and returns the largest overhead in milliseconds."""
    declared = Toolbox(deps, context).tools
    tools = {tool.name: tool for tool in build_tools(deps, context)}
    overheads = []
    for name, arguments in wanted.items():
        tool = declared[name]
        given = tool.arguments.model_validate(arguments)
        call: CustomerCall | StaffCall
        if isinstance(context, CustomerContext):
            call = CustomerCall(deps, context)
        else:
            call = StaffCall(deps, context, tool, arguments)
        direct, as_tool = alternate(
            lambda tool=tool, call=call, given=given: tool.run(call, given),  # type: ignore[misc]
            lambda name=name, arguments=arguments: tools[name].invoke(arguments),  # type: ignore[misc]
            calls,
        )
        overheads.append(as_tool - direct)
        print(
            f"{name:20} function {direct:7.3f} ms, tool {as_tool:7.3f} ms: "
            f"{as_tool - direct:+.3f} ms, {as_tool / direct:.2f} x"
        )
    return max(overheads)


def alternate(one: Callable[[], object], other: Callable[[], object], calls: int) -> tuple[float, float]:
    """Median milliseconds of processor time of two functions that take turns."""
    one(), other()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(calls):
        for function, taken in ((one, times[0]), (other, times[1])):
            started = time.thread_time()
            function()
            taken.append((time.thread_time() - started) * 1_000)
    return statistics.median(times[0]), statistics.median(times[1])


async def measure_mcp(deps: ToolDeps, context: StaffContext, calls: int) -> None:
    """Prints what the same tools take through the MCP server."""
    async with Client(build_server(deps, lambda _request: context, "bench")) as client:
        for name, arguments in FOR_STAFF.items():
            await client.call_tool(name, arguments)
            taken = []
            for _ in range(calls):
                started = time.perf_counter()
                await client.call_tool(name, arguments)
                taken.append((time.perf_counter() - started) * 1_000)
            print(f"{name:20} by MCP   {statistics.median(taken):7.3f} ms")


if __name__ == "__main__":
    main()
