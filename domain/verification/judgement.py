"""Whether a free sentence may stand beside facts. What is not known to be harmless is dropped."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from domain.text import clauses, normalize, undisguised
from domain.verification.lexicon.acts import ACTS, Act
from domain.verification.lexicon.markers import MARKERS
from domain.verification.lexicon.markers import Reason as Marker
from domain.verification.lexicon.topics import SETTLED, TAILS, TOPICS
from domain.verification.words import CompanyWords, repeats, unfounded

Reason = (
    Marker
    | Literal["long", "foreign", "markup", "name", "forbidden", "quote", "word", "figure", "topic", "act", "attached"]
)

LONGEST: Final = 90
"""Characters of a free sentence; what is longer says more than a bridge needs."""
_RUNAWAY: Final = 400
"""Characters from which on nothing is read any more, not even to see whether the template says so."""

_PLAIN: Final = re.compile(r"^[ぁ-ゖァ-ヴー一-龥々〆ヶA-Za-z\d、。！？!?.,…・「」『』%:/ ~〜-]+$")
_MARKUP: Final = re.compile(r"[<>{}\[\]`*#_|\\=@]|://|www|\*\*|^\s*[-・•]|[a-z]\.[a-z]", re.IGNORECASE)
_QUOTE: Final = re.compile(r"[「『]([^「」『』]*)[」』]")
_MARK: Final = re.compile(r"[。！？!?.,…、 ]+$")
_OF_THEM: Final = re.compile(
    "こられた|いらっしゃ|いらした|され[てた]|(?:お|ご)(?:困り|忙し|悩み|考え|不安|心配"
    "|希望|つら|辛)|たい(?:の|ん)?です|よろし|ご?(?:都合|予定|事情)"
)
_SAID_BACK: Final = re.compile(
    r"^(.+?)(?:(?:(?<!も)の|(?<!へ)ん|なの|なん)(?:です|でした)(?:ね|よね)$|(?:を|が|の|も|に)?(?:ご)?希望(?:ですね|なの)|とのこと)"
)
_HAN: Final = re.compile("[一-龥]")
_ANYBODYS: Final = frozenset(
    "困悩続抱耐我慢気持眠休辛苦疲忙都合希望予定相談連絡話考思様子一人長間方時本当不安日帯家族皆知手変尽過急暮伝教聞見張試迷想求願頼探調心配入今何度状況音声件質問末事情重受止起落着立込様慣慌初"
)
_NIGHT: Final = frozenset("夜晩")
_ADDRESS: Final = re.compile(r"^[^ぁ-ん]{1,8}(?:様|さま|さん)$")
_TOPIC: Final = re.compile("|".join(sorted(TOPICS, key=len, reverse=True)))
_SETTLED: Final = re.compile(
    rf"(?:{'|'.join(SETTLED)})(?!.{{0,12}}(?:希望|とのこと|考え|検討|相談|質問|について(?:です|のご)))"
)
_GRANTED: Final = re.compile(
    r"(?:承知|承り|かしこまり|わかり|了解|分かり|進め).{0,6}$|承り|(?:手続|いただ).*ありがとう"
)


@dataclass(frozen=True)
class Judgement:
    """What became of a free sentence: the act it performs, or why it was dropped and what gave it away."""

    act: Act | None = None
    reason: Reason | None = None
    evidence: str = ""


def judge(sentence: str, company: CompanyWords, heard: str = "", own: str = "") -> Judgement:
    """Judges one free sentence.

    Args:
        sentence: As a model wrote it.
        company: What must not be named.
        heard: The customer's words, as `Heard.words` gives them.
        own: What the templates say around the facts, normalized: whole sentences of it may be said, its
        question asked.

    Returns:
        The act, where the sentence performs a harmless one in harmless words; else the reason.
    """
    if len(sentence) > _RUNAWAY:
        return Judgement(reason="long", evidence=sentence[:20])
    read = undisguised(normalize(sentence))
    bare = _MARK.sub("", read)
    if own and bare in {_MARK.sub("", whole) for whole in clauses(own)}:
        return Judgement("question" if read.endswith(("か。", "か?", "か")) else "bridge")
    if len(read) > LONGEST:
        return Judgement(reason="long", evidence=read[:20])
    markup = _MARKUP.search(read)
    if markup:
        return Judgement(reason="markup", evidence=markup[0])
    if not _PLAIN.match(read):
        return Judgement(reason="foreign", evidence=read[:20])
    return (
        _named(read, company, heard)
        or _claimed(bare, heard)
        or _unknown(bare, heard, own)
        or _misquoted(bare, heard)
        or _performed(bare, read, heard)
    )


def _named(read: str, company: CompanyWords, heard: str) -> Judgement | None:
    for word in company.forbidden:
        if word in read:
            return Judgement(reason="forbidden", evidence=word)
    for name in company.names:
        if name in read:
            return Judgement(reason="name", evidence=name)
    for quote in _QUOTE.findall(read):
        if quote and quote not in heard:
            return Judgement(reason="quote", evidence=quote)
    return None


def _claimed(bare: str, heard: str) -> Judgement | None:
    for reason, pattern in MARKERS.items():
        for found in pattern.finditer(bare):
            if reason == "time" and found[0] in heard:  # the customer's own day, said back to them
                continue
            return Judgement(reason=reason, evidence=found[0])
    return None


def _unknown(bare: str, heard: str, own: str) -> Judgement | None:
    for topic in _TOPIC.finditer(bare):
        if not TAILS.match(bare, topic.end()) and not (topic.end() < len(bare) and _TOPIC.match(bare, topic.end())):
            return Judgement(reason="topic", evidence=topic[0])
    settled = _SETTLED.search(bare)
    if settled and _GRANTED.search(bare):
        return Judgement(reason="topic", evidence=settled[0])
    word = unfounded(_TOPIC.sub("、", bare), heard, own)
    if word is not None:
        return Judgement(reason="figure" if word[0].isdigit() else "word", evidence=word)
    return None


def _misquoted(bare: str, heard: str) -> Judgement | None:
    """What is said back as the customer's own has to be theirs, down to the characters it is written with."""
    said = _SAID_BACK.search(bare)
    if said is None:
        return None
    for char in _HAN.findall(_TOPIC.sub("", said[1]).replace("大変", "")):
        if char not in heard and char not in _ANYBODYS and not (char in _NIGHT and _NIGHT & set(heard)):
            return Judgement(reason="quote", evidence=char)
    return None


def _performed(bare: str, read: str, heard: str) -> Judgement:
    parts = [clause.strip() for clause in re.split("[、,]", bare) if clause.strip()]
    if len(parts) > 1 and _ADDRESS.search(parts[-1]):
        parts.pop()
        bare = "、".join(parts)
    if not parts:
        return Judgement(reason="act", evidence=bare)
    for act, pattern in ACTS:
        if pattern.search(bare) or pattern.search(parts[-1]):
            if read.endswith("?") and act not in ("question", "invitation", "acknowledgement"):
                return Judgement(reason="act", evidence="?")
            if act == "paraphrase" and not (_OF_THEM.search(bare) or repeats(bare, heard)):
                return Judgement(reason="act", evidence=parts[-1])
            return Judgement(act)
    return Judgement(reason="act", evidence=parts[-1])
