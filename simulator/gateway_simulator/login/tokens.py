"""Login tokens as the cloud's token service makes them and a gateway checks them.

A token is a JSON Web Token signed with ES256. The cloud signs, a gateway
verifies offline with the public key it was built with.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
import hashlib
import json
from typing import Any
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from ..journal import see

ISSUER = "Entrez"
UNCOMMISSIONED = "un-commissioned"
# Each role includes those with a lower number.
ROLE_LEVELS = {
    "none": 0,
    "anybody": 1,
    "monitor": 2,
    "owner": 2,
    "prov": 3,
    "support": 4,
    "sysadmin": 5,
    "installer": 6,
    "envoy": 7,
    "enphase": 7,
    "factory": 7,
}
# What the cloud gives: owners a year, installers half a day.
OWNER_LIFETIME = timedelta(days=365)
INSTALLER_LIFETIME = timedelta(hours=12)

# ES256 signatures are two 32-byte numbers, not the DER form the library makes.
_HALF = 32


class BadToken(Exception):
    """A token that no gateway accepts; the text says why, for the log only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a gateway reads from a token it accepts."""

    audience: str
    role: str
    token_id: str
    expires: datetime

    @property
    def level(self) -> int:
        """Return the number of the role; an unknown role may do nothing."""
        return ROLE_LEVELS.get(self.role, 0)


def default_lifetime(role: str) -> timedelta:
    """Return how long the cloud lets a token of this role live."""
    return (
        OWNER_LIFETIME
        if ROLE_LEVELS[role] <= ROLE_LEVELS["owner"]
        else INSTALLER_LIFETIME
    )


class TokenAuthority:
    """The pair of keys behind the cloud's tokens and the gateways' checks."""

    def __init__(self, name: str = "gateway simulator") -> None:
        """Derive the keys from a name.

        The same name gives the same keys, so a token stays good when a
        simulator is started again. It opens simulators only.
        """
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()) >> 1
        self._key = ec.derive_private_key(seed, ec.SECP256R1())
        self._key_id = hashlib.sha256(name.encode()).hexdigest()[:16]

    @staticmethod
    def shared() -> TokenAuthority:
        """Return the authority that simulators use unless told otherwise."""
        return _shared()

    def make(
        self,
        serial: str,
        role: str = "owner",
        *,
        lifetime: timedelta | None = None,
        issued_at: datetime | None = None,
        username: str | None = None,
        expires: bool = True,
        issuer: str = ISSUER,
    ) -> str:
        """Return a token for one gateway; `expires=False` leaves out `exp`."""
        start = issued_at or datetime.now(UTC)
        if lifetime is None:
            lifetime = default_lifetime(role)
        claims: dict[str, Any] = {
            "aud": serial,
            "iss": issuer,
            "enphaseUser": role,
            "iat": int(start.timestamp()),
            "jti": str(uuid.uuid4()),
            "username": username or f"{role}@example.com",
        }
        if expires:
            claims["exp"] = int((start + lifetime).timestamp())
        head = {"kid": self._key_id, "typ": "JWT", "alg": "ES256"}
        signed = f"{_pack(head)}.{_pack(claims)}"
        r, s = decode_dss_signature(
            self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
        )
        return see(f"{signed}.{_encode(r.to_bytes(_HALF) + s.to_bytes(_HALF))}")

    def check(self, token: str, serial: str, now: datetime) -> Claims:
        """Return the claims of a token that this gateway accepts, or raise BadToken."""
        try:
            head_text, claims_text, signature_text = token.split(".")
            head = json.loads(_decode(head_text))
            claims = json.loads(_decode(claims_text))
            signature = _decode(signature_text)
        except ValueError as err:
            raise BadToken("not a token") from err
        if not isinstance(head, dict) or not isinstance(claims, dict):
            raise BadToken("not a token")
        if head.get("alg") != "ES256" or len(signature) != 2 * _HALF:
            raise BadToken("not signed with ES256")
        try:
            self._key.public_key().verify(
                encode_dss_signature(
                    int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
                ),
                f"{head_text}.{claims_text}".encode(),
                ec.ECDSA(hashes.SHA256()),
            )
        except InvalidSignature as err:
            raise BadToken("signed by somebody else") from err
        if claims.get("iss") != ISSUER:
            raise BadToken("made by somebody else")
        if claims.get("aud") not in (serial, UNCOMMISSIONED):
            raise BadToken("meant for another gateway")
        expires = claims.get("exp")
        # A gateway cannot tell how long a token without an end would be good.
        if not isinstance(expires, int) or expires <= now.timestamp():
            raise BadToken("expired")
        return Claims(
            audience=claims["aud"],
            role=str(claims.get("enphaseUser")),
            token_id=str(claims.get("jti")),
            expires=datetime.fromtimestamp(expires, UTC),
        )


@cache
def _shared() -> TokenAuthority:
    """Make the shared authority once."""
    return TokenAuthority()


def _encode(raw: bytes) -> str:
    """Return URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """Read URL-safe base64 without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _pack(part: dict[str, Any]) -> str:
    """Return one part of a token."""
    return _encode(json.dumps(part, separators=(",", ":")).encode())
