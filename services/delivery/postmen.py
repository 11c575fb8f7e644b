"""Who takes mails away: an SMTP server, or a folder in development."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Literal

import structlog

from services.delivery.port import Postponed, Undeliverable

TIMEOUT: Final = 15.0
"""Seconds for each step of the conversation with the server."""

FAILED_FOR_GOOD: Final = 500
"""SMTP codes from here on say that repeating changes nothing."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SmtpPostman:
    """Hands messages to an SMTP server.

    Attributes:
        host: The server.
        port: Its port.
        security: `starttls`, `tls` from the first byte, or `none`; what is asked for is never done without.
        user: Who we are to the server; None where it does not ask.
        password: The user's.
        timeout: Seconds for each step.
    """

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = None
    timeout: float = TIMEOUT

    def post(self, message: EmailMessage, to: Sequence[str], name: str) -> None:
        """Hands over one message. Whom the server refuses while it takes others is logged."""
        try:
            with self._connected() as server:
                refused = server.send_message(message, to_addrs=list(to))
        except smtplib.SMTPRecipientsRefused as error:
            raise _outcome(error.recipients) from error
        except smtplib.SMTPDataError as error:
            why = f"{error.smtp_code} {_said(error.smtp_error)}"
            raise (Undeliverable(why) if error.smtp_code >= FAILED_FOR_GOOD else Postponed(why)) from error
        except smtplib.SMTPResponseException as error:
            # Who we are, or whom we speak for, is refused: that is mended in the settings, and the mail goes then.
            raise Postponed(f"{error.smtp_code} {_said(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Postponed(f"{self.host}:{self.port}: {error}") from error
        if refused:
            log.warning("some recipients refused", event_id=name, codes=[code for code, _ in refused.values()])

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context() if self.security != "none" else None
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user is not None:
                server.login(self.user, self.password or "")
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class FolderPostman:
    """Writes messages as `.eml` files, for development."""

    folder: Path

    def post(self, message: EmailMessage, to: Sequence[str], name: str) -> None:
        """Writes one message; a mail that is sent twice is one file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.eml"
        path.write_bytes(message.as_bytes())
        log.info("mail written", path=str(path))


def _outcome(recipients: Mapping[str, tuple[int, bytes]]) -> Postponed | Undeliverable:
    why = "; ".join(f"{code} {_said(text)}" for code, text in recipients.values())
    forever = all(code >= FAILED_FOR_GOOD for code, _ in recipients.values())
    return Undeliverable(why) if forever else Postponed(why)


def _said(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
