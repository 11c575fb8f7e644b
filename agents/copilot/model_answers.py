"""Answers of the staff's questions for which a model chooses what is looked up; the words stay those of `telling`.

It is asked only where the local answer is unclear or the question asks for several things. The tools it may choose are
those of the member who asks, about the customer of the case: it names neither.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from agents.copilot.context import Assist, request_of
from agents.copilot.questions import LocalAnswers, of_company, of_customer
from agents.copilot.telling import TELLERS
from agents.llm.faults import LlmFault
from agents.llm.model import LanguageModel
from agents.llm.prompting import template
from agents.llm.tool_loop import Bounds, run_tools
from agents.llm.turn import LlmTurn
from domain.copilot.advice import Answer, Mood
from domain.text import normalize, quotable
from knowledge.pack import Pack
from knowledge.pack.copilot import Asked, QuestionWords
from store import llm_spending
from tools.declaration import Json, NoArguments
from tools.faq import SearchFaq

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

BOUNDS: Final = Bounds(steps=1, calls=5)
NOTHING_FOUND: Final = frozenset({"unclear", "refused"})


class ModelAnswers:
    """Answers by the local answers, and by what a model chooses to look up where those are not enough.

    Args:
        pack: Whose service it is.
        model: What chooses.
    """

    def __init__(self, pack: Pack, model: LanguageModel) -> None:
        self._local = LocalAnswers()
        self._model = model
        self._prompt = template("staff_question")
        self._system = self._prompt.system(service=pack.company.service)

    def answer(self, assist: Assist, mood: Mood | None) -> Answer:
        """Answers `assist.wish.question`. Whatever happens to the model, there is the local answer."""
        plain = self._local.answer(assist, mood)
        words = assist.pack.copilot.questions if assist.pack.copilot else None
        question = normalize(assist.wish.question or "")
        if words is None or not _is_open(question, plain, words):
            return plain
        account = self._model.begin(request_of(assist.case, question))
        found: list[Answer] = []
        try:
            tools = _tools(assist, mood, words, found.append)
            prompt = self._prompt.prompt(self._system, text=quotable(question))
            deadline = account.deadline.within(self._model.terms.tools)
            run_tools(self._model.client, prompt, tools, account, deadline, BOUNDS, lambda step: True)
        except LlmFault:
            return plain
        finally:
            _book(assist, account)
        return _joined(plain, found)


def _is_open(question: str, plain: Answer, words: QuestionWords) -> bool:
    """Whether the question was not made out, or asks for more than one thing."""
    asked = [name for name, patterns in words.asked.items() if any(re.search(p, question) for p in patterns)]
    return plain.kind == "unclear" or len(asked) > 1


def _tools(assist: Assist, mood: Mood | None, words: QuestionWords, keep: Callable[[Answer], None]) -> list["BaseTool"]:
    """What may be looked up: each tool keeps its answer and tells the model no more than whether there is one."""
    from langchain_core.tools import StructuredTool

    def kept(answer: Answer) -> Json:
        keep(answer)
        return {"found": answer.kind not in NOTHING_FOUND}

    def look_up(asked: Asked) -> Callable[[], Json]:
        return lambda: kept(of_customer(assist, asked, words))

    def search(question: str, limit: int) -> Json:
        return kept(of_company(assist, normalize(question), mood, words))

    reads = {"access": "read"}
    own = [
        StructuredTool(
            name=f"tell_{asked}", description=teller.__doc__ or asked, args_schema=NoArguments,
            func=look_up(asked), metadata=reads,
        )
        for asked, teller in TELLERS.items()
    ]  # fmt: skip
    described = "Finds the company's own answer to a question about the service, prices or rules."
    faq = StructuredTool(name="search_faq", description=described, args_schema=SearchFaq, func=search, metadata=reads)
    return [*own, faq]


def _joined(plain: Answer, found: Sequence[Answer]) -> Answer:
    """Everything that was found, each once and what was found without the model first."""
    answers = {answer.text: answer for answer in (plain, *found) if answer.kind not in NOTHING_FOUND}
    if not answers:
        return plain
    told = list(answers.values())
    grounds = tuple(dict.fromkeys(ground for answer in told for ground in answer.grounds))
    reply = next((answer.reply for answer in told if answer.reply), None) if len(told) == 1 else None
    return Answer(told[0].kind, "\n\n".join(answers), grounds, reply)


def _book(assist: Assist, account: LlmTurn) -> None:
    """What the staff's questions cost counts for the day's budget, too."""
    if not account.asked or not account.spending.spent.calls:
        return
    with assist.desk.tools.database.write() as session:
        llm_spending.book(session, None, assist.case.now.date(), account.spending.spent)
