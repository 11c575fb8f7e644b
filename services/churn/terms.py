"""What a pack says about the risk of leaving: levels, words, and what is done about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.mending import Mendable
from domain.success.churn import ActionRule, RiskLevels
from domain.success.churn_words import FactorWords, FeatureName
from domain.success.customer_360 import RiskLevel
from knowledge.pack.references import render
from knowledge.pack.schema import Pack


class NoChurnTerms(Mendable):
    """The pack says nothing about the risk of leaving."""


@dataclass(frozen=True)
class ChurnTerms:
    """How a company speaks of the risk of leaving.

    Attributes:
        levels: Where levels begin.
        level_names: What they are called.
        stale_days: A model older than this is not used.
        words: Sentences about factors.
        rules: What is done when.
        actions: What each rule's action is called.
    """

    levels: RiskLevels
    level_names: Mapping[RiskLevel, str]
    stale_days: int
    words: FactorWords
    rules: tuple[ActionRule, ...]
    actions: Mapping[str, str]


def churn_terms(pack: Pack) -> ChurnTerms:
    """Reads them.

    Raises:
        NoChurnTerms: There are none.
    """
    churn = pack.churn
    if churn is None:
        raise NoChurnTerms(
            f"The pack {pack.company.id} has no churn.yaml (levels, words, actions). Copy the one of the pack zenbu "
            "and adapt it, or choose that pack: export ZENBU_PACK=zenbu"
        )
    names = {
        name: FeatureName(entry.name, entry.unit, entry.scale, entry.digits, entry.signed)
        for name, entry in churn.features.items()
    }
    return ChurnTerms(
        levels=RiskLevels(churn.levels.critical, churn.levels.high, churn.levels.medium),
        level_names=churn.level_names,
        stale_days=churn.stale_days,
        words=FactorWords(churn.factors.raises, churn.factors.lowers, churn.factors.unknown, names),
        rules=tuple(
            ActionRule(
                name, entry.hours, frozenset(entry.levels), entry.usage_trend_below, entry.nps_below, entry.discount
            )
            for name, entry in churn.actions.items()
        ),
        actions={name: render(pack, entry.text) for name, entry in churn.actions.items()},
    )
