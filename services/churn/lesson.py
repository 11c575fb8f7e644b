"""What a training brought."""

from dataclasses import dataclass

from services.churn.evaluation import Evaluation
from services.churn.model import ChurnModel
from services.churn.training import Split


@dataclass(frozen=True)
class Lesson:
    """What a training brought.

    Attributes:
        model: The model.
        split: What it was trained, calibrated and tested on.
        holdout: How it did on the last quarter, which it never saw.
        backtest: How models trained before each of the last quarters did on them, pooled; None with too little history.
        weights: Mean absolute Shapley value of each feature over the training, in calibrated log-odds.
    """

    model: ChurnModel
    split: Split
    holdout: Evaluation
    backtest: Evaluation | None
    weights: dict[str, float]
