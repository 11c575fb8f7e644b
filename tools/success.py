"""How customers fare, computed now: health, tone, offers, lifetime value, risk of leaving; and how many fare how."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final

from domain.success.customer_360 import Customer360
from domain.success.ltv import ltv_of
from domain.success.segments import segment_of
from domain.success.sentiment import is_angry
from domain.success.upsell import upsells_of
from services.scoring.assessment import Assessment
from services.scoring.rows import health_record, offer_record, parts_before
from services.scoring.summary import summary_of
from store.success import newest_scores, segments
from tools.context import StaffCall
from tools.customers import OfCustomer, plain, plain_of, view_of
from tools.declaration import STAFF, Json, NoArguments, Tool
from tools.refusal import Refused


def get_health(call: StaffCall, given: OfCustomer) -> Json:
    """Health by part, what is missing, what moved it, and what to do."""
    found = assessed(call, given.customer_id)
    record: Json = plain(health_record(found.health))
    return {
        "customer_id": given.customer_id,
        "score": plain(found.health.score),
        "status": found.health.status,
        **record,
        "advice": plain([asdict(advice) for advice in found.advice]),
    }


def explain_churn(call: StaffCall, given: OfCustomer) -> Json:
    """The risk of leaving, the factors behind it, and what is to be done."""
    found = assessed(call, given.customer_id, churn=True)
    if found.churn is None:
        raise Refused(f"The model says nothing of {given.customer_id}: they have no contract that could end.")
    return {
        "customer_id": given.customer_id,
        "probability": plain(found.churn.probability),
        "level": found.churn.level,
        "factors": [
            {**plain_of(factor), "text": call.deps.success.say_factor(factor)} for factor in found.churn.factors
        ],
        "actions": call.deps.success.actions(found.churn.level, found.view),
    }


def get_offers(call: StaffCall, given: OfCustomer) -> Json:
    """What could be offered, best first; or why nothing is."""
    terms = call.deps.success.assessor().terms.upsell
    remarks = call.deps.records.remarks(given.customer_id, call.now)
    upsells = upsells_of(_with_stored_risk(call, given.customer_id), terms, angry=is_angry(remarks))
    return {
        "customer_id": given.customer_id,
        "offers": [offer_record(offer, terms) for offer in upsells.offers],
        "withheld": list(upsells.withheld),
    }


def get_tone(call: StaffCall, given: OfCustomer) -> Json:
    """How the customer has been speaking to us."""
    return {"customer_id": given.customer_id, **plain_of(assessed(call, given.customer_id).tone)}


def get_value(call: StaffCall, given: OfCustomer) -> Json:
    """Lifetime value, revenue and segment."""
    terms, view = call.deps.success.assessor().terms, _with_stored_risk(call, given.customer_id)
    ltv = ltv_of(view, terms.ltv, view.scores.churn)
    segment = segment_of(replace(view, money=replace(view.money, ltv=ltv)), terms.segments[view.type])
    return {
        "customer_id": given.customer_id,
        "ltv": ltv,
        "top_tenth": call.deps.records.worth(given.customer_id, call.now).is_top,
        "revenue": view.money.revenue,
        "segment": {"id": segment.segment, "label": segment.label},
    }


def list_segments(call: StaffCall, given: NoArguments) -> Json:
    """How many customers fare how, as of the newest batch."""
    summary = summary_of(call.deps.database)
    if summary is None:
        raise Refused("Nobody was scored yet. Run: zenbu score")
    with call.deps.database.read() as session:
        found = segments.counts(session, summary.run_id)
    return {
        "at": summary.at.isoformat(),
        "scored": summary.scored,
        "segments": _counts(found),
        "health": _counts(summary.statuses),
        "risk": _counts(summary.levels),
        "ltv_top_tenth": summary.ltv_top_tenth,
    }


def assessed(call: StaffCall, customer_id: str, *, churn: bool = False) -> Assessment:
    """A customer as assessed now; `churn`: the risk of leaving must be among it.

    Raises:
        Refused: Nobody has this id, or what is needed to assess them is missing.
    """
    deps = call.deps
    assessor = deps.success.assessor(churn=churn)
    view = view_of(call, customer_id)
    with deps.database.read() as session:
        before = parts_before(newest_scores.as_of(session, [customer_id], call.now))
    (found,) = assessor.assess([view], {customer_id: deps.records.remarks(customer_id, call.now)}, before)
    return found


def _with_stored_risk(call: StaffCall, customer_id: str) -> Customer360:
    """A customer with their health of now, and the risk of leaving that was last stored."""
    stored = view_of(call, customer_id).scores
    view = assessed(call, customer_id).view
    return replace(view, scores=replace(view.scores, churn=stored.churn, churn_level=stored.churn_level))


def _counts(found: Mapping[str | None, int]) -> dict[str, int]:
    return {name or "unknown": count for name, count in found.items()}


_NOW: Final = " Computed now, from what is on record."

TOOLS = (
    Tool(
        "get_health",
        "Computes a customer's health, 0 to 100: points of each part, what could not be told and why, what moved it "
        f"since the scores last stored, and what to do.{_NOW}",
        "read",
        STAFF,
        OfCustomer,
        get_health,
        permission="serve",
    ),
    Tool(
        "explain_churn",
        "Computes the probability that a customer leaves within the next quarter, its level, the three factors behind "
        f"it (exact Shapley values) and what is to be done by when.{_NOW}",
        "read",
        STAFF,
        OfCustomer,
        explain_churn,
        permission="serve",
    ),
    Tool(
        "get_offers",
        "Computes what could be offered to a customer, best first, with reason, price, difference and saving in yen; "
        "`withheld` says why nothing may be offered. Weights are rules, no learned probabilities. The risk of leaving "
        "is the one last stored.",
        "read",
        STAFF,
        OfCustomer,
        get_offers,
        permission="serve",
    ),
    Tool(
        "get_tone",
        "Computes how a customer has been speaking to us over 30 days: counts, share of negative remarks, level, slope "
        f"a day (negative is worsening), and the newest negative quotes, masked.{_NOW}",
        "read",
        STAFF,
        OfCustomer,
        get_tone,
        permission="serve",
    ),
    Tool(
        "get_value",
        "Computes a customer's lifetime value and revenue in yen, and their segment; `top_tenth` as of the last batch.",
        "read",
        STAFF,
        OfCustomer,
        get_value,
        permission="serve",
    ),
    Tool(
        "list_segments",
        "Counts customers by segment, by colour of health and by risk of leaving, as of the newest batch.",
        "read",
        STAFF,
        NoArguments,
        list_segments,
        permission="serve",
    ),
)
