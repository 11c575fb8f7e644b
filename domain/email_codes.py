"""A code by e-mail: who can read it has shown that the address is theirs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class EmailCode:
    """The newest code a conversation was sent.

    Attributes:
        email: Where it was sent.
        digest: What is kept of it.
        expires: Until when it is accepted.
        tries: How often a code was typed since.
        proved: Whether the right one was.
    """

    email: str
    digest: str
    expires: datetime
    tries: int = 0
    proved: bool = False


@dataclass(frozen=True)
class CodeMails:
    """The codes that were mailed for a conversation: the newest, how many, and how many to an address in a day."""

    newest: EmailCode | None = None
    sent_here: int = 0
    sent_to: int = 0

    def proves(self, email: str | None) -> bool:
        """Whether an address was shown to be this customer's."""
        return self.newest is not None and self.newest.proved and self.newest.email == email
