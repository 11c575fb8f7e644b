"""The configured model, and on what terms it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.llm.deadlines import Deadline
from agents.llm.spending import Prices, Spending
from agents.llm.turn import LlmTurn
from domain.llm_spending import Limit
from domain.records import Records
from domain.turn import TurnRequest
from services.settings import Settings

if TYPE_CHECKING:
    from agents.llm.client import LlmClient
    from agents.llm.wire import Endpoint


@dataclass(frozen=True)
class LlmTerms:
    """How long is waited for the model and what it may cost.

    Attributes:
        understanding: Seconds until a message is understood without it.
        first_sentence: Seconds until a reply goes out without it.
        tools: Seconds until an open request is answered without it.
        turn: Seconds of a whole turn.
        prices: Of the endpoint.
        per_turn: The most one turn may cost.
        per_conversation: The most one conversation may cost.
        per_day: The most all conversations of a day may cost.
    """

    understanding: float = 3.0
    first_sentence: float = 2.5
    tools: float = 6.0
    turn: float = 12.0
    prices: Prices = Prices()
    per_turn: Limit = Limit()
    per_conversation: Limit = Limit()
    per_day: Limit = Limit()


@dataclass(frozen=True)
class LanguageModel:
    """What asks the model, for whoever needs it."""

    client: "LlmClient"
    terms: LlmTerms
    records: Records

    def begin(self, request: TurnRequest) -> LlmTurn:
        """A turn's account. Nothing is looked up until the model is asked."""
        return LlmTurn(Deadline(self.terms.turn), lambda: self._names(request), lambda: self._spending(request))

    def _names(self, request: TurnRequest) -> Iterable[str]:
        contact = request.state.get("draft", {}).get("contact", {})
        said = [value for value in contact.values() if isinstance(value, str)]
        customer = self.records.customer(request.customer_id) if request.customer_id else None
        if customer is None:
            return said
        known = (customer.name, customer.address, customer.phone, customer.email, *customer.name.split())
        return [*said, *(value for value in known if value)]

    def _spending(self, request: TurnRequest) -> Spending:
        terms = self.terms
        here, today = self.records.llm_spent(request.conversation_id, request.now.date())
        left = terms.per_conversation.less(here).within(terms.per_day.less(today)).within(terms.per_turn)
        return Spending(terms.prices, left)


def build_model(settings: Settings, records: Records) -> LanguageModel | None:
    """The configured model; None where none is configured, and nothing of it is loaded."""
    if settings.llm_model is None:
        return None
    from agents.llm.client import LlmClient

    client = LlmClient(endpoint_of(settings, settings.llm_model))
    client.prepare()
    return LanguageModel(client, terms_of(settings), records)


def endpoint_of(settings: Settings, model: str) -> "Endpoint":
    """Where a model is served. Servers of one's own mostly want no key, but the protocol wants one to be sent."""
    from agents.llm.wire import Endpoint

    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else "none"
    return Endpoint(settings.llm_base_url, key, model, settings.llm_temperature)


def terms_of(settings: Settings) -> LlmTerms:
    """The terms that were set."""
    return LlmTerms(
        understanding=settings.llm_understanding_seconds,
        first_sentence=settings.llm_first_sentence_seconds,
        tools=settings.llm_tools_seconds,
        turn=settings.llm_turn_seconds,
        prices=Prices(settings.llm_yen_read, settings.llm_yen_written),
        per_turn=Limit(tokens=settings.llm_turn_tokens),
        per_conversation=Limit(settings.llm_conversation_tokens, settings.llm_conversation_yen),
        per_day=Limit(settings.llm_day_tokens, settings.llm_day_yen),
    )
