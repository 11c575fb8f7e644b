"""The churn model where there is one; its libraries are imported only then."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain.success.terms import SuccessTerms

if TYPE_CHECKING:
    from services.churn.model import ChurnModel

log = structlog.get_logger(__name__)


def load_churn(data_dir: Path, now: datetime, terms: SuccessTerms) -> "ChurnModel | None":
    """The churn model of a data folder.

    Args:
        data_dir: The data folder.
        now: The time; a model may be too old.
        terms: What the company goes by; without words for the risk, no model is asked.

    Returns:
        None where none was trained.

    Raises:
        ChurnModelStale: One is there that must not be used any more.
    """
    if terms.risk is None:
        return None
    from services.churn.model import ChurnModel, ChurnModelMissing

    try:
        return ChurnModel.load(data_dir, now, terms.risk.stale_days)
    except ChurnModelMissing:
        return None


def load_usable_churn(data_dir: Path, now: datetime, terms: SuccessTerms) -> "ChurnModel | None":
    """The same for who works at night: what cannot be used is logged, and everything else is scored without it."""
    from services.churn.model import ChurnModelStale

    try:
        model = load_churn(data_dir, now, terms)
    except ChurnModelStale as stale:
        log.error("scored without the risk of leaving", why=str(stale))
        return None
    if model is None and terms.risk is not None:
        log.warning("scored without the risk of leaving", why="there is no churn model", mend="zenbu churn train")
    return model
