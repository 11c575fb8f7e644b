"""A reply worded by the model: sentence by sentence, each given out only once it is known to be harmless."""

from typing import Final

from agents.context import Turn
from agents.hearing import PERSONAL
from agents.llm.deadlines import Deadline
from agents.llm.faults import LlmFault
from agents.llm.model import LanguageModel
from agents.llm.prompting import Prompt, template
from agents.llm.turn import LlmTurn
from agents.llm.worded import Wording
from domain.contact import read_contact
from domain.plan import ReplyPlan
from domain.text import clauses
from domain.turn import Tell
from domain.verification import Heard, Release, Verification
from knowledge.company_words import company_words
from knowledge.pack import Pack
from knowledge.pack.language_model import Wording as Terms

LONGEST_TEXT: Final = 500
"""Characters of a message that are shown to the model."""

MOST: Final = 300
"""Tokens of what stands between facts, placeholders included."""


class Wordsmith:
    """Words replies.

    Args:
        pack: Whose manner and examples are shown, and whose names only facts may say.
        terms: Which replies are worded.
        model: What is asked.
    """

    def __init__(self, pack: Pack, terms: Terms, model: LanguageModel) -> None:
        self._terms = terms
        self._model = model
        self._company = company_words(pack)
        self._prompt = template("word")
        self._system = system_of(pack, terms)

    def is_worth(self, plan: ReplyPlan, turn: Turn) -> bool:
        """Whether a reply gains by the model's words: never danger, never what has to be said as it stands.

        A plan that does or offers something is worded by its templates: a customer must be able to rely on each word of
        what is booked, moved or cancelled, and of how a person is called.
        """
        perception, when = turn.perception, self._terms.routes.get(plan.route)
        binding = plan.effects or plan.handover or plan.booking or plan.type == "escalation"
        settled = perception.exact or perception.danger is not None or turn.state.asks in PERSONAL
        if when is None or binding or settled:
            return False
        if not (plan.facts or plan.asks) or len(clauses(plan.template)) > self._terms.longest:
            return False
        return when == "always" or perception.sentiment.label != "neutral" or perception.side_topic is not None

    def word(self, plan: ReplyPlan, turn: Turn, llm: LlmTurn, tell: Tell | None = None) -> Wording:
        """Words a reply; whatever happens, it is one.

        Args:
            plan: What the skill decided.
            turn: What it was decided for.
            llm: On whose account it goes.
            tell: Is given sentences that may go out already.
        """
        release = Release(plan, self._company, self._heard(turn))
        deadline = llm.deadline.within(self._model.terms.first_sentence)
        fault = self._write(self._asked(plan, turn), release, llm, deadline, tell or _nobody)
        rest, reply = release.finish(whole=fault is None)
        if rest and tell is not None:
            tell(rest)
        return _outcome(reply, fault)

    def _write(self, prompt: Prompt, release: Release, llm: LlmTurn, deadline: Deadline, tell: Tell) -> LlmFault | None:
        try:
            for text in self._model.client.stream(prompt, llm, deadline):
                new = release.feed(text)
                if new:
                    tell(new)
                    deadline.move_to(llm.deadline)
                if release.unfit is not None:
                    return None
        except LlmFault as fault:
            return fault
        return None

    def _asked(self, plan: ReplyPlan, turn: Turn) -> Prompt:
        state = turn.state
        said = read_contact(turn.perception.text, state.asks if state.flow == "booking" else None).rest
        return self._prompt.prompt(
            self._system,
            MOST,
            text=said[:LONGEST_TEXT].replace("\n", " "),
            facts=[fact.text.replace("\n", " ") for fact in plan.facts],
            question=plan.closing.replace("\n", " "),
        )

    def _heard(self, turn: Turn) -> Heard:
        customer = turn.customer()
        return Heard(turn.perception.text, (customer.name,) if customer else ())


def system_of(pack: Pack, terms: Terms) -> str:
    """What the model is told of a house; the same for every reply."""
    return template("word").system(
        service=pack.company.service,
        assistant=pack.company.assistant,
        manner=terms.manner,
        examples=[example.model_dump() for example in terms.examples],
    )


def _nobody(_: str) -> None:
    """Nobody reads along."""


def _outcome(reply: Verification, fault: LlmFault | None) -> Wording:
    dropped = tuple(sorted(sentence.reason for sentence in reply.dropped))
    return Wording(
        text=reply.text,
        brain="llm" if reply.kept else "local",
        fell_back=reply.fallback is not None and fault is None,
        dropped=dropped,
        why=fault.kind if fault else reply.fallback,
        asked=True,
    )
