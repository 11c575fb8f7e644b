import math

import numpy as np
import pytest

from knowledge.decision import EVIDENCE, Decision, decide, evidence, logit
from knowledge.heads import Prediction
from knowledge.pack.schema import Thresholds
from knowledge.retrieval import Ranking

THRESHOLDS = Thresholds(answer=0.5, ask_back=0.25, handover=0.5, handover_rising=0.3, safety=0.5)


@pytest.mark.parametrize(
    ("probability", "decision"),
    [(1.0, "answer"), (0.5, "answer"), (0.499, "ask_back"), (0.25, "ask_back"), (0.249, "decline"), (0.0, "decline")],
)
def test_decision_follows_the_thresholds(probability: float, decision: Decision) -> None:
    assert decide(probability, THRESHOLDS) == decision


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_logit_of_certainty_is_finite(probability: float) -> None:
    assert math.isfinite(logit(probability))


def test_logit_is_the_log_of_the_odds() -> None:
    assert logit(0.8) == pytest.approx(math.log(4))


def test_evidence_speaks_for_and_against_in_its_order() -> None:
    ranking = Ranking(("a", "b"), np.array([0.7, 0.3]), 0.95, 0.4)
    intent = Prediction(("near_topic", "question"), np.array([0.2, 0.8]))
    found = dict(zip(EVIDENCE, evidence(ranking, intent), strict=True))
    assert found["log_first"] == pytest.approx(math.log(0.7))
    assert found["margin"] == pytest.approx(0.4)
    assert found["cosine"] == pytest.approx(0.5)
    assert found["topic"] == pytest.approx(0.4)
    assert found["near_topic"] == pytest.approx(math.log(0.25))
    assert found["question"] == pytest.approx(math.log(4))
    assert found["off_topic"] == logit(0.0)


def test_only_document_is_ahead_by_everything() -> None:
    assert Ranking(("a",), np.array([1.0]), 0.9, 0.0).margin == 1.0
