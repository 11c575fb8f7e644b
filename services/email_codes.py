"""Codes by e-mail: made, compared, sent, and who becomes known by them."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.effects import EffectConflict, KnowCustomer, SendCode, TryCode
from domain.email_codes import EmailCode
from store import email_codes as stored
from store import models, outbox
from store.models import Conversation, Customer

KEPT: Final = timedelta(days=1)
"""For so long codes are counted; afterwards their rows are dropped."""


class UnprovedEmail(Exception):
    """A turn wanted to make somebody known whose e-mail address was not shown to be theirs: a fault of the skill."""


class CodeMaker:
    """Makes codes and compares them. What is kept of one cannot be turned back without the secret.

    Args:
        secret: The service's secret key.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def make(self, conversation_id: str, email: str, digits: int, expires: datetime) -> SendCode:
        """A new code for an address."""
        code = f"{secrets.randbelow(10**digits):0{digits}}"
        return SendCode(email, code, self._digest(conversation_id, email, code), expires)

    def matches(self, conversation_id: str, kept: EmailCode, typed: str) -> bool:
        """Whether a code is the one that was sent; compared in constant time."""
        return hmac.compare_digest(kept.digest, self._digest(conversation_id, kept.email, typed))

    def _digest(self, conversation_id: str, email: str, code: str) -> str:
        said = "\0".join((conversation_id, email, code)).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()


def send(session: Session, conversation: Conversation, wish: SendCode, now: datetime) -> None:
    """Keeps a code and mails it; the codes before it are void."""
    stored.drop_older(session, now - KEPT)
    session.add(
        models.EmailCode(
            conversation_id=conversation.id,
            email=wish.email,
            digest=wish.digest,
            sent_at=now,
            expires_at=wish.expires,
            tries=0,
        )
    )
    payload = {"email": wish.email, "code": wish.code, "conversation_id": conversation.id}
    outbox.emit(session, "mail.code", conversation.id, payload, now)


def count_try(session: Session, conversation: Conversation, tried: TryCode, now: datetime) -> None:
    """Counts that a code was typed.

    Raises:
        EffectConflict: No code is kept any more.
    """
    code = stored.newest(session, conversation.id)
    if code is None:
        raise EffectConflict(f"Conversation {conversation.id} has no code to try.")
    code.tries += 1
    if tried.right:
        code.proved_at = now


def know(session: Session, conversation: Conversation, who: KnowCustomer, now: datetime) -> None:
    """Makes the conversation's customer known: the one of this e-mail address, or a new one.

    Raises:
        UnprovedEmail: The address was not shown to be theirs.
        EffectConflict: Somebody else of this address became known meanwhile.
    """
    require_proved(session, conversation, who.customer.email)
    if who.is_new:
        session.add(
            Customer(
                id=who.customer.customer_id,
                name=who.customer.name,
                type=who.customer.type,
                prefecture=who.customer.prefecture,
                address=who.customer.address,
                phone=who.customer.phone,
                email=who.customer.email,
                noise_hours=sorted(who.customer.noise_hours),
                since=now.date(),
            )
        )
        session.flush()
    elif same_email(session, who.customer.email or "") != [who.customer.customer_id]:
        raise EffectConflict(f"Customer {who.customer.customer_id} is no longer the only one of this address.")
    conversation.customer_id = who.customer.customer_id


def same_email(session: Session, email: str) -> list[str]:
    """The customers of an address."""
    return list(session.scalars(select(Customer.id).where(Customer.email == email).limit(2)))


def require_proved(session: Session, conversation: Conversation, email: str | None) -> None:
    """Makes sure that an address was shown to be of whoever speaks in a conversation.

    Raises:
        UnprovedEmail: It was not.
    """
    code = stored.newest(session, conversation.id)
    if code is None or code.proved_at is None or code.email != email:
        raise UnprovedEmail(f"Nobody in conversation {conversation.id} has shown that the e-mail address is theirs.")
