"""A simulated customer: says what the agenda holds, answers what is asked, and takes note of how they are treated."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from domain.labels import Trigger
from evals.simulation.acts import Act, Ending, EndReason, Heard, Utterance, hear
from evals.simulation.agenda import Agenda
from evals.simulation.answering import answer
from evals.simulation.banks import Banks
from evals.simulation.brief import Brief, Demand, Wants
from evals.simulation.facts import Facts
from evals.simulation.mood import Mood
from evals.simulation.self_check import fault_of
from evals.simulation.typing_errors import READ_KANA, TypingErrors, kana_reader
from evals.simulation.wording import Wording

MOST_TURNS: Final = 24
"""After so many messages a conversation has failed, whatever comes next."""

ASIDE_AT: Final = frozenset(
    {"wish", "candidate", "payment", "name", "since", "frequency", "wants", "sleep_lost", "negotiation_attempts"}
)
"""Questions in front of which something else comes to mind."""

TRIES: Final = 2
"""So often a wish is put in other words before it is let go."""

SEES_BUTTON: Final = 0.6
"""How often such a button is taken, even by somebody who rather writes."""


class SimulatedCustomer:
    """One customer in one conversation. The same seed and case give the same customer, word for word.

    Args:
        brief: Who they are and what they came for.
        now: When the conversation begins.
        seed: Of the run.
        case_id: Of the case; each has a chance of its own.
        banks: The words there are.

    Attributes:
        ending: How it ended; None while it goes on.
        dues: From which of the customer's messages on (0 is the first) a person was due, and why.
        allows_handover: Whether displeasure has shown, so that a person called now is not called too soon.
    """

    def __init__(self, brief: Brief, *, now: datetime, seed: int, case_id: str, banks: Banks) -> None:
        rng = random.Random(f"{seed}:{case_id}")
        self._brief, self._rng, self._banks = brief, rng, banks
        persona = brief.persona
        to_kana = kana_reader() if READ_KANA in persona.typing else str
        typing = TypingErrors(persona.typing, banks.slips, to_kana)
        self._wording = Wording(persona, banks, typing, now.date(), rng)
        self._facts = Facts.of(brief.goal)
        self._mood = Mood(persona.patience, persona.mood)
        self._agenda = Agenda(_opening(brief))
        self._changes = list(brief.goal.changes)
        self._asides = list(brief.goal.asides)
        self._pending: list[str] = list(brief.goal.topics)
        self._aside: str | None = None
        self._tries = 0
        self._asked: str | None = None
        self._answered: str | None = None
        self._turn = 0
        self._closing: Ending | None = None
        self._wants: Wants = brief.goal.wants
        self.ending: Ending | None = None
        self.dues: list[tuple[int, Trigger]] = []
        self.allows_handover = False

    def speak(self, reply: Mapping[str, Any] | None, code: str | None = None) -> Utterance | None:
        """The next message; None where the conversation is over.

        Args:
            reply: The reply to the message before (the chat API's Reply); None at the beginning.
            code: The code that was mailed last in this conversation.
        """
        if self.ending is None and self._closing is not None:
            self.ending = self._closing
        if self.ending is not None:
            return None
        heard = hear(reply, self._banks.page) if reply is not None else None
        acts = self._respond(heard) if heard is not None else self._begin()
        if not acts:
            self.ending = self.ending or self._closing
            return None
        if self._turn >= MOST_TURNS:
            self.ending = Ending("stuck", f"{MOST_TURNS} messages and no end")
            return None
        return self._say(acts, heard, code)

    def _begin(self) -> list[Act]:
        first = self._agenda.pop()
        return [first] if first else []

    def _say(self, acts: list[Act], heard: Heard | None, code: str | None) -> Utterance | None:
        annoyed = self._mood.shows and not self._mood.is_aloud
        said = self._wording.utter(acts, heard, self._facts, code, annoyed=annoyed)
        fault = fault_of(said, heard.asks if heard else None, self._facts)
        if fault is not None:
            self.ending = Ending("simulator_fault", fault)
            return None
        due = _due(acts)
        if due is not None:
            self.dues.append((self._turn, due))
        self.allows_handover = self.allows_handover or due is not None or annoyed
        self._turn += 1
        return Utterance(said.text, said.acts, due, said.keys)

    def _close(self, reason: EndReason, why: str) -> list[Act]:
        """The end, with a word of thanks where somebody is one to say it and got what they came for."""
        self._closing = Ending(reason, why)
        polite = self._brief.persona.voice in ("polite", "elderly") or self._brief.persona.verbosity == "chatty"
        return [Act("thank")] if reason == "goal_reached" and polite and self._rng.random() < 0.6 else []

    def _respond(self, heard: Heard) -> list[Act]:
        if heard.handed_over:
            return self._taken_over(heard)
        reached = self._reached(heard)
        if reached is not None:
            return self._close("goal_reached", reached)
        self._take_note(heard)
        if heard.recommended and self._wants == "diagnose":
            return self._take_result(heard)
        correction = self._agenda.pop_first(lambda act: act.kind == "correct")
        if correction is not None:
            return [correction]
        upset = self._speak_up()
        if upset is not None:
            return [upset]
        return self._go_on(heard)

    def _taken_over(self, heard: Heard) -> list[Act]:
        """A person was called: the right end for some, the wrong one for others."""
        goal = self._brief.goal
        right = goal.wants == "person" or not goal.solvable
        self._closing = Ending("goal_reached" if right else "handed_over", "a person was called")
        contact = goal.contact.phone or goal.contact.email
        return [Act("inform", "contact", contact)] if heard.asks == "contact" and contact else []

    def _reached(self, heard: Heard) -> str | None:
        """What was had, where that is what the customer came for."""
        status = heard.card.get("status")
        match self._wants:
            case "book" if status == "booked" and heard.card.get("booking_id"):
                return "booked"
            case "change" if status == "rescheduled":
                return "moved"
            case "cancel" if status == "cancelled":
                return "cancelled"
            case "check" if status == "booked" or any(topic.startswith("bk") for topic in heard.topics):
                return "told"
            case "learn":
                self._pending = [topic for topic in self._pending if topic not in heard.topics]
                return None if self._pending else "answered"
        return None

    def _take_note(self, heard: Heard) -> None:
        """Whether the last message led anywhere."""
        if self._aside is not None:
            answered = self._aside in heard.topics
            self._aside = None
            self._mood.relieve() if answered else self._mood.stall()
        elif self._got_on(heard):
            self._mood.relieve()
            self._tries = 0
        else:
            self._mood.stall()
        self._asked = heard.asks

    def _got_on(self, heard: Heard) -> bool:
        if self._wants == "learn":
            return not self._pending or bool(set(self._brief.goal.topics) & heard.topics)
        return heard.recommended is not None or (heard.asks is not None and heard.asks != self._asked)

    def _speak_up(self) -> Act | None:
        """What is said once patience is at its end: first a reproach, then a person is asked for, then it is over."""
        if not self._mood.is_aloud:
            return None
        said = [trigger for _, trigger in self.dues]
        if not said:
            return Act("complain")
        if "human_request" not in said:
            return Act("ask_person")
        self._closing = Ending("gave_up", "nobody came, asked for aloud")
        return Act("give_up")

    def _go_on(self, heard: Heard) -> list[Act]:
        asks = heard.asks
        if asks is not None and asks != "topic":
            between = self._comes_to_mind(asks)
            if between is not None:
                return [between]
            acts = answer(
                asks, heard, self._facts, self._brief, self._banks.page, self._rng, again=asks == self._answered
            )
            for act in acts:
                if act.wrong:
                    self._agenda.push(Act("correct", act.about, self._facts.value(act.about)))
                if act.kind in ("give_up", "decline"):
                    reason: EndReason = "goal_reached" if act.about == "fee" else "gave_up"
                    self._closing = Ending(reason, f"{act.about} did not suit")
            self._answered = asks
            return acts
        self._answered = None
        return self._try_again(heard)

    def _comes_to_mind(self, asks: str) -> Act | None:
        """A change of mind, or a question aside, in place of an answer."""
        change = next((change for change in self._changes if change.at == asks), None)
        if change is not None:
            self._changes.remove(change)
            self._facts = self._facts.with_fact(change.fact, change.to)
            about = "wish" if change.fact == "when" else change.fact
            return Act("change_mind", about, self._facts.value(about))
        if self._asides and asks in ASIDE_AT and self._rng.random() < 0.7:
            self._aside = self._asides.pop(0)
            return Act("request", self._aside)
        return None

    def _try_again(self, heard: Heard) -> list[Act]:
        """Nothing certain was asked: a button that leads on, the next question, or the wish in other words."""
        topic = self._pending[0] if self._pending else None
        if topic is not None:
            offered = heard.options.get(self._title(topic) or "")
            return [Act("press", topic, offered) if offered else Act("request", topic)]
        way = heard.options.get(self._banks.page.ways.get(self._wants, ""))
        if way is not None and self._rng.random() < SEES_BUTTON:
            return [Act("press", self._wants, way)]
        self._tries += 1
        if self._tries > TRIES:
            self._closing = Ending("gave_up", "not understood")
            return [Act("give_up")]
        return [Act("rephrase", self._wants)]

    def _title(self, topic: str) -> str | None:
        known = self._banks.has(f"title.{topic}")
        return self._banks.pick(f"title.{topic}", "plain", random.Random(0)) if known else None

    def _take_result(self, heard: Heard) -> list[Act]:
        """The recommendation: the end, or the beginning of a booking."""
        goal = self._brief.goal
        if goal.recommended is not None and heard.recommended != goal.recommended:
            return self._close("stuck", f"recommended {heard.recommended}, not {goal.recommended}")
        if not goal.then_book:
            return self._close("goal_reached", "recommended")
        self._wants = "book"
        self._facts = self._facts.with_fact("plan", str(heard.recommended))
        return [Act("open", "go_on")]


def _opening(brief: Brief) -> list[Act]:
    goal = brief.goal
    match goal.wants:
        case "learn":
            return [Act("request", goal.topics[0])]
        case "person":
            return [Act("demand", goal.demand or "human_request")]
    return [Act("open", goal.wants)]


def _due(acts: list[Act]) -> Trigger | None:
    """Why a person is due because of what was just said."""
    for act in acts:
        match act.kind:
            case "complain":
                return "impatience"
            case "ask_person":
                return "human_request"
            case "demand":
                return cast(Demand, act.about)
    return None
