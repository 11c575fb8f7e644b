"""What a message says for the visit that is being booked: plan, place, wish, payment, contact, code."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from agents import asking, choosing
from agents.context import Turn
from agents.plan_choice import CHOOSES, KATAKANA, named_plan, names_plan_only
from agents.requests import Asked, asks_for
from agents.visit_day import is_awaited
from agents.visits import named_area, prefecture
from domain.addresses import find_address, is_part_of_address, part_of_address
from domain.agreement import CANCELS, MOVES, says_yes
from domain.contact import read_contact
from domain.dates import DateWishes, read_wishes
from domain.naming import named
from domain.text import undisguised

SHORT: Final = 14
"""Characters within which a refusal of what was offered (「全部無理でした」) says nothing more."""

CONTACT_STEPS: Final = ("name", "address", "phone", "email")
"""What is asked of somebody who is not known, in this order."""

PERSONAL: Final = frozenset((*CONTACT_STEPS, "contact", "code"))
"""Questions whose answers are personal, however they are written: no language model is asked about them."""

_ANYTIME: Final = re.compile(
    r"お?任せ|おまかせ|特に(?:な|あり)|どこでも|なんでも|何でも|希望は?(?:ない|ありません|なし)|こだわ"
)
_QUESTION: Final = re.compile(r"[?]|(?:です|ます|ません)か[。]?$|かな[。]?$|教えて|知りたい|って(?:何|なに)|とは[。]?$")
_DEED: Final = r"して|変えて|直して|替えて|換えて|ずらして"
_PLEASE: Final = (
    r"(?:もらえ|もらい?たい|いただけ|頂け|くれ|ほし)(?:い|る|ます|ません|ない)?(?:です|でしょう)?(?:か|の)?[?。]?"
)
_REQUEST: Final = re.compile(rf"(?:{_DEED}){_PLEASE}")
"""「…にしてもらえますか」 is put as a question and asks for a deed."""

_COMES: Final = re.compile(rf"(?:{_DEED}|来て|測って){_PLEASE}")
"""「10日に来てくれますか」 asks for it, too, once a day is named; without one it asks whether we come at all."""
_CARD: Final = "カード"
"""What a card of any brand is called."""

_REFUSED: Final = re.compile(
    r"[^、。\s]{1,12}(?:は|が|も|だと)[^、。\s]{0,8}?(?:な(?:い|くて|し)|ません|へん|無理|だめ|ダメ|駄目|苦手|嫌|いや)[^、。]*"
)
"""What somebody does not have or want, up to the end of the clause."""
_ORDERS: Final = re.compile(
    r"お願い|おねがい|に(?:し(?:ます|たい|よう|とき)|変え|変更|する)|が(?:いい|良い)|(?:で|が)(?:いい|良い)です|申し込|頼み|予約|で[。!]?$"
    r"|(?:で|が)ええ|(?:測|計)(?:って|定して)(?:ほし|もら|くだ|下さ|いただ)|来て(?:ほし|もら|いただ|くだ|下さ|くれ)"
)

STOP: Final = re.compile(
    r"(?<!静かに)やめ(る|ます|たい|とく|ておき|て(?!ほし|もら|くれ)|[。!]|$)|中止|取り?消|キャンセル(?!料|規定|ポリシー|でき|は|に|の)"
    r"|また今度|見送"
)
"""The booking under way is given up."""

_DECLINES: Final = re.compile(
    r"(?:やっぱり?|もう|いや)[、\s]*(?:いい|大丈夫|結構|けっこう)(?:です|や|わ|よ)?[。!]?$|また(?:に(?:し|する)|の機会)|やめと[こく]|(?:要|い)らない|不要です|断り"
    r"|(?:確定|予約)(?:は)?し(?:ないで|なくて)|なかったことに"
)
_STOPS_PLAINLY: Final = re.compile(
    r"(?:すみません|ごめんなさい|やっぱり|やはり|もう|いい|結構|です|予約|変更|手続き|を|は|の|も|やめ(?:ます|る|たい|とく|ておき|て|に)?|ます|する|します"
    r"|しておき|キャンセル|取り?消し?|また今度|見送り|お願い|[、。!\s])+"
)
_CORRECT: Final = re.compile(
    r"修正|変更|変え|直し|直す|訂正|違|ちが|間違|別の|ほかの|他の|いいえ|^いや|だめ|ダメ"
    r"|(?:住所|場所|訪問先|名前|電話|メール|支払い?|プラン|日時?|時間).{1,14}に(?:して|し(?:たい|ます))"
)


_ABOUT_FEE: Final = re.compile(r"かか(?:る|り)|いくら|手数料|料金|キャンセル料|[%円]|高(?:い|く)")


_ORDERS_VISIT: Final = re.compile(
    r"(?:測定|予約|訪問|調査)(?:の?予約)?(?:を|の|に)?(?:申し?込み?(?:たい|ます|希望)|お願い(?:し?たい|し?ます|できれば|[。!]|$)"
    r"|依頼(?:し?たい|します)|頼みたい|[取と]りたい|入れたい|したい(?:です|んです|[。!]|$))"
)
"""Words by which a visit is ordered without naming a plan."""

_INCLINED: Final = re.compile(
    r"(?:お願い|予約|申し込み?|依頼)(?:を)?し(?:てみ)?(?:よう|ます|とこう|たい(?:です|と思い?ます)?)(?:かな|か|と思い?(?:ます|う)|ね|わ)?[。!]?$|頼(?:もう|んでみ|みます)(?:かな|か|ね)?[。!]?$"
)
"""「ではお願いしようかな」 takes up what was recommended."""
_WANTS_VISIT: Final = re.compile(
    r"予約|(?:測|計)(?:って|定(?:を?(?:し|お願い|頼)|に来|予約))|来て(?:ほし|もら|くれ|くだ|下さ|いただ)"
)
_LIVES: Final = re.compile(
    r"(?<!から)引っ?越|転居|住ん|住まい|在住|(?:の|が)(?:家|部屋|自宅|実家|マンション|アパート)|そちら|こっち|こちら"
)


@dataclass(frozen=True)
class VisitWords:
    """What a message is for a visit.

    Attributes:
        goes_on: It goes on with what is under way.
        settles: It is a plain yes, no or end to what was asked.
        orders: It orders a visit, outside any flow.
        awaited: It asks where the staff of today's visit are.
        asks_for: What it wants done with a visit ahead.
    """

    goes_on: bool = False
    settles: bool = False
    orders: bool = False
    awaited: bool = False
    asks_for: Asked | None = None


NO_WORDS: Final = VisitWords()
"""The message says nothing for a visit."""


@dataclass(frozen=True)
class Said:
    """What one message adds. `rest` is the message without name, address, numbers; wishes are read from that."""

    rest: str
    wishes: DateWishes
    contact: dict[str, str] = field(default_factory=dict)
    plan: str | None = None
    area: str | None = None
    payment: str | None = None
    code: str | None = None

    @property
    def adds(self) -> bool:
        """Whether it says anything for the visit, asked for or not."""
        return bool(self.contact or self.plan or self.area or self.payment or self.code or self.wishes.found)

    @cached_property
    def asks_something(self) -> bool:
        """Whether the message is a question, and not a request put as one."""
        deed = _COMES if self.wishes.wishes else _REQUEST
        return _QUESTION.search(deed.sub("。", self.rest)) is not None


def hear(turn: Turn) -> Said:
    """Reads one message for the visit under way, or the one it asks for."""
    text, asks = turn.perception.text, turn.state.asks if turn.state.flow == "booking" else None
    contact = read_contact(text, asks)
    said = contact.said
    rest = contact.rest if said else text
    plan = named_plan(turn, undisguised(rest))
    if asks == "name" and named_plan(turn, text):
        said, rest = {name: value for name, value in said.items() if name != "name"}, text
    if asks == "address" and "address" not in said:
        said |= _completed(turn, text)
    wishes = _wishes(turn, rest) if rest != text else turn.perception.wishes
    if turn.presses("book"):  # 「今すぐ予約する」 is a button, not a wish for the soonest visit
        wishes = DateWishes(turn.now.date())
    if asks == "wish" and not wishes.found and _ANYTIME.search(rest):
        wishes = DateWishes(turn.now.date(), anytime=True)
    return Said(
        rest=rest,
        wishes=wishes,
        contact=said,
        plan=plan,
        area=_area(turn, said, rest),
        payment=_payment(turn, rest),
        code=_code(turn) if asks == "code" else None,
    )


def words_for_visit(turn: Turn) -> VisitWords:
    """What a message is for a visit, whatever else it sounds like.

    A statement that names a plan, a payment, oneself or a candidate is an answer or a correction; the same words in a
    question are a question.
    """
    match turn.state.flow:
        case None:
            return VisitWords(orders=_orders(turn), awaited=is_awaited(turn), asks_for=asks_for(turn))
        case "booking":
            return VisitWords(goes_on=_goes_on(turn), settles=_settles(turn))
        case "change" | "cancel" as flow:
            decides = turn.state.asks == "confirm" and (
                agrees(turn, MOVES if flow == "change" else CANCELS)
                or _ABOUT_FEE.search(turn.perception.text) is not None
            )
            return VisitWords(goes_on=decides or choosing.picks_or_rejects(turn), settles=_settles(turn))
        case "diagnosis":
            return VisitWords(orders=_names_plan(turn))
        case _:
            return VisitWords()


def wants_visit(text: str) -> bool:
    """Whether a text asks for somebody to come and measure, if only as 「測ってもらえますか」."""
    return _WANTS_VISIT.search(text) is not None


def declines(turn: Turn) -> bool:
    """Whether a booking that is about to be firm is refused (「やっぱりいいです」「いらないです」)."""
    under_way = turn.state.flow == "booking" and turn.state.asks in ("confirm", "payment", "code", *CONTACT_STEPS)
    return under_way and len(turn.perception.text) <= SHORT and _DECLINES.search(turn.perception.text) is not None


def _settles(turn: Turn) -> bool:
    if declines(turn):
        return True
    stops = STOP.search(turn.perception.text) and _STOPS_PLAINLY.fullmatch(turn.perception.text)
    others = len(turn.perception.text) <= SHORT and choosing.asks_for_others(turn) is not None
    return bool(stops) or others or (turn.state.asks == "confirm" and agrees(turn))


def agrees(turn: Turn, deed: re.Pattern[str] | None = None) -> bool:
    """Whether a message is a plain yes; `deed`: what was asked about, which a yes may repeat (「変えてください」)."""
    return turn.presses("confirm") or says_yes(turn.perception.text, deed)


def wants_correction(turn: Turn, said: Said) -> bool:
    """Whether something of the last step is wrong, and the message does not itself say what is right."""
    if turn.state.asks not in ("confirm", "correct"):
        return False
    settled = said.plan or said.payment or said.contact or said.area or said.wishes.found
    return not (settled or agrees(turn)) and (
        turn.state.asks == "correct" or _CORRECT.search(turn.perception.text) is not None
    )


def _goes_on(turn: Turn) -> bool:
    said, asks = hear(turn), turn.state.asks
    if said.contact or said.code or choosing.picks_or_rejects(turn):
        return True
    if said.asks_something:
        return False
    chooses = asks == "plan" and CHOOSES.search(said.rest) is not None
    places = asks == "area" and said.area is not None
    return (
        chooses or places or bool(said.plan or said.payment) or wants_correction(turn, said)
        or (asks == "confirm" and agrees(turn)) or (asks == "code" and said.rest != "")
    )  # fmt: skip


def _orders(turn: Turn) -> bool:
    """Whether a message orders a plan by its name (「ライトプランをお願いしたいです」), or confirms once more."""
    if turn.state.asks is None and turn.state.draft.get("booked") and agrees(turn):
        return True
    if orders_elsewhere(turn):
        return True
    said = hear(turn)
    if turn.state.plan is not None and _INCLINED.search(said.rest):
        return True
    if said.asks_something:
        return False
    if said.plan is not None:
        dated = bool(said.wishes.wishes) and not asking.asks(said.rest)  # 「スタンダード 17日15時」
        return dated or _ORDERS.search(said.rest) is not None
    # Somebody who tells of trouble is helped to a plan first.
    return turn.perception.intent not in ("trouble", "recommend") and _ORDERS_VISIT.search(said.rest) is not None


def orders_elsewhere(turn: Turn) -> bool:
    """Whether a visit is asked for where nobody is sent (「福岡に引っ越したので、そちらで予約できますか」)."""
    text = turn.perception.text
    place = prefecture(turn, surely=False)
    elsewhere = place is not None and named_area(turn, text) is None
    return elsewhere and _WANTS_VISIT.search(text) is not None and _LIVES.search(text) is not None


def _names_plan(turn: Turn) -> bool:
    """Whether somebody who is being helped to a plan has one already: 「スタンダードで」, and nothing is asked."""
    said = hear(turn)
    return not said.asks_something and names_plan_only(turn, said.rest)


def _area(turn: Turn, said: dict[str, str], rest: str) -> str | None:
    if "address" in said:
        return named_area(turn, said["address"])
    found = named_area(turn, rest)
    # 「世田谷です」: where it was asked for, a ward is understood without its ending.
    return named_area(turn, f"{part_of_address(rest)}区") if found is None and turn.state.asks == "area" else found


def _wishes(turn: Turn, text: str) -> DateWishes:
    return read_wishes(text, turn.now, latest_days=turn.desk.pack.booking.latest_days)


def _payment(turn: Turn, text: str) -> str | None:
    payment = turn.desk.pack.booking.payment
    names = {method: (method, *payment.called.get(method, ())) for method in payment.methods}
    wanted = _REFUSED.sub("", text)  # 「カードは持っておりませんので、振込で」
    if any(card.casefold() in wanted.casefold() for card in payment.cards):
        return named(_CARD, names)
    return named(wanted, names) or named(wanted.translate(KATAKANA), names)


def _code(turn: Turn) -> str | None:
    digits = turn.desk.pack.email_code.digits
    found = re.search(rf"(?<!\d)(?:\d[ -]?){{{digits - 1}}}\d(?!\d)", turn.perception.text)
    return re.sub(r"\D", "", found[0]) if found else None


def _completed(turn: Turn, text: str) -> dict[str, str]:
    """An address told in two messages: 「柏市です」「柏1-2-3」; a part alone is kept until the rest is said."""
    if not is_part_of_address(text):
        return {}
    begun = turn.state.draft.get("contact", {}).get("place", "")
    part = part_of_address(text)
    for whole in (_joined(begun, part), f"{begun} {part}"):
        found, _ = find_address(whole, asked=True)
        if found:
            return {"address": found}
    return {"place": part}


def _joined(begun: str, rest: str) -> str:
    """Two parts of an address; what the second repeats of the first stands once (「柏市柏」「柏1-2-3」)."""
    shared = next((n for n in range(min(len(begun), len(rest)), 0, -1) if begun.endswith(rest[:n])), 0)
    return begun + rest[shared:]
