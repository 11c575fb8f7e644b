"""The review file: conversations as YAML, with places to be filled in by whoever reviews them."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import Field

from domain.labels import EMOTIONS, INTENTS, TARGETS, TRIGGERS, EmotionLabel, Intent, SafetyKind, Target, Trigger
from domain.mending import Mendable
from knowledge.pack.part import Identifier, Part, Text
from services.reviewing.strata import Band

Verdict = Literal["good", "flawed", "failed"]
ErrorType = Literal[
    "wrong_topic",
    "missed_topic",
    "should_decline",
    "missed_handover",
    "needless_handover",
    "misread",
    "wording",
    "other",
]

HEAD: Final = f"""\
# Review of a week's conversations. Fill in `verdict` for each conversation you have read, and for each turn that went
# wrong `error_type` with what would have been right. Leave everything else empty, or as it is. Then:
#   zenbu eval learn THIS_FILE            shows the rates of the week, and what would be learned
#   zenbu eval learn THIS_FILE --apply    learns it, where nothing else breaks
#
# verdict     good     nothing to say
#             flawed   the customer got there in spite of a mistake
#             failed   the customer did not get what they came for, or was served wrongly
# error_type  wrong_topic        another topic was answered             right_topic: its id in the pack's faq/
#             missed_topic       a topic answers this, and was missed   right_topic
#             should_decline     nothing here answers this              right_intent: off_topic or near_topic
#             missed_handover    a person was due                       right_trigger
#             needless_handover  no person was due                      right_trigger: none
#             misread            dates, slots, intent                   right_intent, where it was the intent; note
#             wording, other     anything else                          note
# right_trigger  {", ".join(TRIGGERS)}
# right_intent   {", ".join(INTENTS)}
# right_emotion  {{label: …, target: …, intensity: 0 to 3}}, only where the feeling was misread:
#                {", ".join(EMOTIONS)} · {", ".join(TARGETS)}
# right_danger   self_harm, violence, partner, child, emergency or none, where danger was missed or seen in vain
# right_answer   what should have been said, for colleagues who write the answers
# Personal data is masked: [電話], [氏名] … A text with a mask becomes a case, and teaches nothing by its words.
"""


class ReviewExists(Mendable):
    """There is a review of this name, and somebody's work may be in it."""


class RightEmotion(Part):
    """A feeling as it should have been read."""

    label: EmotionLabel
    target: Target
    intensity: int = Field(ge=0, le=3)


class TurnJudgement(Part):
    """What was wrong with a turn, and what would have been right."""

    error_type: ErrorType | None = None
    right_topic: Identifier | None = None
    right_trigger: Trigger | Literal["none"] | None = None
    right_intent: Intent | None = None
    right_emotion: RightEmotion | None = None
    right_danger: SafetyKind | Literal["none"] | None = None
    right_answer: Text | None = None
    note: Text | None = None


class TurnSaid(Part):
    """What was said, understood and replied."""

    customer: Text
    understood: dict[str, Any] = {}
    reply: str
    route: str
    confidence: float
    helpful: bool | None = None
    comment: str | None = None


class ReviewTurn(TurnJudgement, TurnSaid):
    """A turn and what a reviewer thinks of it."""


class ReviewTicket(Part):
    """A handover, as far as it tells how well it was judged."""

    trigger: Trigger
    priority: str
    outcome: str | None = None


class ReviewConversation(Part):
    """A conversation and what the reviewer thinks of it."""

    id: Text
    began: Text
    channel: str
    stratum: int
    weight: float
    handovers: tuple[ReviewTicket, ...] = ()
    survey: dict[str, Any] = {}
    verdict: Verdict | None = None
    note: Text | None = None
    turns: tuple[ReviewTurn, ...] = Field(min_length=1)


class ReviewStratum(Part):
    """A kind of conversation, how many of it the week had, and how many were drawn."""

    handover: bool
    negative: bool
    confidence: Band | None = None
    route: str | None = None
    channel: str | None = None
    conversations: int = Field(ge=1)
    drawn: int = Field(ge=1)


class Review(Part):
    """A week's sample."""

    week: Text
    drawn_at: datetime
    seed: int
    pack: Text
    strata: tuple[ReviewStratum, ...]
    conversations: tuple[ReviewConversation, ...]


def dump_review(review: Review) -> str:
    """The review as a file for people: with a head that tells how to fill it in."""
    plain = review.model_dump(mode="json")
    return HEAD + yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=118)


def write_review(review: Review, path: Path, *, force: bool = False) -> None:
    """Writes a review file.

    Raises:
        ReviewExists: There is one already.
    """
    if path.exists() and not force:
        raise ReviewExists(f"{path} exists, and somebody may have filled it in. Name another with --out, or --force.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump_review(review), encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Empty places are left empty, long texts are blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never: what occurs twice is written twice."""
        return True


def _empty(dumper: yaml.SafeDumper, _: None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(type(None), _empty)
_Dumper.add_representer(str, _text)
