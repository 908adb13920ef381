"""Who a request comes from: session cookie, bearer token or digest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets

from ..journal import Received, see
from ..replica import Firmware
from .digest import DigestLogin
from .tokens import ROLE_LEVELS, UNCOMMISSIONED, BadToken, Claims, TokenAuthority

# A session ends this long after its last request.
SESSION_LIFETIME = timedelta(minutes=10)
# What the two digest users count as.
_DIGEST_ROLES = {"envoy": "owner", "installer": "installer"}


@dataclass(slots=True)
class _Session:
    """A session that a token check opened."""

    token_id: str
    role: str
    last_request: datetime


class Login:
    """The logins of one gateway.

    A real gateway also lets every caller from 127.0.0.1 in. The simulator must
    not: all its callers come from there.
    """

    def __init__(self, authority: TokenAuthority) -> None:
        """Start without sessions."""
        self._authority = authority
        self._digest = DigestLogin()
        self._sessions: dict[str, _Session] = {}
        self._uncommissioned_until: datetime | None = None
        # How many sessions of other tokens there may be at most; None is no bound.
        self.most_sessions: int | None = None

    def forget(self) -> None:
        """End all sessions, as a restart does."""
        self._sessions.clear()
        self._digest.forget()

    def challenge(self, request: Received, firmware: Firmware) -> str | None:
        """Return the digest challenge that goes with a refusal."""
        old = firmware.numbers < (4,)
        if (
            old
            and "Authorization" in request.headers
            and request.path == "/api/v1/production/inverters"
        ):
            return None
        return self._digest.challenge(request.at if old else None)

    def role(
        self,
        request: Received,
        needed: int,
        *,
        firmware: Firmware,
        serial: str,
        now: datetime,
    ) -> str | None:
        """Return the role of a request if it reaches the needed level."""
        if not firmware.token_login:
            user = self._digest.user(
                request.headers.get("Authorization", ""),
                request.method,
                request.target,
                serial,
            )
            role = _DIGEST_ROLES[user] if user else None
            return role if role and ROLE_LEVELS[role] >= needed else None
        if (session := self._session(request, now)) and (
            ROLE_LEVELS[session.role] >= needed
        ):
            session.last_request = now
            return session.role
        claims = self.claims(request, serial=serial, now=now)
        return claims.role if claims and claims.level >= max(needed, 1) else None

    def claims(self, request: Received, *, serial: str, now: datetime) -> Claims | None:
        """Return what a request's bearer token says, if the token is good."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            claims = self._authority.check(token.strip(), serial, now)
        except BadToken:
            return None
        if claims.audience == UNCOMMISSIONED:
            # Good only until the end of the first such token ever seen.
            self._uncommissioned_until = self._uncommissioned_until or claims.expires
            if now >= self._uncommissioned_until:
                return None
        return claims

    def open_session(self, claims: Claims, now: datetime) -> str | None:
        """Return the id of a new session; None if there are too many.

        One token has one session, and one that has ended doesn't count.
        """
        others = [
            session
            for session in self._sessions.values()
            if session.token_id != claims.token_id
            and now - session.last_request < SESSION_LIFETIME
        ]
        if self.most_sessions is not None and len(others) >= self.most_sessions:
            return None
        for old, session in list(self._sessions.items()):
            if session.token_id == claims.token_id:
                del self._sessions[old]
        session_id = see(secrets.token_urlsafe(24))
        self._sessions[session_id] = _Session(claims.token_id, claims.role, now)
        return session_id

    def session_id(self, request: Received) -> str | None:
        """Return the session id that a request's cookie carries."""
        for cookie in request.headers.get("Cookie", "").split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == "sessionId":
                return value
        return None

    def _session(self, request: Received, now: datetime) -> _Session | None:
        """Return the session of a request unless it has ended."""
        session_id = self.session_id(request) or ""
        session = self._sessions.get(session_id)
        if session and now - session.last_request >= SESSION_LIFETIME:
            del self._sessions[session_id]
            return None
        return session
