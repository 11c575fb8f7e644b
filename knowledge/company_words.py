"""What of a pack only its facts may name: for the check of what a model wrote."""

from domain.verification import CompanyWords
from knowledge.pack.schema import Pack


def company_words(pack: Pack) -> CompanyWords:
    """Collects the names of a pack's offers and its forbidden words.

    Args:
        pack: A validated pack.

    Returns:
        Names of plans, add-ons, monthly plans, options and discounts, other names for plans, the company's own name,
        and the words that never go out.
    """
    offers = (pack.plans, pack.addons, pack.business_plans, pack.business_options, pack.discounts)
    names = {offer.name for offered in offers for offer in offered.values()}
    names |= {called for plan in pack.plans.values() for called in plan.called}
    names |= {pack.company.name, pack.company.service}
    return CompanyWords(frozenset(names), pack.forbidden)
