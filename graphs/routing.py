"""Which skill has the word: pure functions of what was understood and where the conversation stands."""

from typing import Final, Literal

from agents.asking import asks, is_unsure
from agents.diagnosis import ENOUGH, asks_for_diagnosis, tells_of_noise
from agents.handover import CONTACT
from agents.hearing import NO_WORDS, STOP, VisitWords, wants_visit
from agents.small_talk import defers
from agents.vague import says_nothing
from agents.waiting import leaves, wishes_call
from agents.weighing import weighs_plans
from domain.agreement import answers_barely
from domain.attempts import speaks_of_talks
from domain.dialogue import DialogueState
from domain.handover import HandoverThresholds, handover_due
from domain.labels import Intent, Trigger
from domain.perception import Perception
from domain.recalling import asks_what_was_agreed
from domain.turn import OpenTicket

Route = Literal[
    "stay_silent",
    "refuse",
    "take_contact",
    "leave_queue",
    "call_back",
    "recall_agreed",
    "hand_over",
    "answer_faq",
    "ask_back",
    "ask_again",
    "decline",
    "chat",
    "diagnose",
    "recommend_plan",
    "book",
    "serve_account",
]

ACCOUNT_INTENTS: Final = frozenset({"change_booking", "cancel_booking", "my_booking"})


TIMES_OF_NOISE: Final = frozenset({"time_of_day", "frequency", "since"})
"""Where these are asked for, 「土曜の昼間」 is when it is noisy and no wish for a visit."""

VISIT_FLOWS: Final = frozenset({"booking", "change", "cancel"})

STATED: Final = frozenset({"area", "payment", "candidate", "visit"})
"""What is asked for in a booking and answered by a bare name or number: 「横浜です」 is no question about the area."""


def route_after_perceive(
    perception: Perception,
    state: DialogueState,
    ticket: OpenTicket | None,
    thresholds: HandoverThresholds,
    *,
    people_only: bool = False,
    visit: VisitWords = NO_WORDS,
    known: bool = False,
) -> Route:
    """Safety first, then whoever owns the conversation, then guard, handover, and what the customer wants.

    Where people alone answer, everything that is no contact to be reached by goes to them.
    """
    if perception.danger is not None:
        return "hand_over"
    if ticket is not None and ticket.claimed:
        return "stay_silent"
    if perception.injection:
        return "refuse"
    due = due_trigger(perception, state, thresholds, visit, known=known)
    if ticket is not None and leaves(perception, state, calls_for_person=due is not None):
        return "leave_queue"
    if ticket is not None and wishes_call(perception, state):
        return "call_back"
    if state.agreed and asks_what_was_agreed(perception.text):
        return "recall_agreed"
    wanted = state.asks == "contact" or (ticket is not None and state.contact is None)
    if wanted and CONTACT.search(perception.text):
        return "take_contact"
    if people_only:
        return "hand_over"
    if visit.awaited and ticket is None:
        return "serve_account"
    if due is not None:
        return "hand_over"
    if perception.others_data:
        return "refuse"
    if ticket is not None:
        return _route_while_waiting(perception, state, known=known)
    if visit.asks_for or (visit.goes_on and state.flow in ("change", "cancel")):
        return "serve_account"
    if visit.goes_on or (visit.orders and perception.intent not in ACCOUNT_INTENTS):
        return "book"
    if _asks_own(perception, state, known=known):
        return "serve_account"
    return _route_in_flow(perception, state) or _route_by_intent(perception, state)


def _asks_own(perception: Perception, state: DialogueState, *, known: bool) -> bool:
    """Whether something of the customer's own account is asked for, of which no topic tells somebody unknown."""
    if perception.own is None or state.flow is not None or perception.exact:
        return False
    if perception.own == "offer":
        return known and state.plan is None
    return known or perception.decision != "answer"


def due_trigger(
    perception: Perception,
    state: DialogueState,
    thresholds: HandoverThresholds,
    visit: VisitWords = NO_WORDS,
    *,
    known: bool = False,
) -> Trigger | None:
    """Why a person is due because of this message, if so. An answer to what was asked is no cry for help."""
    trigger = handover_due(perception, state, thresholds)
    if trigger == "contract_end" and state.flow in VISIT_FLOWS and STOP.search(perception.text):
        return None  # 「やめます」: what ends is the booking under way, not a contract
    if trigger not in (None, "safety") and (visit.settles or not any(map(str.isalpha, perception.text))):
        return None  # a bare number says nothing of how somebody feels
    if known and trigger in SOFT and _asks_calmly(perception):
        return None  # 「未払いの請求はありますか」 is answered from the record
    if trigger in TALKED_OF and state.asks == "negotiation_attempts" and speaks_of_talks(perception.text):
        return None  # 「怖くて言えない」「話せる人がいない」 is about the other side
    if trigger == "legal" and state.asks == "wants" and "wants" in perception.slots:
        return None  # 「法的な対応を考えています」 is what our own question offers
    enough = state.flow == "diagnosis" and ENOUGH.search(perception.text) is not None
    told = perception.wishes.found or bool(perception.slots) or visit.goes_on
    replied = state.asks is not None and answers_barely(perception.text)
    answers = state.flow is not None and (enough or told or replied)
    if trigger is not None and trigger != "safety" and answers and perception.handover < SURE_IN_FLOW:
        return None
    return trigger


def _asks_calmly(perception: Perception) -> bool:
    """Whether somebody asks for what stands in their own account, and shows no feeling about us."""
    calm = perception.sentiment.label == "neutral" and perception.intent in ("question", "my_booking")
    return perception.own is not None and calm


SOFT: Final[frozenset[Trigger]] = frozenset({"complaint", "dissatisfaction", "anxiety", "impatience"})
"""Reasons for a person that a calm question may only sound like."""

TALKED_OF: Final[frozenset[Trigger]] = SOFT | {"anger", "human_request"}
"""Reasons for a person that an account of talks with the other side may only sound like."""

SURE_BESIDE_A_NO: Final = 0.9
"""From which probability a message that sounds like a bare yes or no is taken for a question all the same."""

SURE_IN_FLOW: Final = 0.8
"""From which probability a message that also answers a question of ours is handed over all the same."""


def route_after_skill(stuck: int, uncovered: int, thresholds: HandoverThresholds) -> Trigger | None:
    """Whether the skill's attempt was one too many: the customer got nowhere, or asked again what nobody covers."""
    if uncovered >= thresholds.uncovered_turns:
        return "uncovered"
    return "stalled" if stuck >= thresholds.stalled_turns else None


def _route_while_waiting(perception: Perception, state: DialogueState, *, known: bool) -> Route:
    """A person was called and has not come yet: sourced answers and the customer's own bookings go on, sales do not."""
    if state.flow in ("change", "cancel"):
        return _route_in_flow(perception, state) or "serve_account"
    own = known and perception.own not in (None, "offer")
    if own or perception.intent in ACCOUNT_INTENTS:
        return "serve_account"
    if perception.decision == "answer" and perception.intent in ("question", "recommend", "trouble"):
        return "answer_faq"
    return "hand_over"


def _route_in_flow(perception: Perception, state: DialogueState) -> Route | None:
    if state.flow is None:
        return None
    asks_aside = (
        perception.decision == "answer"
        and perception.intent == "question"
        and not perception.wishes.found
        and not state.is_answered_by(perception.text)
        and (not _is_stated(state) or asks(perception.text) or perception.exact)
    )
    if state.flow == "diagnosis":
        if ENOUGH.search(perception.text):
            return "diagnose"
        of_noise = state.asks in TIMES_OF_NOISE and not wants_visit(perception.text)
        dated = perception.wishes.found and not perception.slots and not of_noise
        if perception.intent in ("book", *ACCOUNT_INTENTS) and dated:
            return None
        answered = state.asks in perception.slots or is_unsure(perception.text)
        return "answer_faq" if asks_aside and not answered else "diagnose"
    if asks_aside:
        return "answer_faq"
    if state.flow == "booking":
        return _route_out_of_booking(perception, state) or "book"
    return "serve_account"


def _is_stated(state: DialogueState) -> bool:
    """Whether what was asked is answered by telling, which may sound like a topic: 「管理会社に見せる資料がほしい」."""
    return state.flow == "diagnosis" or state.asks in STATED


def _route_out_of_booking(perception: Perception, state: DialogueState) -> Route | None:
    """Somebody who does not know which plan to book is helped to one; a button for another visit is followed."""
    if perception.exact and perception.intent in ACCOUNT_INTENTS:
        return "serve_account"
    named = state.is_answered_by(perception.text) and not perception.exact
    if state.asks != "plan" or named or perception.wishes.found:
        return None
    if perception.intent == "trouble":
        return "diagnose"
    return "recommend_plan" if perception.intent == "recommend" else None


VAGUE: Final[frozenset[Intent]] = frozenset(
    {"question", "trouble", "recommend", "small_talk", "off_topic", "near_topic"}
)
"""What a message that says nothing may be taken for."""


def _route_by_intent(perception: Perception, state: DialogueState) -> Route:
    intent = perception.intent
    if intent in VAGUE and state.plan is None and not state.choices and says_nothing(perception.text):
        return "ask_again"
    if intent in VAGUE | {"affirm", "deny"} and defers(perception.text) and not asks(perception.text):
        return "chat"
    if intent in ACCOUNT_INTENTS:
        return "serve_account"
    if intent != "book" and not perception.slots and weighs_plans(perception, state):
        return "recommend_plan"
    if intent == "trouble" or asks_for_diagnosis(perception.text):
        return "diagnose"
    if intent == "recommend":
        return "recommend_plan"
    if intent == "book":
        return "book"
    if tells_of_noise(perception, state) and (wants_visit(perception.text) or not asks(perception.text)):
        return "diagnose"  # 「夜中にギター。測ってもらえる?」 asks for help, not for a topic
    if intent == "small_talk" and perception.confidence > 0:
        return "chat"
    if intent == "affirm" and state.plan is not None:
        return "book"
    return _route_question(perception)


def _route_question(perception: Perception) -> Route:
    if perception.intent in ("affirm", "deny") and perception.answerable < SURE_BESIDE_A_NO:
        return "ask_again"
    if perception.decision == "answer":
        return "answer_faq"
    if perception.decision == "ask_back" and perception.intent not in ("off_topic", "affirm", "deny"):
        return "ask_back"
    return "decline" if perception.intent in ("off_topic", "near_topic", "question") else "ask_again"
