"""Offers after something went wrong: proposed, approved, and kept within everybody's authority."""

from services.recovery.desk import RecoveryDesk
from services.recovery.errors import OfferTooMuch, ProposalSettled, RecoveryNotOffered, RecoveryUnknown, UnknownProposal
from services.recovery.terms import recovery_terms

__all__ = [
    "OfferTooMuch",
    "ProposalSettled",
    "RecoveryDesk",
    "RecoveryNotOffered",
    "RecoveryUnknown",
    "UnknownProposal",
    "recovery_terms",
]
