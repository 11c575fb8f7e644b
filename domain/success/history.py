"""What happens to a customer, in the words the records are kept in."""

from typing import Final, Literal, get_args

UsageKind = Literal["measurement", "login", "report_made", "report_viewed", "feature_used"]
InvoiceStatus = Literal["open", "paid", "void"]
InteractionKind = Literal["message", "inquiry", "complaint", "praise", "price", "negotiation", "meeting", "campaign"]
"""What an interaction was about: `price` asked or bargained about it, `negotiation` tells of one talk with, or one
letter to, the other side; `message` is whatever else was said."""

InteractionChannel = Literal["chat", "email", "phone", "meeting", "letter", "web", "other"]

USAGE_KINDS: Final[tuple[UsageKind, ...]] = get_args(UsageKind)
INVOICE_STATUSES: Final[tuple[InvoiceStatus, ...]] = get_args(InvoiceStatus)
INTERACTION_KINDS: Final[tuple[InteractionKind, ...]] = get_args(InteractionKind)
INTERACTION_CHANNELS: Final[tuple[InteractionChannel, ...]] = get_args(InteractionChannel)

MEDIATION: Final = "ai_mediation"
"""The add-on's id; ordered through a person, so it stands in usage as a feature, or among a visit's add-ons."""
