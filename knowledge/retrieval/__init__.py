"""Finding the topic a question is about: several views of each topic, words beside vectors, one trained ranking."""

from domain.turn import KnowledgeOutage
from knowledge.retrieval.documents import Document
from knowledge.retrieval.ranking import Ranking, RankWeights
from knowledge.retrieval.retriever import Retriever
from knowledge.retrieval.views import ViewVectors

__all__ = ["Document", "KnowledgeOutage", "RankWeights", "Ranking", "Retriever", "ViewVectors"]
