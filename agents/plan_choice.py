"""Which plan a message chooses: by its name, by its price, or by its place among the plans."""

import re
from difflib import get_close_matches
from typing import Final

from agents.context import Turn
from domain.naming import named
from domain.plan import Fact
from domain.reply import Source
from knowledge.pack.references import render_reference

_MOST: Final = r"(?:一番|いちばん|1番|最も|もっとも)"
_ONE: Final = r"(?:プラン|コース|やつ|もの|ほう|方|の(?!か|は|が)|ので|で)"
_CHEAPEST: Final = re.compile(rf"{_MOST}(?:お?安い|やすい|お?手頃な|お?手軽な)|最安|(?:お?安|やす)い{_ONE}")
_DEAREST: Final = re.compile(rf"{_MOST}(?:高い|いい|良い|詳しい|充実した|上の?){_ONE}?|最上位|(?:高い|上の){_ONE}")
_MIDDLE: Final = re.compile(r"真ん?中|まんなか|中間|ミドル")
_MIDDLE_PLAN: Final = re.compile(rf"(?:{_MIDDLE.pattern})の?(?:価格|値段)?の?(?:プラン|コース)")
_DEAREST_PLAN: Final = re.compile(
    rf"{_MOST}(?:高い|いい|良い|上の?|充実した|詳しい)(?:プラン|コース)|最上位の?(?:プラン|コース)"
)
_NTH: Final = re.compile(
    r"(?<!\d)([1-9])(?:番目?|つ目|個目|ばん)?(?:の(?:プラン|やつ)?)?(?:で|が|を)?(?:いい|良い|お願い.*)?(?:です)?[。!]?$"
)

_CHOSEN: Final = re.compile(
    r"^[^、。は高]{2,12}$|(?:で|を|に)(?:お願い|頼|予約|申し?込)|に(?:し(?:ます|たい|とく)|決め|する)|が(?:いい|良い)(?:です|かな)?[。!]?$"
)
"""A plan was chosen: its bare name, or an order."""

_AROUND: Final = re.compile(r"(?:それなら|じゃあ|では|もう|やっぱり|やはり|はい|うーん|あの)[、\s]*|[、。!\s]+$")

KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ん") + 1)}
"""Names are also typed in hiragana."""

_KANA: Final = re.compile(r"[ァ-ヶー]{4,}")
ALMOST: Final = 0.8
"""From which likeness on (`difflib`) a word is a name typed wrong: one letter of five or six."""

CHOOSES: Final = re.compile(
    rf"{_CHEAPEST.pattern}|{_DEAREST.pattern}|{_MIDDLE.pattern}|^\d[\d,]{{3,}}円?(?:の|で|です|$)"
    r"|お?任せ|おまかせ|どれでも|どちらでも|なんでも|何でも"
)
"""Words by which somebody who is asked for a plan chooses one, or leaves the choice to us."""


def named_plan(turn: Turn, text: str) -> str | None:
    """The plan a text chooses.

    Args:
        turn: The turn; where a plan was asked for, a place among the plans is enough.
        text: What was said, without what was said of the customer themselves.
    """
    plans = turn.desk.pack.plans
    names = {plan: (entry.name, *entry.called, f"{entry.price}", f"{entry.price:,}") for plan, entry in plans.items()}
    found = named(text, names) or named(text.translate(KATAKANA), names)
    if found is not None:
        return found
    asked = turn.state.asks == "plan"
    meant = _misspelled(turn, text) if asked else None
    if meant is not None:
        return meant
    by_price = sorted(plans, key=lambda plan: plans[plan].price)
    if _CHEAPEST.search(text):
        return by_price[0]
    if (_MIDDLE if asked else _MIDDLE_PLAN).search(text) and len(by_price) % 2:
        return by_price[len(by_price) // 2]
    if _DEAREST_PLAN.search(text):
        return by_price[-1]
    if not asked:
        return None
    if _DEAREST.search(text):
        return by_price[-1]
    nth = _NTH.match(text)
    return list(plans)[int(nth[1]) - 1] if nth and int(nth[1]) <= len(plans) else None


def _misspelled(turn: Turn, text: str) -> str | None:
    """The plan whose name is typed almost right (「スタンダド」), where a plan was asked for."""
    names = {called: plan for plan, entry in turn.desk.pack.plans.items() for called in (entry.name, *entry.called)}
    words = _KANA.findall(text.translate(KATAKANA))
    near = {names[match] for word in words for match in get_close_matches(word, names, n=1, cutoff=ALMOST)}
    return near.pop() if len(near) == 1 else None


def names_plan_only(turn: Turn, text: str) -> bool:
    """Whether a text chooses a plan by its name and says little else: no question about it, no comparison."""
    plans = turn.desk.pack.plans
    said = named(text, {plan: (entry.name, *entry.called) for plan, entry in plans.items()})
    return said is not None and _CHOSEN.search(_AROUND.sub("", text)) is not None


def plan_facts(turn: Turn) -> tuple[Fact, ...]:
    """Each plan in a line, with its price: enough to choose by."""
    pack = turn.desk.pack
    return tuple(
        turn.voice.fact(
            "book_plan",
            Source(f"plans.{plan}", entry.name),
            plan=entry.name,
            price=render_reference(pack, f"plans.{plan}.price"),
            measurement=render_reference(pack, f"plans.{plan}.measurement"),
        )
        for plan, entry in pack.plans.items()
    )
