"""The catalogue says what the pack says, figures in place, and nothing the pack keeps to itself."""

import re

import pytest

from domain.catalogue import Catalogue
from graphs.catalogue import build_catalogue
from knowledge.pack import Pack
from knowledge.pack.references import REFERENCE


@pytest.fixture(scope="module")
def catalogue(pack: Pack) -> Catalogue:
    return build_catalogue(pack)


def test_plans_are_the_packs(catalogue: Catalogue, pack: Pack) -> None:
    assert {plan.id: (plan.name, plan.price, plan.hours) for plan in catalogue.plans} == {
        name: (plan.name, plan.price, plan.measurement) for name, plan in pack.plans.items()
    }
    assert catalogue.plans[2].includes == catalogue.plans[1].name


def test_figures_of_the_page_are_in_place(catalogue: Catalogue, pack: Pack) -> None:
    shown = repr(catalogue)
    assert not REFERENCE.search(shown)
    assert f"{pack.booking.latest_days}日先まで" in shown
    assert pack.hours.people.opens in shown


def test_questions_are_the_faqs_own(catalogue: Catalogue, pack: Pack) -> None:
    assert catalogue.site is not None
    assert pack.site is not None
    asked = [pack.topics[topic].question for topic in pack.site.questions.topics]
    assert [card.title for card in catalogue.site.questions.items] == asked


def test_offered_help_posts_what_a_button_posts(catalogue: Catalogue, pack: Pack) -> None:
    assert catalogue.proactive is not None
    options = catalogue.proactive.topics["plans"].options
    assert options[0].value == pack.topics["price-difference"].question
    assert options[-1].value == pack.buttons["recommend"].label


def test_no_claim_about_results_is_shown(catalogue: Catalogue, pack: Pack) -> None:
    shown = repr(catalogue)
    for claim in pack.claims.values():
        assert claim.publishable or not re.search(rf"{claim.text}.{{0,6}}{claim.value}", shown)


def test_pack_without_a_page_has_none(pack: Pack) -> None:
    bare = build_catalogue(pack.model_copy(update={"site": None, "proactive": None}))
    assert (bare.site, bare.proactive, bare.addons) == (None, None, ())
    assert bare.plans[0].fits is None
