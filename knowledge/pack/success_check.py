"""What the schema of looking after customers cannot say: what must be in the catalogue, what texts may hold."""

from collections.abc import Iterator, Mapping

from knowledge.pack.mails import Mail
from knowledge.pack.schema import Pack
from knowledge.pack.success import CAMPAIGN_VALUES, OFFER_VALUES, SUCCESS_MAILS, UpsellOffer
from knowledge.pack.texts import VARIABLE, Found, Location


def success_faults(pack: Pack) -> Iterator[Found]:
    """Rules that name what the catalogue does not hold, and texts that ask for values they do not get."""
    if pack.success is None:
        return
    plans = (*pack.plans, *pack.business_plans)
    for name, offer in pack.success.upsell.offers.items():
        at: Location = ("success", "upsell", "offers", name)
        yield from _offer(pack, name, offer, at)
        yield from _plans(offer.when.get("plan"), plans, (*at, "when", "plan"))
        for field in ("reason", "text"):
            yield from _values(getattr(offer, field), OFFER_VALUES, (*at, field), "an offer")
    for kind, rules in pack.success.segments.items():
        for i, rule in enumerate(rules):
            yield from _plans(rule.when.get("plan"), plans, ("success", "segments", kind, i, "when", "plan"))
    for mail_name, mail in pack.success.mails.items():
        yield from _mail(mail_name, mail, SUCCESS_MAILS[mail_name], ("success", "mails", mail_name))
    campaigns = pack.success.campaigns.mails
    for campaign, mail in campaigns.items():
        yield from _mail(campaign, mail, CAMPAIGN_VALUES, ("success", "campaigns", "mails", campaign))
    for kind, entries in pack.success.advice.items():
        for name, entry in entries.items():
            if entry.mail is not None and entry.mail not in campaigns:
                at = ("success", "advice", kind, name, "mail")
                yield at, f"there is no campaign {entry.mail!r}", f"use one of: {', '.join(campaigns)}"


def _mail(name: str, mail: Mail, values: frozenset[str], at: Location) -> Iterator[Found]:
    for field in ("subject", "body"):
        yield from _values(getattr(mail, field), values, (*at, field), f"the mail {name!r}")
    if mail.calendar is not None:
        yield (*at, "calendar"), f"the mail {name!r} does not send a calendar entry", "leave it out"


def _offer(pack: Pack, name: str, offer: UpsellOffer, at: Location) -> Iterator[Found]:
    sold: Mapping[str, Mapping[str, object]] = {
        "plan": pack.plans,
        "addon": pack.addons,
        "option": pack.business_options,
    }
    items = sold.get(offer.kind)
    if items is not None and offer.item not in items:
        yield (*at, "item"), f"{name}: there is no {offer.kind} {offer.item!r}", f"use one of: {', '.join(items)}"
    if offer.discount is not None:
        discount = pack.discounts.get(offer.discount)
        if discount is None or discount.kind != "offer":
            offers = ", ".join(key for key, entry in pack.discounts.items() if entry.kind == "offer")
            what = "there is no discount" if discount is None else "the assistant may not offer"
            yield (*at, "discount"), f"{name}: {what} {offer.discount!r}", f"use one of: {offers}"


def _plans(expected: object, plans: tuple[str, ...], at: Location) -> Iterator[Found]:
    for plan in expected if isinstance(expected, tuple) else ():
        if plan not in plans:
            yield at, f"there is no plan {plan!r}", f"use one of: {', '.join(plans)}"


def _values(text: str, values: frozenset[str], at: Location, of: str) -> Iterator[Found]:
    for unknown in sorted({match[0][1:-1] for match in VARIABLE.finditer(text)} - values):
        yield at, f"{of} has no value {unknown!r}", f"use one of: {', '.join(sorted(values))}"
