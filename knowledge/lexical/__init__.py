"""Words and characters: the part of understanding that needs no encoder."""

from knowledge.lexical.analyzer import Analyzer, Split
from knowledge.lexical.bm25 import BM25
from knowledge.lexical.tfidf import TfIdf

__all__ = ["BM25", "Analyzer", "Split", "TfIdf"]
