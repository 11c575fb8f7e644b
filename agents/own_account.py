"""A customer's own account in words: use of the month, invoices, API, contract, and what would suit them better."""

from typing import Final

from agents.account_facts import account_facts
from agents.context import Turn
from agents.faq import answer_faq
from agents.own_record import visit_facts
from agents.visits import upcoming
from domain.labels import OwnWish
from domain.plan import Fact, ReplyPlan
from domain.reply import Option, Source
from domain.success.account import Account
from domain.success.sentiment import is_angry
from domain.success.upsell import Offer, Upsells, upsells_of
from services.scoring.wording import offer_words

ROUTE: Final = "serve_account"


def tell_own(turn: Turn, wish: OwnWish) -> ReplyPlan:
    """Tells what a customer asks of their own account; whoever is not known is told how to become known.

    A question that a topic answers is answered there, with the customer's own figures in front.
    """
    perception = turn.perception
    if perception.decision == "answer" and turn.desk.pack.links.own.get(perception.topics[0].id) == wish:
        return answer_faq(turn)
    customer = turn.customer()
    account = turn.desk.records.account(customer.customer_id, turn.now) if customer else None
    if account is None:
        return answer_faq(turn) if perception.decision == "answer" else _unknown(turn)
    if wish == "offer":
        return _offer(turn, account)
    facts = account_facts(turn, account, wish)
    opening = ""
    if account.contract is None and wish != "invoice":
        opening = turn.voice.say("own_no_contract")
        facts = visit_facts(turn, upcoming(turn)) if wish == "usage" else facts
    return _told(turn, facts, opening, turn.options(("human",)), wish)


def _unknown(turn: Turn) -> ReplyPlan:
    return _told(turn, (), turn.voice.say("own_unknown"), turn.options(("human",)), turn.perception.own)


def _offer(turn: Turn, account: Account) -> ReplyPlan:
    """The best offer, if there is one that may be made; else a person looks at it with the customer."""
    upsells = _upsells(turn)
    if upsells is None or upsells.withheld:
        return _told(turn, (), turn.voice.say("own_offer_person"), turn.options(("human",)), "offer")
    terms = turn.desk.success
    if terms is None or not upsells.offers:
        return _told(
            turn, account_facts(turn, account, "contract"), turn.voice.say("own_offer_none"),
            turn.options(("human",) if account.contract else ("recommend", "human")), "offer",
        )  # fmt: skip
    offer = upsells.offers[0]  # at most one a conversation: asked again, it is the same
    words = offer_words(offer, terms.upsell)
    facts = [
        Fact(text, Source(offer.item or offer.name, offer.title or "ご提案")) for text in (words.reason, words.text)
    ]
    return _told(turn, tuple(facts), "", _next_steps(turn, offer), "offer", turn.voice.say("own_offer_next"))


def _upsells(turn: Turn) -> Upsells | None:
    """What may be offered; None where nothing may be, whatever the record says."""
    terms, customer_id = turn.desk.success, turn.request.customer_id
    if terms is None or customer_id is None or turn.request.ticket is not None:
        return None
    view = turn.desk.records.view(customer_id, turn.now)
    if view is None:
        return None
    angry = turn.state.tension > 0 or is_angry(turn.desk.records.remarks(customer_id, turn.now))
    return upsells_of(view, terms.upsell, angry=angry)


def _next_steps(turn: Turn, offer: Offer) -> tuple[Option, ...]:
    return turn.options(("book", "human") if offer.kind == "plan" else ("human",))


def _told(
    turn: Turn,
    facts: tuple[Fact, ...],
    opening: str,
    options: tuple[Option, ...],
    wish: OwnWish | None,
    closing: str = "",
) -> ReplyPlan:
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=turn.state,
        opening=opening,
        facts=facts,
        closing=closing,
        options=options,
        notes={"own": wish},
    )
