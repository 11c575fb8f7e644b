"""Puts the copilot together over a database."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from agents.context import Desk
from agents.copilot.checking import ToneCheck
from agents.copilot.context import CopilotDesk
from agents.copilot.drafts import Drafts
from agents.copilot.past import PastDrafts
from agents.copilot.questions import Answers, LocalAnswers
from domain.clock import Clock
from graphs.conversation import Brain
from graphs.copilot import GraphCopilot, build_copilot_graph
from graphs.toolkit import build_tool_deps
from graphs.topic_search import TopicReader, search_with
from knowledge.tone_head import Suspicion
from services.churn.terms import ChurnTerms
from services.copilot.cases import Cases
from services.copilot.past import PastReplies
from services.scoring.assessment import ChurnReader
from services.settings import Settings
from store.session import Database


class CopilotReader(TopicReader, Protocol):
    """What reads texts and compares them; `knowledge.reader.Reader` does."""

    def suspicions(self, sentences: Sequence[str]) -> list[Suspicion] | None:
        """How sentences of a draft read; None where nothing was learned of it."""
        ...

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near other texts are to one, -1 to 1."""
        ...


def build_copilot(
    settings: Settings, desk: Desk, brain: Brain, reader: CopilotReader, database: Database, clock: Clock
) -> GraphCopilot:
    """Puts the copilot together.

    Args:
        settings: Where the churn model lies.
        desk: What the conversation's skills work with.
        brain: What reads messages.
        reader: What reads the staff's questions, and tells what past cases are like this one.
        database: Where everything is kept.
        clock: The business's time.
    """
    load_churn = partial(_load_churn, settings, clock)
    tools = build_tool_deps(desk.pack, desk.records, database, clock, search_with(lambda: reader), load_churn)
    check = ToneCheck(desk.pack, reader.suspicions)
    drafts = Drafts(PastDrafts(PastReplies(database), reader.likeness, check))
    graph = build_copilot_graph(CopilotDesk(desk, tools), brain, drafts, _answers(desk), check)
    return GraphCopilot(Cases(database, desk.records, clock), graph)


def _answers(desk: Desk) -> Answers:
    if desk.llm is None:
        return LocalAnswers()
    from agents.copilot.model_answers import ModelAnswers

    return ModelAnswers(desk.pack, desk.llm)


def _load_churn(settings: Settings, clock: Clock, terms: ChurnTerms) -> ChurnReader:
    from services.churn.model import ChurnModel  # scikit-learn: not before somebody asks for a risk

    return ChurnModel.load(settings.data_dir, clock.now(), terms.stale_days)
