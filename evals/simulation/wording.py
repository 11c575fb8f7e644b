"""Puts dialogue acts into a customer's words."""

import random
from datetime import date, datetime
from typing import Final

from evals.simulation.acts import Act, Heard, Utterance
from evals.simulation.banks import Banks
from evals.simulation.brief import Persona
from evals.simulation.facts import Facts
from evals.simulation.typing_errors import TypingErrors
from evals.simulation.when_words import say_span, say_start, say_wish

VERBATIM: Final = ("name", "address", "phone", "email", "area", "visit", "contact")
"""Facts that are said as the goal holds them."""

STOPS: Final = ("。", "？", "！", "…")


class Wording:
    """One customer's way of putting things.

    Args:
        persona: Who speaks.
        banks: The words there are.
        typing: The errors of their keyboard.
        today: The day of the conversation.
        rng: Chooses among words.
    """

    def __init__(self, persona: Persona, banks: Banks, typing: TypingErrors, today: date, rng: random.Random) -> None:
        self._persona = persona
        self._banks = banks
        self._page = banks.page
        self._typing = typing
        self._today = today
        self._rng = rng
        self._used: set[str] = set()

    def utter(
        self, acts: list[Act], heard: Heard | None, facts: Facts, code: str | None, *, annoyed: bool
    ) -> Utterance:
        """One message that means these acts.

        Args:
            acts: What is meant.
            heard: The reply before; its buttons may be pressed.
            facts: For what an opening tells of itself.
            code: The code that was mailed, where one was.
            annoyed: Whether displeasure shows.
        """
        pressed = self._button(acts, heard) if heard is not None else None
        if pressed is not None:
            return Utterance(pressed, tuple(acts), keys=(pressed,))
        parts, keys = [], []
        for act in acts:
            text, key = self._say(act, facts, code)
            parts.append(text)
            keys += key
        text = self._joined(parts)
        if annoyed and acts[0].kind in ("inform", "rephrase", "request"):
            text = self._pick("annoyed") + text
        elif self._hesitates(acts[0]):
            text = self._pick("filler") + text
        return Utterance(self._typing.make(text, keys, self._rng), tuple(acts), keys=tuple(keys))

    def _hesitates(self, act: Act) -> bool:
        """Whether a word stands in front: in front of what has to be thought about, not of one's own name."""
        weighs = act.kind == "choose" or (act.kind == "inform" and act.about not in (*VERBATIM, "code"))
        return weighs and self._persona.verbosity == "chatty" and self._rng.random() < 0.4

    def _button(self, acts: list[Act], heard: Heard) -> str | None:
        """The button that means just this, if the customer is one to press buttons."""
        if len(acts) != 1 or self._rng.random() >= self._persona.presses:
            return None
        (act,) = acts
        if act.kind == "choose" and len(heard.options) >= len(heard.candidates):
            place = [datetime.fromisoformat(start) for start in heard.candidates].index(act.value)
            return list(heard.options.values())[place]
        label = self._page.confirms.get(act.about) if act.kind == "affirm" else None
        label = self._page.plan_buttons[act.value] if act.kind == "inform" and act.about == "plan" else label
        label = act.value if act.kind == "inform" and act.about == "area" else label
        return heard.options.get(label) if label else None

    def _say(self, act: Act, facts: Facts, code: str | None) -> tuple[str, list[str]]:
        """The words of one act, and what in them must not be mistyped."""
        match act.kind:
            case "inform" | "correct" | "change_mind":
                return self._tell(act, code)
            case "choose":
                return self._choose(act.value)
            case "open" | "rephrase":
                return self._open(act, facts)
            case "request":
                return self._pick(f"request.{act.about}"), []
            case "press":
                return act.value, [act.value]
            case "unknown":
                return self._pick(f"unknown.{act.about}" if self._banks.has(f"unknown.{act.about}") else "unknown"), []
            case "affirm" | "decline" | "demand" | "give_up":
                specific = f"{act.kind}.{act.about}"
                return self._pick(specific if self._banks.has(specific) else act.kind), []
            case _:
                return self._pick(act.kind), []

    def _tell(self, act: Act, code: str | None) -> tuple[str, list[str]]:
        value = act.value
        if act.about == "code":
            digits = code or ""
            return self._fill("inform.code", code=digits), [digits]
        if act.about == "wish":
            said = value.said if value.said and act.kind == "inform" and value.said not in self._used else None
            wish = said or say_wish(value, self._today, self._rng)
            self._used.add(wish)
            return self._fill(f"{act.kind}.wish", wish=wish), [wish]
        if act.about == "since":
            span = say_span(value, self._rng)
            return self._fill("inform.since", span=span), [span]
        if act.about == "negotiation_attempts":
            return self._pick(f"inform.negotiation_attempts.{min(value, 4)}"), []
        if act.about in VERBATIM:
            return self._fill(f"{act.kind}.{act.about}", value=value), [value]
        if act.kind != "inform":
            word = self._page.plans.get(value) or self._pick(f"word.{act.about}.{value}")
            return self._fill(f"{act.kind}.{act.about}", value=word), [word]
        values = value if isinstance(value, list | tuple) else [value]
        said = [self._pick(f"inform.{act.about}.{one}") for one in values]
        return "、".join(said), self._words_for(act)

    def _words_for(self, act: Act) -> list[str]:
        """The name of a plan stays readable whatever the keyboard does."""
        return [self._page.plans[act.value]] if act.about == "plan" else []

    def _choose(self, start: datetime) -> tuple[str, list[str]]:
        said = say_start(start, self._rng)
        return self._fill("choose", when=said), [said]

    def _open(self, act: Act, facts: Facts) -> tuple[str, list[str]]:
        kind = "open" if act.kind == "open" or not self._banks.has(f"rephrase.{act.about}") else "rephrase"
        line = self._pick(f"{kind}.{act.about}")
        fills: dict[str, str] = {}
        if "{plan}" in line:
            assert facts.plan is not None, "a goal without a plan says nothing of one"
            fills["plan"] = self._page.plans[facts.plan]
        if "{wish}" in line:
            fills["wish"] = facts.when.said or say_wish(facts.when, self._today, self._rng)
        if "{noise}" in line:
            fills["noise"] = self._noise(facts)
        if "{booking}" in line:
            fills["booking"] = facts.booking or "予約"
        return line.format(**fills), list(fills.values())

    def _noise(self, facts: Facts) -> str:
        slots = facts.slots
        source = self._pick(f"word.source.{slots['source']}") if slots.get("source") else "近所"
        kind = slots.get("noise_type") or "other"
        return f"{source}の{self._pick(f'word.noise_type.{kind}')}"

    def _fill(self, meaning: str, **values: str) -> str:
        return self._pick(meaning).format(**values)

    def _pick(self, meaning: str) -> str:
        line = self._banks.pick(meaning, self._persona.voice, self._rng, frozenset(self._used))
        self._used.add(line)
        return line

    def _joined(self, parts: list[str]) -> str:
        """Several acts in one message: in one breath, or sentence by sentence."""
        if self._persona.verbosity == "terse":
            return " ".join(part.rstrip("。") for part in parts)
        *before, last = parts
        return "".join(part if part.endswith(STOPS) else f"{part}。" for part in before) + last
