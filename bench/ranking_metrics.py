"""How good an order of documents is, for one query. The mean over the queries is taken by whoever has them.

`grades` maps the relevant documents to their grade, 1 or more; every other document has grade 0.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

DEPTH = 10
"""Where nDCG stops looking."""


@dataclass(frozen=True)
class Quality:
    """The measures of one query, or their means over many."""

    reciprocal_rank: float
    average_precision: float
    success_at_1: float
    success_at_5: float
    ndcg_at_10: float

    @staticmethod
    def of(ranked: Sequence[str], grades: Mapping[str, int]) -> "Quality":
        """Measures the order of one query's documents."""
        return Quality(
            reciprocal_rank(ranked, grades),
            average_precision(ranked, grades),
            success(ranked, grades, 1),
            success(ranked, grades, 5),
            ndcg(ranked, grades, DEPTH),
        )

    @staticmethod
    def mean(each: Sequence["Quality"]) -> "Quality":
        """MRR, MAP, success rates and mean nDCG: every query counts the same."""
        return Quality(
            fmean(quality.reciprocal_rank for quality in each),
            fmean(quality.average_precision for quality in each),
            fmean(quality.success_at_1 for quality in each),
            fmean(quality.success_at_5 for quality in each),
            fmean(quality.ndcg_at_10 for quality in each),
        )


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 / rank of the first relevant document, 0 where none was found.

    Voorhees, 1999, "The TREC-8 Question Answering Track Report". The mean over queries is MRR.
    """
    return next((1 / rank for rank, document in enumerate(ranked, start=1) if document in grades), 0.0)


def average_precision(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Σ precision at the rank of each relevant document / number of relevant documents; not found counts 0.

    Manning, Raghavan and Schütze, 2008, "Introduction to Information Retrieval", equation 8.8. The mean is MAP.
    """
    found = 0
    total = 0.0
    for rank, document in enumerate(ranked, start=1):
        if document in grades:
            found += 1
            total += found / rank
    return total / len(grades)


def success(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """1 where a relevant document is among the first `depth`, else 0 (trec_eval's success_k). The mean is SR@k."""
    return float(any(document in grades for document in ranked[:depth]))


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """DCG of this order / DCG of the best order, DCG = Σ grade / log2(rank + 1) over the first `depth`.

    Järvelin and Kekäläinen, 2002, "Cumulated Gain-Based Evaluation of IR Techniques", with the discount as trec_eval's
    ndcg_cut has it: the gain is the grade itself, not 2^grade - 1.
    """
    return _dcg([grades.get(document, 0) for document in ranked[:depth]]) / _dcg(
        sorted(grades.values(), reverse=True)[:depth]
    )


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
