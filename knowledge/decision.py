"""Whether the best topic may be stated as the answer: evidence in, one calibrated probability out."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.heads.calibration import Prediction
from knowledge.pack.schema import Thresholds
from knowledge.retrieval import Ranking

Decision = Literal["answer", "ask_back", "decline"]
EVIDENCE: Final = ("log_first", "margin", "cosine", "topic", "off_topic", "near_topic", "question")
RIGHT: Final = "right"
WRONG: Final = "wrong"


def evidence(ranking: Ranking, intent: Prediction) -> NDArray[np.float64]:
    """What speaks for and against the first topic, in the order of `EVIDENCE`."""
    return np.array(
        [
            np.log(max(float(ranking.probabilities[0]), 1e-6)),
            ranking.margin,
            10 * (ranking.best_cosine - 0.9),
            ranking.best_topic,
            logit(intent.of("off_topic")),
            logit(intent.of("near_topic")),
            logit(intent.of("question")),
        ]
    )


def decide(probability: float, thresholds: Thresholds) -> Decision:
    """Answers when probably right, asks back when possibly, declines otherwise."""
    if probability >= thresholds.answer:
        return "answer"
    return "ask_back" if probability >= thresholds.ask_back else "decline"


def logit(probability: float) -> float:
    """ln(p / (1 - p)), kept finite."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(bounded / (1 - bounded)))
