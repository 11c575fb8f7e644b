"""The intake: hears what was said, asks only what can still change the result, and tells it with its reasons."""

import re
from dataclasses import replace
from typing import Any, Final

from agents.context import Turn
from agents.intake import read_label
from agents.slot_words import newly_told, places
from agents.visits import say_yen, standing_percent
from domain.diagnosis import DiagnosisRules
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.plan import Fact, ReplyPlan
from domain.pricing import quote
from domain.reply import Option, Recommendation, Source
from domain.slots import SlotReader
from knowledge.pack.references import render_reference

ROUTE = "diagnose"
FLOW = "diagnosis"
REASONS_SAID: Final = 2
"""How many reasons are said; the recommendation holds all of them."""

ENOUGH: Final = re.compile(
    r"結果(を|が|だけ|は)?(早く|先に|教え|見せ|見たい|出し|ほし|知り|お願い)|もう結果|(質問|聞か).{0,6}(いい|結構|多)|早く(教え|結果)"
)
"""The customer wants the result and no more questions."""

_ASKED_FOR: Final = re.compile(
    r"診断(?:を|も)?(?:お願い|おねがい|頼|して(?:くだ|下さ|ほし|もら|いただ)|し(?:たい|ます)|受け(?:たい|ます))"
)
"""The intake is asked for by its name."""

_UNKNOWN: Final = re.compile(
    r"(わか|分か|判)(ら|ん)|不明|覚えて(い)?な|さあ|なんとも|特に(な|あり)|どれでも|どちらでも|スキップ|答えたくな"
)


_TOLD: Final = frozenset({"noise_type", "since", "frequency", "sleep_lost", "health_or_safety"})
"""Slots that are said only by somebody who tells of a noise."""

_MAYBE_TROUBLE: Final = 0.03
_MUCH: Final = 3
"""So many slots in one message are a story of the customer's own."""

_ALSO: Final = re.compile(r"も(?!う(?!る)|っと|の|し|ない)|あと|それに|加えて|たまに")
"""「朝もうるさい」 adds to the hours that were said before."""


def asks_for_diagnosis(text: str) -> bool:
    """Whether a normalized message asks to be led through the intake."""
    return _ASKED_FOR.search(text) is not None


def tells_of_noise(perception: Perception, state: DialogueState) -> bool:
    """Whether a message that was not taken for trouble tells of it all the same: 「子供の足音」「いえ、上でした」.

    Args:
        perception: What was understood.
        state: Before this message; after a result what is said anew changes it.
    """
    said = perception.slots
    if state.plan is not None and said and not perception.wishes.found:
        return any(state.slots.get(slot) != value for slot, value in said.items())
    likely = dict(perception.intents).get("trouble", 0.0) >= _MAYBE_TROUBLE or len(said) >= _MUCH
    return likely and not _TOLD.isdisjoint(said) and perception.intent in ("question", "off_topic", "near_topic")


class Diagnosing:
    """The diagnosis skill, with the pack's rules and reader."""

    def __init__(self, rules: DiagnosisRules, reader: SlotReader) -> None:
        self._rules = rules
        self._reader = reader

    def diagnose(self, turn: Turn) -> ReplyPlan:
        """Takes in what was said, then asks the next question or tells the result."""
        if turn.presses("more") and turn.state.flow is None and turn.state.plan is not None:
            return _hear_more(turn)
        slots = self.heard(turn)
        asked = turn.state.asked
        question = self._next(turn, slots, asked)
        if question is None:
            return self.tell(turn, slots)
        state = replace(
            turn.state, flow=FLOW, slots=slots, asked=(*asked, question), asks=question, choices=(), plan=None
        )
        slot = turn.desk.pack.diagnosis.slots[question]
        return ReplyPlan(
            type="conversation",
            route=ROUTE,
            confidence=turn.perception.confidence,
            state=state,
            opening=self._empathy(turn, slots),
            closing=slot.question or "",
            options=tuple(Option(v.label, v.label) for v in slot.values.values() if v.button),
            asks=question,
            progress=bool(_new(turn, slots))
            or turn.state.flow != FLOW
            or _UNKNOWN.search(turn.perception.text) is not None,
        )

    def tell(self, turn: Turn, slots: dict[str, Any]) -> ReplyPlan:
        """The result: category, urgency with its reason, plan with reasons, price, and what can be done next."""
        result = self._rules.result(slots, turn.now.date())
        pack = turn.desk.pack
        plan = pack.plans[result.plan]
        source = Source(f"plans.{result.plan}", plan.name)
        price = render_reference(pack, f"plans.{result.plan}.price")
        reasons = "。".join(result.reasons[:REASONS_SAID])
        facts: tuple[Fact, ...] = (
            Fact(
                turn.voice.say(
                    "result_finding",
                    category=pack.diagnosis.categories[result.category],
                    urgency=pack.diagnosis.urgencies[result.urgency],
                    reason=result.urgency_reason,
                )
            ),
            Fact(turn.voice.say("result_plan", plan=plan.name, price=price, reason=reasons), source),
        )
        note = pack.diagnosis.category_notes.get(result.category)
        facts += (*_discount(turn, plan.price), *((Fact(note),) if note else ()))
        if turn.state.plan == result.plan and self._rules.result(turn.state.slots, turn.now.date()) == result:
            facts = ()  # it stands above, word for word
        return ReplyPlan(
            type="plan_recommendation",
            route=ROUTE,
            confidence=turn.perception.confidence,
            state=replace(turn.state, flow=None, slots=slots, asks=None, choices=(), plan=result.plan),
            opening=self._before_result(turn, slots, result.plan),
            facts=facts,
            closing=turn.voice.say("result_next"),
            options=turn.options(("book", "more")),
            recommendation=Recommendation(
                plan=result.plan,
                price=plan.price,
                category=pack.diagnosis.categories[result.category],
                urgency=result.urgency,
                reasons=result.reasons,
                slots=all_slots(pack.diagnosis.slots, slots),
                cta=pack.buttons["book"].label,
            ),
            progress=turn.state.flow == FLOW or turn.state.plan != result.plan or bool(_new(turn, slots)),
        )

    def heard(self, turn: Turn) -> dict[str, Any]:
        """The slots after this message: a later word corrects an earlier one."""
        text, asks = turn.perception.text, turn.state.asks
        said = dict(turn.perception.slots)
        if asks in turn.desk.pack.diagnosis.slots:
            answer = read_label(turn.desk.pack.diagnosis, asks, text, turn.now.date())
            said = answer or self._reader.read_answer(asks, text, turn.now) or said
        return {**turn.state.slots, **self._with_earlier(turn, said)}

    def told(self, turn: Turn, after: dict[str, Any]) -> dict[str, Any]:
        """What this message told of the case, each slot with its value and where in the message its words lie.

        Args:
            turn: The turn.
            after: The slots after it.
        """
        asked = turn.state.asks if turn.state.asks in turn.desk.pack.diagnosis.slots else None

        def read(part: str) -> dict[str, Any]:
            if asked is None:
                return self._reader.read(part, turn.now)
            return self._reader.read_answer(asked, part, turn.now)

        return places(turn.request.text, newly_told(turn.perception, turn.state.slots, after), read)

    def _with_earlier(self, turn: Turn, said: dict[str, Any]) -> dict[str, Any]:
        """Of slots that hold several values, those said before stay where others are added."""
        known, adds = turn.state.slots, _ALSO.search(turn.perception.text) is not None
        said = {
            slot: values
            for slot, values in said.items()
            if not (slot != turn.state.asks and isinstance(values, list) and known.get(slot))
            or not self._reader.speaks_in_passing(slot, turn.perception.text)
        }
        lists = {
            slot: [*known[slot], *(value for value in values if value not in known[slot])]
            for slot, values in said.items()
            if adds and slot != turn.state.asks and isinstance(values, list) and known.get(slot)
        }
        return {**said, **lists}

    def _next(self, turn: Turn, slots: dict[str, Any], asked: tuple[str, ...]) -> str | None:
        diagnosis = turn.desk.pack.diagnosis
        if len(asked) >= diagnosis.max_questions or ENOUGH.search(turn.perception.text):
            return None
        order = [slot for slot in diagnosis.order if slot not in asked]
        return self._rules.next_question(slots, order, turn.now.date())

    def _before_result(self, turn: Turn, slots: dict[str, Any], plan: str) -> str:
        state = turn.state
        if state.flow == FLOW and state.asked:
            return _grave(turn, slots) + turn.voice.say("result_thanks")
        if state.plan is None:
            return self._empathy(turn, slots)
        return _grave(turn, slots) + turn.voice.say("result_same" if state.plan == plan else "result_changed")

    def _empathy(self, turn: Turn, slots: dict[str, Any]) -> str:
        """Said at the first message, and later only where something grave is new: repeated, it would sound hollow.

        A pressed button told nothing to feel with.
        """
        words = turn.desk.pack.diagnosis.empathy
        if grave := _grave(turn, slots):
            return grave
        if turn.state.flow == FLOW:
            return ""
        if turn.perception.exact and not _new(turn, slots):
            return turn.voice.say("diagnosis_start")
        return words.get(turn.perception.sentiment.label, words["default"])


def _discount(turn: Turn, price: int) -> tuple[Fact, ...]:
    """What a known customer pays who has had a visit before."""
    percent = standing_percent(turn)
    if not percent:
        return ()
    source = Source("discounts.repeat", turn.desk.pack.discounts["repeat"].name)
    return (turn.voice.fact("result_discount", source, total=say_yen(quote(price, (), percent).total)),)


def _hear_more(turn: Turn) -> ReplyPlan:
    """Nothing is left to ask, and the customer is not sure: what is it about?"""
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, choices=(), asks=None),
        opening=turn.voice.say("result_more"),
        options=turn.options(("book", "human"), turn.desk.pack.links.after_result),
    )


def all_slots(known: Any, said: dict[str, Any]) -> dict[str, Any]:
    """Every slot with its value; what was not said is None."""
    return {slot: said.get(slot) for slot in known}


def _grave(turn: Turn, slots: dict[str, Any]) -> str:
    """Sympathy with what weighs most, where it is new."""
    words, new = turn.desk.pack.diagnosis.empathy, _new(turn, slots)
    grave = (slot for slot in ("health_or_safety", "sleep_lost") if new.get(slot) == "yes" and slot in words)
    return next((words[slot] for slot in grave), "")


def _new(turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
    return {slot: value for slot, value in slots.items() if turn.state.slots.get(slot) != value}
