"""Who is visited where: asks somebody who is not known for it, and has them show that the e-mail address is theirs."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from agents.context import Turn
from agents.drafts import FLOW, Draft, contact_of
from agents.handover import hand_over
from agents.hearing import CONTACT_STEPS, Said
from agents.visits import noise_hours
from domain.effects import Effect, KnowCustomer, TryCode
from domain.plan import ReplyPlan
from domain.records import Customer
from domain.reply import Source

ROUTE = "book"

_ON_RECORD: Final = ("name", "address", "phone")
"""What a visit to a known customer cannot do without."""

_RESEND: Final = re.compile(
    r"届(?:か|い[てた]|き)|とど(?:か|い[てた]|き)|来(?:な|ま|て)|きません|こない|もう(?:一|1)?[度回]|再送|再度|送り?直|受信|迷惑メール|見(?:つか|当た)"
)
_OTHER_EMAIL: Final = re.compile(
    r"(?:メール|アドレス|メアド).{0,8}(?:変|違|間違|まちが|別|直|訂正)|(?:別|違う|他|ほか)の(?:メール|アドレス)"
)
_RELUCTANT: Final = re.compile(
    r"なぜ|なんで|何で|どうして|必要|教え(?:たく|ない|ません)|言い?たく|書きたく|嫌|いや|個人情報|匿名|持って(?:い)?(?:ない|ません)|ありません|ないです"
)


@dataclass(frozen=True)
class Shown:
    """The e-mail address was shown to be theirs. `turn` knows who that is, where they were on record already."""

    turn: Turn
    effects: tuple[Effect, ...] = ()


def missing(turn: Turn, draft: Draft) -> str | None:
    """What still has to be asked of the customer; nothing that is on record."""
    known = contact_of(turn, draft)
    needed = CONTACT_STEPS if turn.customer() is None else _ON_RECORD
    return next((step for step in needed if step not in known), None)


def ask(turn: Turn, draft: Draft, step: str) -> ReplyPlan:
    """Asks for one thing; asked again, it says what was not understood, or why it is needed."""
    again = turn.state.asks == step
    customer = turn.customer()
    if again and _RELUCTANT.search(turn.perception.text):
        template = "book_why_contact"
    elif again and step == "address" and draft.get("contact", {}).get("place"):
        template = "book_ask_address_rest"
    elif again:
        template = f"book_ask_{step}_again"
    elif customer is not None and step in contact_of(turn, draft):
        template = f"book_ask_other_{step}"
    else:
        template = f"book_ask_{step}"
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks=step, choices=()),
        opening=turn.voice.say_first(template, f"book_ask_{step}"),
        options=turn.voice.options(("stop",)),
        asks=step,
        progress=not again or template == "book_ask_address_rest",
    )


def show_email(turn: Turn, draft: Draft, said: Said) -> ReplyPlan | Shown:
    """Has somebody who is not known show that the e-mail address is theirs, by a code that is mailed there."""
    email = contact_of(turn, draft)["email"]
    mails = turn.desk.records.code_mails(turn.request.conversation_id, email)
    if mails.proves(email):
        return Shown(turn)
    code = mails.newest if mails.newest is not None and mails.newest.email == email else None
    if code is None:
        return _send(turn, draft, email, "book_code_sent")
    text, terms = turn.perception.text, turn.desk.pack.email_code
    if turn.state.asks == "code" and said.code is None:
        if turn.presses("other_email") or _OTHER_EMAIL.search(text):
            return ask(turn, draft, "email")
        if turn.presses("resend_code") or _RESEND.search(text):
            return _send(turn, draft, email, "book_code_resent")
    if code.expires <= turn.now:
        return _send(turn, draft, email, "book_code_expired")
    if code.tries >= terms.tries:
        return _send(turn, draft, email, "book_code_void")
    if said.code is None:
        return _ask_code(turn, draft, "book_code_ask", progress=turn.state.asks != "code")
    if turn.desk.codes is not None and turn.desk.codes.matches(turn.request.conversation_id, code, said.code):
        return _recognised(turn, email)
    left = terms.tries - code.tries - 1
    wrong = _ask_code(turn, draft, "book_code_wrong", progress=True) if left else None
    plan = wrong or _send(turn, draft, email, "book_code_void")
    return replace(plan, effects=(TryCode(right=False), *plan.effects))


def newcomer(turn: Turn, draft: Draft) -> KnowCustomer:
    """The customer that is put on record with the visit."""
    contact = contact_of(turn, draft)
    customer = Customer(
        customer_id=turn.desk.new_id("cu"),
        name=contact["name"],
        prefecture=draft["area"],
        address=contact["address"],
        phone=contact["phone"],
        email=contact["email"],
        noise_hours=tuple(sorted(noise_hours(turn))),
    )
    return KnowCustomer(customer, is_new=True)


def _recognised(turn: Turn, email: str) -> Shown:
    """The right code: somebody on record under this address is who they are from now on."""
    customer = turn.desk.records.customer_by_email(email)
    if customer is None:
        return Shown(turn, (TryCode(right=True),))
    known = replace(turn, request=replace(turn.request, customer_id=customer.customer_id))
    return Shown(known, (TryCode(right=True), KnowCustomer(customer, is_new=False)))


def _send(turn: Turn, draft: Draft, email: str, template: str) -> ReplyPlan:
    """Mails a new code, as often as that is allowed; then a person helps."""
    terms = turn.desk.pack.email_code
    mails = turn.desk.records.code_mails(turn.request.conversation_id, email)
    if turn.desk.codes is None or mails.sent_here >= terms.sends or mails.sent_to >= terms.sends_a_day:
        return hand_over(replace(turn, state=replace(turn.state, draft=draft)), "human_request", "handover_code")
    expires = turn.now + timedelta(minutes=terms.minutes)
    effect = turn.desk.codes.make(turn.request.conversation_id, email, terms.digits, expires)
    return replace(_ask_code(turn, draft, template, progress=True), effects=(effect,))


def _ask_code(turn: Turn, draft: Draft, template: str, *, progress: bool) -> ReplyPlan:
    fact = turn.voice.fact(template, Source("booking", "確認コード"), email=contact_of(turn, draft)["email"])
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks="code", choices=()),
        facts=(fact,),
        options=turn.voice.options(("resend_code", "other_email", "stop")),
        asks="code",
        progress=progress,
    )
