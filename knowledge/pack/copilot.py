"""The words of the copilot: how it tells the staff of a mood, words a draft, and reads and answers their questions."""

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from domain.copilot.advice import Trend
from domain.labels import EMOTIONS, TARGETS, EmotionLabel, Target
from domain.success.customer_360 import HealthStatus
from knowledge.pack.account import Pattern
from knowledge.pack.part import Part, Text
from knowledge.pack.success import Share

Asked = Literal["health", "churn", "offers", "recovery", "value", "tone", "visits"]
"""What staff ask of a customer and the tools tell."""

ASKED: Final[tuple[Asked, ...]] = get_args(Asked)


class MoodWords(Part):
    """How a mood is told. `text` has {whom}, {how} and {what}; `intensities` are from none to strong."""

    text: Text
    calm: Text
    whats: dict[EmotionLabel, Text]
    whoms: dict[Target, str]
    hows: tuple[str, str, str, str]
    trends: dict[Trend, Text]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (
            set(self.whats) != set(EMOTIONS)
            or set(self.whoms) != set(TARGETS)
            or set(self.trends) != set(get_args(Trend))
        ):
            raise ValueError("whats, whoms and trends need a word for every feeling, target and trend")
        return self


class Rewording(Part):
    """What the assistant says of the staff, and how one of them says it."""

    said: Text
    staff: Text


class HoldingDraft(Part):
    """A draft that answers nothing yet."""

    title: Text
    text: Text


class DraftWords(Part):
    """How a draft is worded.

    Attributes:
        address: How the customer is addressed; has {name}.
        gap: What stands where a name must be filled in.
        first: Said before the first answer of a person; has {member}.
        opening: Said before an answer, by how the customer feels about the company.
        closing: Said after it.
        rewordings: Applied to what the assistant would say.
        leave_out: A sentence of the assistant's that holds one of these is left out: it is about the chat itself.
        holding: Where nothing is found that answers.
        topic: From which probability on a topic is drafted.
        past: From which likeness on a reply of the past is drafted, 0–1.
        satisfied: CSAT from which on a closed case was a good one; one nobody rated counts by its outcome.
    """

    address: Text
    gap: Text
    first: Text
    opening: dict[EmotionLabel, Text]
    closing: Text
    rewordings: tuple[Rewording, ...] = ()
    leave_out: tuple[Text, ...] = ()
    holding: HoldingDraft
    topic: Share
    past: Share
    past_title: Text
    satisfied: Annotated[int, Field(ge=1, le=5)]


class QuestionWords(Part):
    """What staff ask of a customer. `asked` is looked through in order; what fits nothing is looked for in the FAQ.

    Attributes:
        asked: Words by which something is asked, over the normalized question.
        texts: How it is answered, by name (`agents.copilot.questions`).
        health: What the colours of health are called.
        topic: From which probability on a topic answers.
        topics: Most topics of one answer.
    """

    asked: dict[Asked, tuple[Pattern, ...]]
    texts: dict[str, Text]
    health: dict[HealthStatus, Text]
    topic: Share
    topics: Annotated[int, Field(ge=1, le=5)] = 2


class Copilot(Part):
    """The words of the copilot."""

    moods: MoodWords
    drafts: DraftWords
    questions: QuestionWords
