"""The local brain: needs no key and no network. Milliseconds, no cost, always there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from agents.asking import asks
from agents.brains.own_wishes import OwnWishReader
from agents.brains.pointing import Pointer
from agents.brains.safety import SafetyReader
from agents.handover import CONTACT
from domain.contact import read_contact
from domain.dates import DateWishes, read_wishes
from domain.dialogue import DialogueState
from domain.labels import EmotionLabel, Intent, SafetyKind, Target, Trigger
from domain.packet.pieces import Pointed
from domain.patterns import any_of, finds_any
from domain.perception import Perception, TopicScore
from domain.reply import Sentiment
from domain.slots import SlotReader
from domain.text import clauses, has_words, normalize, undisguised
from domain.turn import KnowledgeOutage, TurnRequest
from knowledge.decision import decide
from knowledge.encoder.port import EncoderError, UnreadableText
from knowledge.heads.examples import NONE
from knowledge.pack import Pack
from knowledge.reader import Reader, Reading
from services.tracing import span

BESIDE_CONTACT: Final = 8
"""Characters that may stand beside an address or number that was asked for (「090-…です」) without meaning more."""

CLAUSES_FROM: Final = 30
"""Characters from which sentences of a message are also read one by one."""

HINT_OF_DANGER: Final = 0.005
"""From which probability of danger in a message each of its sentences is read for it: far below what a hint leaves."""


SHOWN: Final = 3
"""Topics a span names."""


class LocalBrain:
    """Perceives messages with the heads, the index and the readers of one pack."""

    def __init__(self, pack: Pack, reader: Reader, slots: SlotReader) -> None:
        self._pack = pack
        self._reader = reader
        self._slots = slots
        self._safety = SafetyReader(pack.safety)
        self._pointer = Pointer(reader, self._safety)
        self._injection = any_of(pack.guard.injection)
        self._others = any_of(pack.guard.others_data)
        self._own = OwnWishReader(pack.account)
        self._latest_days = pack.booking.latest_days
        self._exact = _exact_texts(pack)
        self._source = pack.company.id

    def anticipate(self, message: str) -> None:
        """Begins to read a message while it is still being stored. What it is a reply to is not known yet."""
        text = normalize(message)
        bare = read_contact(text, None).rest
        if text not in self._exact and has_words(bare):
            for part in (bare, *_asking(bare)):
                self._reader.begin(part)

    def point_to(self, text: str, trigger: Trigger) -> Pointed:
        """Where in a message the words lie that call for a person, and those that tell what happened."""
        return self._pointer.point(text, trigger)

    def perceive(self, request: TurnRequest, state: DialogueState) -> Perception:
        """Understands one message.

        Raises:
            KnowledgeOutage: Encoder or index are out, and the message is not one that can be understood without them.
        """
        text = normalize(request.text)
        danger = self._safety.read(text)
        # Who and where somebody is says nothing of what they want: 「1-2-3」 is no date, and no model sees a name.
        bare = read_contact(text, state.asks if state.flow == "booking" else None).rest
        wishes = read_wishes(bare, request.now, latest_days=self._latest_days)
        slots = self._slots.read(bare, request.now)
        known = self._exact.get(text) or _offered(text, state)
        if known is not None and danger is None:
            return _understood(text, known, slots, wishes)
        if not has_words(bare):
            return _endangered(text, danger, slots, wishes) if danger else _wordless(text, slots, wishes)
        # Before the message is read: it is being encoded meanwhile.
        injection, others_data, own = _reads(self._injection, text), _reads(self._others, text), self._own.read(text)
        try:
            perception = self._read(bare, danger, slots, wishes)
            return replace(perception, text=text, injection=injection, others_data=others_data, own=own)
        except (EncoderError, KnowledgeOutage) as error:
            if danger is not None:
                return _endangered(text, danger, slots, wishes)
            raise KnowledgeOutage(f"the message cannot be understood now: {error}") from error
        except UnreadableText:
            return _wordless(text, slots, wishes)

    def _read(self, text: str, danger: SafetyKind | None, slots: dict[str, Any], wishes: DateWishes) -> Perception:
        whole, *sentences = self._retrieved(text, *_asking(text))
        if _danger_in(whole) >= HINT_OF_DANGER and (parts := _sentences(text)):
            sentences = self._reader.read(parts)
        thresholds = self._pack.thresholds
        danger = danger or self._danger(text, whole, sentences)
        handover = 1 - whole["trigger"].of(NONE) - whole["trigger"].of("safety")
        return Perception(
            text=text,
            intent=cast(Intent, whole["intent"].best),
            confidence=float(whole["intent"].probabilities.max()),
            topics=_topics(whole),
            answerable=whole.answerable,
            decision=decide(whole.answerable, thresholds),
            sentiment=_sentiment(whole),
            handover=handover,
            trigger=_trigger(whole),
            danger=danger,
            slots=_of_the_noise(slots, wishes, cast(Intent, whole["intent"].best)),
            wishes=wishes,
            intents=tuple((cast(Intent, intent), p) for intent, p in whole["intent"].ranked()[:3]),
            side_topic=self._side_topic(whole, sentences),
        )

    def _retrieved(self, text: str, *sentences: str) -> list[Reading]:
        with span("retrieval", {"gen_ai.operation.name": "retrieval", "gen_ai.data_source.id": self._source}) as step:
            step.content("gen_ai.retrieval.query.text", text)
            readings = self._reader.read([text, *sentences])
            ranking = readings[0].ranking
            best = list(zip(ranking.ids, ranking.probabilities, strict=True))[:SHOWN]
            step.note({"zenbu.topics": [topic for topic, _ in best], "zenbu.scores": [float(p) for _, p in best]})
        return readings

    def _danger(self, text: str, whole: Reading, sentences: list[Reading]) -> SafetyKind | None:
        """Danger that is hinted at and no pattern reads. A single sentence must speak more clearly than a message."""
        bar = self._pack.thresholds.safety
        plain = self._safety.without_idioms(text)
        if plain != text:
            whole, sentences = (self._reader.read([plain])[0] if has_words(plain) else whole), []
        for reading, least in ((whole, bar), *((sentence, (1 + bar) / 2) for sentence in sentences)):
            if _danger_in(reading) >= least:
                return cast(SafetyKind, next(kind for kind, _ in reading["safety"].ranked() if kind != NONE))
        return None

    def _side_topic(self, whole: Reading, sentences: list[Reading]) -> str | None:
        """A second question: a sentence that asks, surely, about another topic than the message as a whole."""
        first = whole.ranking.ids[0]
        for sentence in sentences:
            asks = sentence["intent"].best == "question"
            if asks and sentence.answerable >= SURE and sentence.ranking.ids[0] != first:
                return sentence.ranking.ids[0]
        return None


def _sentences(text: str) -> list[str]:
    """The sentences of a long message that has several: where danger is about, each is read alone."""
    parts = clauses(text) if len(text) >= CLAUSES_FROM else []
    return parts if len(parts) > 1 else []


def _asking(text: str) -> list[str]:
    """The sentences of a long message that are read alone in any case: those that ask."""
    return [part for part in _sentences(text) if asks(part)]


def _danger_in(reading: Reading) -> float:
    return max(1 - reading["safety"].of(NONE), reading["trigger"].of("safety"))


def _reads(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    plain = undisguised(text.casefold())
    return finds_any(patterns, text) or (plain != text and finds_any(patterns, plain))


def _of_the_noise(slots: dict[str, Any], wishes: DateWishes, intent: Intent) -> dict[str, Any]:
    """Slots without what was said about a visit: hours and days of a wish are not those of the noise."""
    if not wishes.found:
        return slots
    tells = intent == "trouble" or ("noise_type" in slots and intent in ("question", "off_topic", "near_topic"))
    dated = any(wish.dates or wish.not_before for wish in wishes.wishes)
    about_visit = {"since", "time_of_day", "frequency"} if not tells else {"since"} if dated else set()
    return {slot: value for slot, value in slots.items() if slot not in about_visit}


SURE: Final = 0.9
"""From which probability on a single sentence is answered beside the message's main topic."""


def _topics(reading: Reading) -> tuple[TopicScore, ...]:
    ranking = reading.ranking
    return tuple(TopicScore(i, float(p)) for i, p in zip(ranking.ids[:10], ranking.probabilities[:10], strict=True))


def _sentiment(reading: Reading) -> Sentiment:
    label = cast(EmotionLabel, reading["emotion"].best)
    if label == "neutral":
        return Sentiment()
    intensity = max(int(reading["intensity"].best), 1)
    return Sentiment(label, cast(Target, reading["target"].best), intensity)


def _trigger(reading: Reading) -> Trigger:
    # Danger is judged by its own head and rules; here it is what else a person could be due for.
    return cast(Trigger, next(trigger for trigger, _ in reading["trigger"].ranked() if trigger not in (NONE, "safety")))


def _exact_texts(pack: Pack) -> Mapping[str, tuple[Intent, str | None]]:
    """Texts that buttons post: what they mean needs no model."""
    texts: dict[str, tuple[Intent, str | None]] = {}
    for topic in pack.topics.values():
        for text in (topic.title, topic.question):
            texts[normalize(text)] = ("question", topic.id)
    for button in pack.buttons.values():
        texts[normalize(button.label)] = (button.intent, None)
    for slot in pack.diagnosis.slots.values():
        for value in slot.values.values():
            texts.setdefault(normalize(value.label), ("trouble", None))
    return texts


def _offered(text: str, state: DialogueState) -> tuple[Intent, None] | None:
    """An answer that needs no model: one of the buttons of the last question, or the contact that was asked for."""
    pressed = text in map(normalize, state.expects)
    contact = CONTACT.search(text) if state.asks == "contact" else None
    if pressed or (contact and len(text) - len(contact[0]) <= BESIDE_CONTACT):
        return "affirm", None
    return None


def _understood(text: str, known: tuple[Intent, str | None], slots: dict[str, Any], wishes: DateWishes) -> Perception:
    intent, topic = known
    person = intent == "request_person"
    return Perception(
        text=text,
        intent=intent,
        confidence=1.0,
        topics=(TopicScore(topic, 1.0),) if topic else (),
        answerable=1.0 if topic else 0.0,
        decision="answer" if topic else "decline",
        sentiment=Sentiment(),
        handover=1.0 if person else 0.0,
        trigger="human_request",
        danger=None,
        slots={} if topic else slots,
        wishes=wishes,
        intents=((intent, 1.0),),
        exact=True,
    )


def _wordless(text: str, slots: dict[str, Any], wishes: DateWishes) -> Perception:
    return Perception(
        text=text, intent="small_talk", confidence=0.0, topics=(), answerable=0.0, decision="decline",
        sentiment=Sentiment(), handover=0.0, trigger="stalled", danger=None, slots=slots, wishes=wishes,
    )  # fmt: skip


def _endangered(text: str, danger: SafetyKind, slots: dict[str, Any], wishes: DateWishes) -> Perception:
    return Perception(
        text=text, intent="trouble", confidence=0.0, topics=(), answerable=0.0, decision="decline",
        sentiment=Sentiment("despair", "self", 3), handover=1.0, trigger="safety", danger=danger, slots=slots,
        wishes=wishes,
    )  # fmt: skip
