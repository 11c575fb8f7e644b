"""Requests no single skill covers: several at once, or of the customer's own and not made out. A model chooses tools.

The skill has planned its reply before the model is asked, and whatever goes wrong that reply stands. The model adds to
it and takes nothing away: what its tools found is told by our own sentences, and what it would have done to a visit is
stated by the skill that owns it, which alone reads the customer's yes in a later message.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Final

from agents.account import ask_to_cancel
from agents.asking import asks
from agents.context import Turn
from agents.llm.assisting import Skill
from agents.llm.faults import LlmFault
from agents.llm.prompting import Prompt, template
from agents.llm.tool_loop import Bounds, Called, run_tools
from agents.moving import ask_to_move
from agents.telling import tell
from agents.visits import upcoming
from domain.clock import in_tokyo
from domain.plan import Fact, ReplyPlan
from domain.text import clauses, has_words, quotable
from knowledge.pack import Pack
from knowledge.pack.open_requests import OpenRequests as Terms
from tools.context import CustomerContext, CustomerDeps
from tools.langchain import build_tools

FOR_ANYBODY: Final = frozenset({"search_faq"})
"""Tools for customers nobody knows: there is no record to read."""

LEAD_ON: Final = frozenset({"find_visits"})
"""Tools after which another one is due."""

ROUTE: Final = "serve_account"


class OpenRequests:
    """Widens what skills answer.

    Args:
        pack: Whose service it is.
        deps: What the tools work with.
        terms: The pack's.
    """

    def __init__(self, pack: Pack, deps: CustomerDeps, terms: Terms) -> None:
        self._deps = deps
        self._terms = terms
        self._joins = re.compile("|".join(f"(?:{pattern})" for pattern in terms.joins))
        self._wants = re.compile("|".join(f"(?:{pattern})" for pattern in terms.wants))
        self._bounds = Bounds(terms.steps, terms.calls)
        self._prompt = template("open_request")
        self._system = self._prompt.system(service=pack.company.service)

    def around(self, skill: Skill) -> Skill:
        """The skill, with what the model finds beside it."""

        def serve(turn: Turn) -> ReplyPlan:
            plan = skill(turn)
            return self._widened(turn, plan) if self._is_open(turn, plan) else plan

        return serve

    def wishes(self, text: str) -> int:
        """How many things a normalized message asks for."""
        asking = [clause for clause in clauses(text) if asks(clause) or self._wants.search(clause)]
        return sum(1 for clause in asking for part in self._joins.split(clause) if has_words(part))

    def _is_open(self, turn: Turn, plan: ReplyPlan) -> bool:
        busy = turn.state.flow is not None or plan.state.flow is not None or plan.handover is not None
        if turn.llm is None or busy or turn.perception.exact:
            return False
        if not plan.progress or not plan.facts:
            return turn.request.customer_id is not None
        return self.wishes(turn.perception.text) > len({source.title for source in plan.sources})

    def _widened(self, turn: Turn, plan: ReplyPlan) -> ReplyPlan:
        try:
            called = self._look(turn)
        except LlmFault as fault:
            return replace(plan, notes={**plan.notes, "tools_fault": fault.kind})
        notes = {**plan.notes, "tools": [call.tool for call in called]}
        stated = _stated(turn, called)
        facts = tuple(fact for fact in tell(turn, called) if fact.text not in plan.template)[: self._terms.facts]
        if stated is not None:
            told = plan.facts if plan.progress else ()
            return replace(stated, facts=(*told, *facts, *stated.facts), notes=notes)
        if not facts:
            return replace(plan, notes=notes)
        return replace(_with(turn, plan, facts), notes=notes)

    def _look(self, turn: Turn) -> Sequence[Called]:
        model, account = turn.desk.llm, turn.llm
        assert model is not None and account is not None
        offered = self._offered(turn)
        tools = [tool for tool in build_tools(self._deps, CustomerContext.of(turn.request)) if tool.name in offered]
        deadline = account.deadline.within(model.terms.tools)
        return run_tools(model.client, self._asked(turn), tools, account, deadline, self._bounds, _is_enough).called

    def _asked(self, turn: Turn) -> Prompt:
        return self._prompt.prompt(
            self._system,
            now=turn.now.isoformat(timespec="minutes"),
            visits=upcoming(turn),
            text=quotable(turn.request.text),
        )

    def _offered(self, turn: Turn) -> Set[str]:
        """The tools for this turn: nobody is offered a change or a cancellation they did not seem to speak of."""
        if turn.request.customer_id is None:
            return FOR_ANYBODY & set(self._terms.tools)
        likely = {intent for intent, probability in turn.perception.intents if probability >= self._terms.likely}
        proposals = {name for name, intent in self._terms.proposals.items() if intent in likely and upcoming(turn)}
        return proposals.union(self._terms.tools)


def _is_enough(step: Sequence[Called]) -> bool:
    return not any(call.result is None or call.tool in LEAD_ON for call in step)


def _with(turn: Turn, plan: ReplyPlan, facts: tuple[Fact, ...]) -> ReplyPlan:
    """A plan with more facts; one that got nowhere gives way to them."""
    if plan.progress:
        return replace(plan, facts=(*plan.facts, *facts))
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, asks=None, choices=()),
        facts=facts,
        options=turn.options(("human",)),
    )


def _stated(turn: Turn, called: Sequence[Called]) -> ReplyPlan | None:
    """What would be done to a visit, stated for the customer to agree to: the first proposal that can be made."""
    visits = {visit.booking_id: visit for visit in upcoming(turn)}
    for call in called:
        visit = visits.get(str(call.arguments.get("booking_id")))
        if call.result is None or visit is None:
            continue
        if call.tool == "propose_cancellation":
            return ask_to_cancel(turn, visit)
        if call.tool == "propose_move":
            return ask_to_move(turn, visit, in_tokyo(datetime.fromisoformat(str(call.arguments["start"]))))
    return None
