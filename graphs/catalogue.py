"""The catalogue, from a pack's data: figures in place, nothing in it that the pack does not hold."""

from agents.context import Voice
from domain.catalogue import (
    AddonOffer,
    CardSection,
    Catalogue,
    CompanyNames,
    HelpTopic,
    PlanOffer,
    PointSection,
    PriceSection,
    ProactiveHelp,
    SiteTexts,
    TextCard,
)
from knowledge.pack import Pack
from knowledge.pack.references import render
from knowledge.pack.site import Cards, Proactive, Site


def build_catalogue(pack: Pack) -> Catalogue:
    """What the pack's company shows to anybody.

    Args:
        pack: The pack.
    """
    site = pack.site
    fits = site.plans.fits if site else {}
    shown = site.plans.addons if site else {}
    return Catalogue(
        company=CompanyNames(pack.company.name, pack.company.service, pack.company.assistant),
        plans=tuple(
            PlanOffer(
                id=name,
                name=plan.name,
                price=plan.price,
                hours=plan.measurement,
                contains=plan.contains,
                includes=pack.plans[plan.includes].name if plan.includes else None,
                fits=render(pack, fits[name]) if name in fits else None,
            )
            for name, plan in pack.plans.items()
        ),
        addons=tuple(
            AddonOffer(name, pack.addons[name].name, pack.addons[name].price, render(pack, text))
            for name, text in shown.items()
        ),
        urgencies=pack.diagnosis.urgencies,
        site=_site(pack, site) if site else None,
        proactive=_proactive(Voice(pack), pack.proactive) if pack.proactive else None,
    )


def _site(pack: Pack, site: Site) -> SiteTexts:
    def said(*texts: str) -> tuple[str, ...]:
        return tuple(render(pack, text) for text in texts)

    def cards(section: Cards) -> CardSection:
        return CardSection(
            render(pack, section.title), tuple(TextCard(*said(card.title, card.text)) for card in section.items)
        )

    asked = [pack.topics[name] for name in site.questions.topics]
    return SiteTexts(
        description=render(pack, site.description),
        headline=render(pack, site.headline),
        lead=render(pack, site.lead),
        assurances=said(*site.assurances),
        action=pack.buttons[site.button].label,
        worries=PointSection(render(pack, site.worries.title), said(*site.worries.items)),
        steps=cards(site.steps),
        plans=PriceSection(render(pack, site.plans.title), render(pack, site.plans.lead), said(*site.plans.notes)),
        hours=cards(site.hours),
        questions=CardSection(
            render(pack, site.questions.title), tuple(TextCard(*said(topic.question, topic.answer)) for topic in asked)
        ),
        closing=TextCard(*said(site.closing.title, site.closing.text)),
    )


def _proactive(voice: Voice, proactive: Proactive) -> ProactiveHelp:
    return ProactiveHelp(
        greeting=render(voice.pack, proactive.greeting),
        idle_seconds=proactive.idle_seconds,
        back_and_forth=proactive.back_and_forth,
        back_and_forth_minutes=proactive.back_and_forth_minutes,
        form_errors=proactive.form_errors,
        script_errors=proactive.script_errors,
        topics={
            name: HelpTopic(topic.title, voice.options(topic.buttons, topic.topics))
            for name, topic in proactive.topics.items()
        },
    )
