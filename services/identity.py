"""Who a site says its visitor is: a short-lived JWT, signed by the site, names the customer."""

from dataclasses import dataclass
from typing import Any, Final

from services.settings import SHORTEST_SECRET, SettingsError

AUDIENCE: Final = "zenbu"
LEEWAY: Final = 30
"""Seconds two machines' clocks may differ."""

_SHORTEST_RSA: Final = 2048


class WrongIdentity(PermissionError):
    """Who a visitor is said to be cannot be believed."""


@dataclass(frozen=True)
class IdentityCheck:
    """Checks the tokens of the site that knows its customers.

    Attributes:
        key: What signatures are checked with; None where no site was given one.
        algorithm: The only one accepted. It follows from the key and never from the token, which its sender writes.
    """

    key: Any
    algorithm: str

    def customer_id(self, token: str) -> str:
        """The customer a token names.

        Raises:
            WrongIdentity: It is forged, expired, for somebody else, or names nobody.
        """
        if self.key is None:
            raise WrongIdentity("This service was given no key to check identities with. Open without Authorization.")
        import jwt  # costly to import, and most sites sign nothing

        try:
            claims = jwt.decode(
                token,
                self.key,
                algorithms=[self.algorithm],
                leeway=LEEWAY,
                options={"require": ["exp", "sub"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError as error:
            raise WrongIdentity("The identity has expired. Have the site sign a new one.") from error
        except jwt.PyJWTError as error:
            # Not with its reason: whoever forges one is told nothing.
            raise WrongIdentity("The identity cannot be believed. Have the site sign a new one.") from error
        audience = claims.get("aud")
        if audience is not None and AUDIENCE not in ([audience] if isinstance(audience, str) else audience):
            raise WrongIdentity(f"The identity is meant for another service. Sign it with aud {AUDIENCE!r}, or none.")
        customer_id = claims["sub"]
        if not customer_id:
            raise WrongIdentity("The identity names nobody. Put the customer's id into sub.")
        return str(customer_id)


def build_identity_check(setting: str | None) -> IdentityCheck:
    """Reads `ZENBU_JWT_PUBLIC_KEY`.

    Args:
        setting: A public key in PEM (line ends may be written as a backslash and n), or a shared secret.

    Raises:
        SettingsError: It is neither.
    """
    if not setting:
        return IdentityCheck(None, "")
    if "-----BEGIN" not in setting:
        if len(setting) < SHORTEST_SECRET:
            raise _unusable(f"is no PEM, and as a shared secret it needs at least {SHORTEST_SECRET} characters")
        return IdentityCheck(setting, "HS256")
    return _signed_by(setting.replace("\\n", "\n"))


def _signed_by(pem: str) -> IdentityCheck:
    from cryptography.exceptions import UnsupportedAlgorithm  # costly to import, and most sites sign nothing
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unusable("is no public key in PEM") from error
    match key:
        case Ed25519PublicKey():
            return IdentityCheck(key, "EdDSA")
        case RSAPublicKey() if key.key_size >= _SHORTEST_RSA:
            return IdentityCheck(key, "RS256")
        case EllipticCurvePublicKey() if isinstance(key.curve, SECP256R1):
            return IdentityCheck(key, "ES256")
        case _:
            raise _unusable(f"is neither Ed25519, nor RSA of at least {_SHORTEST_RSA} bits, nor P-256")


def _unusable(fault: str) -> SettingsError:
    return SettingsError(
        f"ZENBU_JWT_PUBLIC_KEY {fault}. Make a pair, and give the site the private half:\n"
        "openssl genpkey -algorithm ed25519 -out site.pem && openssl pkey -in site.pem -pubout"
    )
