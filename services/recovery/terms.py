"""By what recovery offers are weighed, from a pack's data."""

from domain.recovery import Authority, Cause, Kind, RecoveryTerms
from domain.success.conditions import FigureCondition
from knowledge.pack.recovery import RecoveryKind
from knowledge.pack.schema import Pack
from services.scoring.terms import conditions_of


def recovery_terms(pack: Pack) -> RecoveryTerms | None:
    """What a pack's company offers when something went wrong; None where it does not say."""
    recovery = pack.recovery
    if recovery is None:
        return None
    weights = recovery.weights
    return RecoveryTerms(
        ceilings=recovery.ceilings,
        causes={cause_id: Cause(cause.name, cause.severity) for cause_id, cause in recovery.causes.items()},
        kinds={kind_id: _kind(pack, kind) for kind_id, kind in recovery.kinds.items()},
        levels={role: level for level, authority in recovery.authority.items() for role in authority.roles},
        authority={
            level: Authority(authority.case, authority.month) for level, authority in recovery.authority.items()
        },
        shares=tuple((step.at_least, step.share) for step in weights.shares),
        unknown_share=weights.unknown_share,
        again=weights.again,
        before=weights.before,
        least=weights.least,
        liked=weights.liked,
        days=weights.days,
    )


def _kind(pack: Pack, kind: RecoveryKind) -> Kind:
    amounts, only = kind.amounts, conditions_of(kind.when)
    if kind.plan:
        amounts = (pack.plans[kind.plan].price,)
    elif kind.addon:
        amounts = (pack.addons[kind.addon].price,)
    elif kind.upgrade:
        lower, higher = kind.upgrade
        amounts = (pack.plans[higher].price - pack.plans[lower].price,)
        only = (*only, FigureCondition("plan", (lower,)))
    return Kind(kind.name, amounts, only, conditions_of(kind.liked_when))
