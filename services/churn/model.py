"""The trained model: what it says of customers, and its file."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from domain.mending import Mendable
from domain.success.churn import Factor, factors_of
from domain.success.churn_features import FEATURES, can_leave, features_of
from domain.success.customer_360 import Customer360
from domain.success.platt import Platt
from services.churn.boosting import Trees, version
from services.churn.training import COLUMNS, Fitted

FORMAT: Final = 1
"""Raise it when the same file would mean something else."""

MEND: Final = "Train it:\nzenbu churn train"


class ChurnModelMissing(Mendable):
    """No model was trained yet."""


class ChurnModelStale(Mendable):
    """A model is there that must not be used any more: too old, or made for other features or another library."""


@dataclass(frozen=True)
class ChurnModel:
    """Says how likely customers are to end their contract within the next quarter, and why.

    Attributes:
        fitted: Trees and calibration.
        version: Names this training.
        trained_at: When, by the business's clock.
        tested_from: The beginning of the quarter it was tested on: nothing from then on was learned from.
    """

    fitted: Fitted
    version: str
    trained_at: datetime
    tested_from: datetime

    @classmethod
    def of(cls, fitted: Fitted, trained_at: datetime, tested_from: datetime) -> "ChurnModel":
        """A model that was just trained."""
        digest = hashlib.sha256(json.dumps(fitted.trees.dump(), sort_keys=True).encode()).hexdigest()
        return cls(fitted, f"{trained_at:%Y-%m-%d}-{digest[:8]}", trained_at, tested_from)

    @classmethod
    def load(cls, data_dir: Path, now: datetime, stale_days: int) -> "ChurnModel":
        """Reads the model of a data folder.

        Args:
            data_dir: The data folder.
            now: The time.
            stale_days: Older than this it is not used.

        Raises:
            ChurnModelMissing: There is none.
            ChurnModelStale: It must not be used any more.
        """
        path = model_path(data_dir)
        if not path.is_file():
            raise ChurnModelMissing(f"There is no churn model in {path.parent}. {MEND}")
        document = json.loads(path.read_text(encoding="utf-8"))
        _refuse_stale(document, now, stale_days)
        trees = Trees.load(document["trees"], COLUMNS)
        return cls(
            Fitted(trees, Platt(**document["calibration"])),
            document["version"],
            datetime.fromisoformat(document["trained_at"]),
            datetime.fromisoformat(document["tested_from"]),
        )

    def save(self, data_dir: Path) -> Path:
        """Writes the model, in one step: nobody ever reads half of it."""
        path = model_path(data_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        document = {
            "format": FORMAT,
            "version": self.version,
            "trained_at": self.trained_at.isoformat(),
            "tested_from": self.tested_from.isoformat(),
            "library": version(),
            "features": list(FEATURES),
            "calibration": asdict(self.fitted.platt),
            "trees": self.fitted.trees.dump(),
        }
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_text(json.dumps(document), encoding="utf-8")
        unfinished.replace(path)
        return path

    def predict(self, views: Sequence[Customer360]) -> list[float | None]:
        """Probabilities of leaving within the next quarter; None for whoever has no contract to end."""
        rows = features_of(views)
        probabilities = self.fitted.platt.probabilities(self.fitted.trees.margins(rows))
        return [float(p) if can_leave(view) else None for p, view in zip(probabilities, views, strict=True)]

    def factors(self, views: Sequence[Customer360]) -> list[tuple[Factor, ...]]:
        """The three factors behind each probability, the strongest first; none for whoever has no contract to end.

        They are exact Shapley values of the calibrated log-odds: those of the trees' margin, times the slope of the
        calibration, which is linear in it.
        """
        rows = features_of(views)
        contributions, _ = self.fitted.trees.contributions(rows)
        scaled = contributions * self.fitted.platt.slope
        return [
            factors_of(FEATURES, values, own) if can_leave(view) else ()
            for view, values, own in zip(views, rows, scaled, strict=True)
        ]

    def explain(self, view: Customer360) -> tuple[Factor, ...]:
        """The three factors behind one customer's probability."""
        return self.factors([view])[0]

    @property
    def base(self) -> float:
        """The probability before anything is known of a customer: where the factors begin."""
        _, bases = self.fitted.trees.contributions(np.full((1, len(FEATURES)), np.nan))
        return float(self.fitted.platt.probabilities(bases)[0])


def model_path(data_dir: Path) -> Path:
    """Where the model of a data folder lies."""
    return data_dir / "churn" / "model.json"


def _refuse_stale(document: dict[str, Any], now: datetime, stale_days: int) -> None:
    trained = datetime.fromisoformat(document["trained_at"])
    why = None
    if document["format"] != FORMAT or document["features"] != list(FEATURES):
        why = f"was made for other features ({len(document['features'])}, format {document['format']})"
    elif _major(document["library"]) != _major(version()):
        why = f"was made by xgboost {document['library']}, and {version()} is installed"
    elif now - trained > timedelta(days=stale_days):
        why = f"is {(now - trained).days} days old, more than the {stale_days} it may be"
    if why is not None:
        raise ChurnModelStale(f"The churn model {document['version']} {why}. {MEND}")


def _major(library: str) -> str:
    return library.partition(".")[0]
