"""What a token says of itself. It is not verified: only the gateway can do that."""

from dataclasses import dataclass
import re
import time

import jwt

from ..errors import NotAToken

LONGEST_TOKEN = 8192
"""Characters; real tokens have about 700."""

OWNER_NOTICE = 30 * 86400
"""Seconds before its end at which a token is renewed, as Home Assistant's own
integration does it."""

_SHARE_OF_LIFETIME = 0.25
"""For tokens that live shorter than four months: 3 of an installer's 12 hours."""

_END_OF_TIME = 32_503_680_000
"""Seconds since 1970 until the year 3000; with what is far behind it, nobody can
reckon."""

_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


# Each includes those below it. Levels of the roles that accounts of the cloud
# have, as the Enphase-API project documents them for gateways.
_LEVELS = {"monitor": 2, "owner": 2, "support": 4, "installer": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """The claims that matter to us."""

    serial: str
    """Gateway that the token is for; empty if the token doesn't say."""

    role: str
    """Account type, such as `owner` or `installer`; empty if the token doesn't say."""

    issued_at: float | None
    """Seconds since 1970."""

    expires_at: float | None
    """Seconds since 1970; None if it has no end."""

    def renew_at(self) -> float | None:
        """Return the time, in seconds since 1970, to renew it; None if never."""
        if self.expires_at is None:
            return None
        notice: float = OWNER_NOTICE
        if self.issued_at is not None and self.issued_at < self.expires_at:
            lifetime = self.expires_at - self.issued_at
            notice = min(notice, lifetime * _SHARE_OF_LIFETIME)
        return self.expires_at - notice

    def is_over(self) -> bool:
        """Return whether its time is over by our clock."""
        return self.expires_at is not None and self.expires_at <= time.time()


def is_lower(role: str, than: str) -> bool:
    """Return whether a role allows less than another; False for unknown ones."""
    known = role in _LEVELS and than in _LEVELS
    return known and _LEVELS[role] < _LEVELS[than]


def tidy_token(text: str) -> str:
    """Return the token in a text that was pasted, without quotes, breaks or `Bearer`.

    Raises NotAToken.
    """
    token = re.sub(r"\s+", "", re.sub(r"^\s*bearer\s+", "", text, flags=re.IGNORECASE))
    token = token.strip("\"'`")
    if len(token) > LONGEST_TOKEN or not _PARTS.fullmatch(token):
        raise NotAToken
    return token


def read_token(token: str) -> TokenFacts:
    """Return the claims of a token. Raises NotAToken."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError) as err:
        raise NotAToken from err
    audience = claims.get("aud")
    if isinstance(audience, list):
        audience = audience[0] if audience else ""
    return TokenFacts(
        serial=str(audience or ""),
        role=str(claims.get("enphaseUser") or "")[:40],
        issued_at=_seconds(claims.get("iat")),
        expires_at=_seconds(claims.get("exp")),
    )


def _seconds(claim: object) -> float | None:
    """Return a time claim as a number."""
    if isinstance(claim, bool) or not isinstance(claim, int | float | str):
        return None
    try:
        seconds = float(claim)
    except ValueError, OverflowError:
        return None
    return seconds if 0 <= seconds < _END_OF_TIME else None
