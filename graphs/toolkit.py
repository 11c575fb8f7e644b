"""What tools work with, put together from the pack and what was built of it."""

import threading
from collections.abc import Callable
from typing import Any

from domain.clock import Clock
from domain.mending import Mendable
from domain.records import Records
from domain.success.churn import Factor, plan_of
from domain.success.churn_words import say_factor
from domain.success.customer_360 import Customer360, RiskLevel
from graphs.composition import build_desk
from knowledge.pack import Pack
from services.churn.terms import ChurnTerms, churn_terms
from services.scoring.assessment import Assessor, ChurnReader
from services.scoring.terms import success_terms
from store.session import Database
from tools.context import ToolDeps, TopicSearch
from tools.refusal import Refused

LoadChurn = Callable[[ChurnTerms], ChurnReader]
"""Loads what tells the probability of leaving, and raises what can be mended where it is missing or stale."""


class PackSuccess:
    """What tells how customers fare, by a pack.

    Args:
        pack: The pack.
        load_churn: Loads what tells the probability of leaving, when it is first needed.
    """

    def __init__(self, pack: Pack, load_churn: LoadChurn) -> None:
        self._pack = pack
        self._load_churn = load_churn
        self._lock = threading.Lock()
        self._assessors: dict[bool, Assessor] = {}

    def assessor(self, *, churn: bool = False) -> Assessor:
        """What assesses customers; `churn`: the risk of leaving must be among it.

        Raises:
            Refused: The pack does not say how customers are looked after, or there is no model that can be used.
        """
        with self._lock:
            if churn not in self._assessors:
                try:
                    self._assessors[churn] = self._build(churn)
                except Mendable as error:
                    raise Refused(str(error)) from error
            return self._assessors[churn]

    def say_factor(self, factor: Factor) -> str:
        """A factor of somebody's risk in the staff's words."""
        return say_factor(factor, churn_terms(self._pack).words)

    def actions(self, level: RiskLevel, view: Customer360) -> list[dict[str, Any]]:
        """What is to be done for somebody at such a risk, the soonest first."""
        terms = churn_terms(self._pack)
        due = plan_of(level, view, terms.rules)
        return [{"id": rule.id, "within_hours": rule.hours, "text": terms.actions[rule.id]} for rule in due]

    def _build(self, churn: bool) -> Assessor:
        terms = success_terms(self._pack)
        return Assessor(terms, self._load_churn(churn_terms(self._pack)) if churn else None)


def build_tool_deps(
    pack: Pack,
    records: Records,
    database: Database,
    clock: Clock,
    find_topics: TopicSearch,
    load_churn: LoadChurn,
) -> ToolDeps:
    """Puts together what tools work with.

    Args:
        pack: The pack.
        records: What is stored of one customer.
        database: Where staff's tools read and write.
        clock: The business's time.
        find_topics: Searches the FAQ (`search_with`).
        load_churn: Loads what tells the probability of leaving.
    """
    desk = build_desk(pack, records)
    return ToolDeps(
        pack=pack,
        records=records,
        database=database,
        clock=clock,
        find_topics=find_topics,
        success=PackSuccess(pack, load_churn),
        hours=desk.hours,
        promises=desk.promises,
        notice=desk.voice.say,
        new_id=desk.new_id,
    )
