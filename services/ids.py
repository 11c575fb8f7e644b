"""Names for rows, and the tokens that open conversations."""

import hashlib
import secrets


def new_id(prefix: str) -> str:
    """A name nobody can guess, such as `c_5f…`; short enough not to be taken for a token in a log."""
    return f"{prefix}_{secrets.token_hex(12)}"


def new_token() -> str:
    """What a client shows to speak in its conversation. Only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: it has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
