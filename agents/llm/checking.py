"""Tries an endpoint: what it can do, how fast, and what it will therefore be used for."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal

from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from agents.llm.breaker import Breaker
from agents.llm.client import LlmClient
from agents.llm.deadlines import Deadline
from agents.llm.dialect import MODES, Dialect, StructuredMode
from agents.llm.faults import FaultKind, LlmFault
from agents.llm.model import LlmTerms
from agents.llm.prompting import template
from agents.llm.reading import fault_of
from agents.llm.turn import LlmTurn
from agents.llm.understanding import Heard, system_of
from agents.llm.wire import Endpoint
from agents.llm.wording import system_of as wording_system_of
from domain.dialogue import DialogueState
from domain.plan import Fact, ReplyPlan
from domain.verification import Heard as Said
from domain.verification import Release
from knowledge.company_words import company_words
from knowledge.pack import Pack

Step = Literal["answer", "json_schema", "json_object", "text", "stream", "tools"]

MESSAGE: Final = "上の階の足音で眠れません"
FACTS: Final = ("測定には担当者が伺います。", "結果はレポートでお渡しします。")

_MENDS: Final[dict[FaultKind, str]] = {
    "connect": "Nothing answers there. Start the server, or correct ZENBU_LLM_BASE_URL (it mostly ends with /v1).",
    "timeout": "It did not answer in time. Is a smaller model served, or is the machine busy? See --patience.",
    "status_401": "The key is refused. Correct ZENBU_LLM_API_KEY.",
    "status_404": "There is no such model or path. Correct ZENBU_LLM_MODEL or ZENBU_LLM_BASE_URL.",
    "status_429": "Too much was asked for, or the account is empty. Try again later.",
    "status_5xx": "The endpoint itself is out of order. Look at its log.",
    "status_400": "It refuses the request. Look at its log; its context may be too small (4,000 tokens are needed).",
}


_POOR: Final[dict[FaultKind, str]] = {
    "endless": "it does not come to an end by itself",
    "empty": "it says nothing",
    "refusal": "it refuses to greet",
}
"""What is no reason to try nothing else."""


@dataclass(frozen=True)
class Tried:
    """One thing that was tried.

    Attributes:
        step: What.
        works: Whether it can be relied on.
        seconds: How long it took; of a stream, until its first sentence could be shown.
        detail: What was seen.
        fault: What went wrong, if something did.
    """

    step: Step
    works: bool
    seconds: float
    detail: str
    fault: FaultKind | None = None

    @property
    def mend(self) -> str | None:
        """What may help."""
        return _MENDS.get(self.fault) if self.fault else None


@dataclass(frozen=True)
class Use:
    """One step of a turn, and whether the endpoint will take it."""

    name: str
    used: bool
    how: str


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="What to look up, in Japanese.")


class Check:
    """Tries one endpoint step by step.

    Args:
        endpoint: Where the model is served.
        pack: Whose prompts are sent, so that times are those of real turns.
        terms: What it must keep to in a turn.
        patience: Seconds each step may take here.
    """

    def __init__(self, endpoint: Endpoint, pack: Pack, terms: LlmTerms, patience: float) -> None:
        self._client = LlmClient(endpoint)
        self._pack = pack
        self._terms = terms
        self._patience = patience
        self._turn = LlmTurn(Deadline(patience * 10))

    def run(self) -> Iterator[Tried]:
        """Tries everything, and tells of each as soon as it is known. Where nothing answers, nothing more is tried."""
        self._client.prepare()
        try:
            first = self._try("answer", self._answer)
            yield replace(first, detail=first.detail + self._served()) if first.fault == "status_404" else first
            if not first.works:
                return
            for mode in MODES:
                yield self._try(mode, partial(self._structured, mode))
            yield self._try("stream", self._stream)
            yield self._try("tools", self._tools)
        finally:
            self._client.close()

    def uses(self, tried: list[Tried]) -> list[Use]:
        """What follows for turns: what does not work, or not in time, is the local brain's."""
        by_step = {entry.step: entry for entry in tried}
        terms, part = self._terms, self._pack.language_model
        if part is None:
            why = "the pack has no language_model part: add language_model.yaml"
            return [Use("understanding", False, why), Use("wording", False, why)]
        mode = next((by_step[mode] for mode in MODES if mode in by_step and by_step[mode].works), None)
        return [
            _use("understanding", mode, terms.understanding, "ZENBU_LLM_UNDERSTANDING_SECONDS"),
            _use("wording", by_step.get("stream"), terms.first_sentence, "ZENBU_LLM_FIRST_SENTENCE_SECONDS"),
            _use("open requests", by_step.get("tools"), terms.tools, "ZENBU_LLM_TOOLS_SECONDS"),
        ]

    def _try(self, step: Step, ask: Callable[[], tuple[float, str]]) -> Tried:
        self._client.breaker = Breaker()  # each step is tried, whatever came of the one before
        started = time.perf_counter()
        try:
            seconds, detail = ask()
        except LlmFault as fault:
            return Tried(step, False, time.perf_counter() - started, str(fault), fault.kind)
        return Tried(step, True, seconds, detail)

    def _served(self) -> str:
        """The models the endpoint has, where it tells."""
        try:
            names = self._client.wire.models(self._deadline())
        except Exception as error:  # told as what it means, like every foreign error
            return f"; it does not tell what it serves ({fault_of(error).kind})"
        return f"; it serves: {', '.join(names[:10]) or 'nothing'}"

    def _deadline(self) -> Deadline:
        return Deadline(self._patience)

    def _answer(self) -> tuple[float, str]:
        started = time.perf_counter()
        messages = [SystemMessage("一言で答えます。"), HumanMessage("こんにちは")]
        try:
            said = self._client.with_tools(messages, [], self._turn, self._deadline(), purpose="check", most=40)
        except LlmFault as fault:
            if fault.kind not in _POOR:
                raise
            return time.perf_counter() - started, f"it answers, but poorly: {_POOR[fault.kind]}"
        return time.perf_counter() - started, f"{len(said.text)} characters"

    def _structured(self, mode: StructuredMode) -> tuple[float, str]:
        part = self._pack.language_model
        system = system_of(self._pack, part.understanding.examples if part else ())
        user: dict[str, Any] = {"asked": "", "flow": "", "topics": [], "guess": "trouble 60% question 30%"}
        prompt = template("understand").prompt(system, 300, text=MESSAGE, **user)
        wire = self._client.wire
        wire.dialect = Dialect(structured=mode)
        started = time.perf_counter()
        heard = self._client.structured(prompt, Heard, self._turn, self._deadline())
        if wire.dialect.structured != mode:
            raise LlmFault("status_400", "the endpoint does not know this mode")
        return time.perf_counter() - started, f"understood as {heard.intent}, {heard.feeling} at {heard.at}"

    def _stream(self) -> tuple[float, str]:
        part = self._pack.language_model
        system = wording_system_of(self._pack, part.wording) if part else "丁寧に返信します。"
        prompt = template("word").prompt(system, 300, text=MESSAGE, facts=FACTS, question="")
        plan = ReplyPlan("faq", "faq", 1.0, DialogueState(), facts=tuple(map(Fact, FACTS)))
        release = Release(plan, company_words(self._pack), Said(MESSAGE))
        started, first = time.perf_counter(), None
        for text in self._client.stream(prompt, self._turn, self._deadline()):
            if release.feed(text) and first is None:
                first = time.perf_counter() - started
        _, reply = release.finish()
        whole = time.perf_counter() - started
        counted = "" if self._turn.spending.calls[-1].estimated else ", tokens are counted"
        detail = f"{len(reply.kept)} sentences kept, {len(reply.dropped)} dropped, all in {whole:.1f} s{counted}"
        if reply.fallback is not None:
            detail += f"; what it wrote could not be used ({reply.fallback})"
        return first or whole, detail

    def _tools(self) -> tuple[float, str]:
        tool = StructuredTool(
            name="search_faq",
            description="Looks up what the company tells customers.",
            args_schema=_Question,
            func=lambda question: question,
        )
        messages: list[Any] = [
            SystemMessage("お客さまの質問に答えるため、必ず search_faq を呼びます。"),
            HumanMessage("料金はいくらですか。"),
        ]
        started = time.perf_counter()
        called = self._client.with_tools(messages, [tool], self._turn, self._deadline())
        if not called.tool_calls:
            raise LlmFault("none", "it answered without calling the tool")
        call = called.tool_calls[0]
        result = ToolMessage("料金の案内が見つかりました。", tool_call_id=str(call["id"]))
        self._client.with_tools([*messages, called, result], [tool], self._turn, self._deadline())
        return time.perf_counter() - started, f"called with {sorted(call['args'])}, and went on from the result"


def _use(name: str, tried: Tried | None, within: float, setting: str) -> Use:
    if tried is None or not tried.works:
        return Use(name, False, f"the local brain does it: {tried.detail if tried else 'nothing of it works'}")
    if tried.seconds > within:
        return Use(
            name,
            False,
            f"the local brain does it: {tried.seconds:.1f} s are more than {within:g} s. Serve a faster model, or "
            f"allow more: {setting}={tried.seconds * 1.5:.0f}",
        )
    mode = f" by {tried.step}" if tried.step in MODES else ""
    return Use(name, True, f"asked{mode}: {tried.seconds:.1f} s of {within:g} s")
