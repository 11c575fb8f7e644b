"""The closed vocabularies everything else speaks in: intents, emotions, triggers, priorities."""

from typing import Final, Literal, get_args

Intent = Literal[
    "question",
    "trouble",
    "recommend",
    "book",
    "change_booking",
    "cancel_booking",
    "my_booking",
    "request_person",
    "grievance",
    "demand",
    "small_talk",
    "affirm",
    "deny",
    "off_topic",
    "near_topic",
]
EmotionLabel = Literal["neutral", "joy", "anger", "dissatisfaction", "anxiety", "impatience", "despair"]
Target = Literal["neighbour", "company", "self", "none"]
Trigger = Literal[
    "anger",
    "dissatisfaction",
    "anxiety",
    "impatience",
    "complaint",
    "contract_end",
    "refund",
    "legal",
    "human_request",
    "safety",
    "stalled",
    "uncovered",
]
Priority = Literal["urgent", "high", "normal", "low"]
SafetyKind = Literal["self_harm", "violence", "partner", "child", "emergency"]
OwnWish = Literal["usage", "invoice", "api", "contract", "offer"]
"""What a customer asks of their own account."""

INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
EMOTIONS: Final[tuple[EmotionLabel, ...]] = get_args(EmotionLabel)
TARGETS: Final[tuple[Target, ...]] = get_args(Target)
TRIGGERS: Final[tuple[Trigger, ...]] = get_args(Trigger)
PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)
