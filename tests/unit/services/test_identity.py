"""Who a site says its visitor is."""

import hashlib
import hmac
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jwt.utils import base64url_encode

from services.identity import IdentityCheck, WrongIdentity, build_identity_check
from services.settings import SettingsError

SECRET = "a-shared-secret-of-forty-characters-here"
ED25519 = Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
P256 = ec.generate_private_key(ec.SECP256R1())


def pem(key: Any) -> str:
    public: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public.decode()


def claims(**changes: Any) -> dict[str, Any]:
    found = {"sub": "u1", "exp": time.time() + 60, **changes}
    return {name: value for name, value in found.items() if value is not None}


def signed(key: Any, algorithm: str, **changes: Any) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm)


@pytest.fixture(params=["EdDSA", "RS256", "ES256", "HS256"])
def pair(request: pytest.FixtureRequest) -> tuple[IdentityCheck, Any, str]:
    algorithm: str = request.param
    key = {"EdDSA": ED25519, "RS256": RSA, "ES256": P256, "HS256": SECRET}[algorithm]
    return build_identity_check(key if isinstance(key, str) else pem(key)), key, algorithm


def test_signed_identity_names_the_customer(pair: tuple[IdentityCheck, Any, str]) -> None:
    check, key, algorithm = pair
    assert check.customer_id(signed(key, algorithm)) == "u1"
    assert check.customer_id(signed(key, algorithm, aud="zenbu")) == "u1"
    assert check.customer_id(signed(key, algorithm, aud=["shop", "zenbu"])) == "u1"


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": time.time() - 3600},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"aud": "another"},
        {"aud": []},
        {"nbf": time.time() + 3600},
    ],
)
def test_identity_that_does_not_hold_is_refused(pair: tuple[IdentityCheck, Any, str], changes: dict[str, Any]) -> None:
    check, key, algorithm = pair
    with pytest.raises(WrongIdentity):
        check.customer_id(signed(key, algorithm, **changes))


def test_identity_of_another_signer_is_refused() -> None:
    for check, forged in (
        (build_identity_check(pem(ED25519)), signed(Ed25519PrivateKey.generate(), "EdDSA")),
        (build_identity_check(SECRET), signed(SECRET[::-1], "HS256")),
        (build_identity_check(pem(RSA)), "not.a.token"),
    ):
        with pytest.raises(WrongIdentity):
            check.customer_id(forged)


def test_algorithm_is_never_the_senders_choice() -> None:
    check = build_identity_check(pem(RSA))
    none = jwt.encode(claims(), "", algorithm="none")
    with pytest.raises(WrongIdentity):
        check.customer_id(none)
    # The classic confusion: the public key, which everybody has, used as an HMAC secret.
    header, body, _ = signed("x" * 40, "HS256").split(".")
    signature = hmac.new(pem(RSA).encode(), f"{header}.{body}".encode(), hashlib.sha256).digest()
    with pytest.raises(WrongIdentity):
        check.customer_id(f"{header}.{body}.{base64url_encode(signature).decode()}")


def test_key_may_stand_on_one_line() -> None:
    check = build_identity_check(pem(ED25519).replace("\n", "\\n"))
    assert check.customer_id(signed(ED25519, "EdDSA")) == "u1"


def test_without_a_key_nobody_is_believed() -> None:
    with pytest.raises(WrongIdentity):
        build_identity_check(None).customer_id(signed(SECRET, "HS256"))


@pytest.mark.parametrize(
    "setting",
    [
        "short",
        "-----BEGIN PUBLIC KEY-----\nnothing\n-----END PUBLIC KEY-----",
        pem(ec.generate_private_key(ec.SECP384R1())),
        pem(rsa.generate_private_key(65537, 1024)),
        ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    ],
)
def test_unusable_key_is_refused_at_the_start_and_not_shown(setting: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        build_identity_check(setting)
    assert str(refusal.value).startswith("ZENBU_JWT_PUBLIC_KEY ")
    assert "openssl" in str(refusal.value).splitlines()[-1]
    assert setting not in str(refusal.value)
