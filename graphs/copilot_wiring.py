"""Puts the copilot together over a database."""

from functools import partial

from agents.context import Desk
from agents.copilot.checking import ToneCheck
from agents.copilot.context import CopilotDesk
from agents.copilot.questions import LocalAnswers
from domain.clock import Clock
from graphs.conversation import Brain
from graphs.copilot import GraphCopilot, build_copilot_graph
from graphs.toolkit import build_tool_deps
from graphs.topic_search import TopicReader, search_with
from services.churn.terms import ChurnTerms
from services.copilot.cases import Cases
from services.scoring.assessment import ChurnReader
from services.settings import Settings
from store.session import Database


def build_copilot(
    settings: Settings, desk: Desk, brain: Brain, reader: TopicReader, database: Database, clock: Clock
) -> GraphCopilot:
    """Puts the copilot together.

    Args:
        settings: Where the churn model lies.
        desk: What the conversation's skills work with.
        brain: What reads messages.
        reader: What reads the staff's questions.
        database: Where everything is kept.
        clock: The business's time.
    """
    load_churn = partial(_load_churn, settings, clock)
    tools = build_tool_deps(desk.pack, desk.records, database, clock, search_with(lambda: reader), load_churn)
    graph = build_copilot_graph(CopilotDesk(desk, tools), brain, LocalAnswers(), ToneCheck(desk.pack))
    return GraphCopilot(Cases(database, desk.records, clock), graph)


def _load_churn(settings: Settings, clock: Clock, terms: ChurnTerms) -> ChurnReader:
    from services.churn.model import ChurnModel  # scikit-learn: not before somebody asks for a risk

    return ChurnModel.load(settings.data_dir, clock.now(), terms.stale_days)
