"""Password hashes: scrypt with a salt, its parameters written beside it, so that they can be raised later."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

SALT_BYTES: Final = 16
KEY_BYTES: Final = 32


@dataclass(frozen=True)
class Cost:
    """scrypt's parameters; the default is what OWASP asks for where 128 MiB a login are too much.

    https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt

    Attributes:
        n: Rounds and memory; a power of two.
        r: Block size; `128 * n * r` bytes are needed.
        p: How often.
    """

    n: int = 2**15
    r: int = 8
    p: int = 3


def hash_password(password: str, cost: Cost) -> str:
    """A new salted hash, such as `scrypt$32768$8$3$SALT$KEY`."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _written(cost, salt, _key(password, salt, cost))


def decoy(cost: Cost) -> str:
    """A hash of nothing anybody knows, for where there is none: comparing with it takes as long."""
    return _written(cost, secrets.token_bytes(SALT_BYTES), secrets.token_bytes(KEY_BYTES))


def is_password(password: str, hashed: str) -> bool:
    """Whether a hash is of this password; takes as long either way."""
    _, _, _, _, salt, key = hashed.split("$")
    return hmac.compare_digest(_key(password, base64.b64decode(salt), cost_of(hashed)), base64.b64decode(key))


def cost_of(hashed: str) -> Cost:
    """What a hash was made with."""
    return Cost(*map(int, hashed.split("$")[1:4]))


def _key(password: str, salt: bytes, cost: Cost) -> bytes:
    # The same password typed on another keyboard or system is the same.
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    memory = 2 * 128 * cost.n * cost.r + 2**20
    return hashlib.scrypt(text, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=KEY_BYTES)


def _written(cost: Cost, salt: bytes, key: bytes) -> str:
    fields = "scrypt", cost.n, cost.r, cost.p, base64.b64encode(salt).decode(), base64.b64encode(key).decode()
    return "$".join(map(str, fields))
