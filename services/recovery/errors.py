"""Why an offer cannot be made."""

from domain.mending import Mendable


class RecoveryUnknown(Mendable, ValueError):
    """The cause, the form or the amount is none the company has."""


class OfferTooMuch(Mendable):
    """The offer is more than the case justifies, or than anybody's authority or budget covers."""


class UnknownProposal(Mendable, LookupError):
    """There is no such proposal."""


class ProposalSettled(Mendable):
    """The proposal was settled before."""


class RecoveryNotOffered(Mendable, LookupError):
    """The company does not say what it offers when something went wrong."""
