"""Stand-in for the cloud: its login and its token service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import json
import secrets
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from ..faults import Faults
from ..journal import Journal, Received, see
from ..wire import Answer, HttpServer, Reply
from .tokens import TokenAuthority


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has an account at the cloud."""

    email: str
    password: str
    # "owner" (tokens for a year) or "installer" (for 12 hours).
    role: str = "owner"
    # Gateways this account may have tokens for; None is every gateway.
    serials: frozenset[str] | set[str] | list[str] | tuple[str, ...] | None = None
    multi_factor: bool = False
    blocked: bool = False


@dataclass(slots=True, kw_only=True)
class TokenTrouble:
    """What is odd about the tokens that are handed out; None or True each."""

    # Made out for this gateway instead of the one asked for.
    serial: str | None = None
    # Leave out the end.
    without_exp: bool = False
    # Sent instead of any token.
    text: str | None = None
    lifetime: timedelta | None = None
    issued_at: datetime | None = None


class CloudSimulator:
    """The cloud. `async with` starts and stops it."""

    def __init__(
        self,
        *,
        authority: TokenAuthority | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Start without accounts; the keys are those the gateways trust."""
        self.authority = authority or TokenAuthority.shared()
        self.journal = Journal()
        self.faults = Faults()
        self.tokens = TokenTrouble()
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, Account] = {}
        self._http = HttpServer(
            host=host, port=port, journal=self.journal, answer=self._answer_with_faults
        )

    @property
    def url(self) -> str:
        """Return the address of both services, without a final slash."""
        return f"http://{self._http.address}"

    @property
    def port(self) -> int:
        """Return the port, which is known from the first start on."""
        return self._http.port

    @property
    def login_url(self) -> str:
        """Return the address of the login."""
        return f"{self.url}/login/login.json"

    @property
    def token_url(self) -> str:
        """Return the address of the token service."""
        return f"{self.url}/tokens"

    def add(self, account: Account) -> None:
        """Add an account, or replace the one with the same e-mail address."""
        self._accounts[account.email] = account

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Listen, on the same port as before."""
        await self._http.start(None)

    async def stop(self) -> None:
        """Refuse and cut all connections."""
        await self._http.stop()

    async def _answer_with_faults(self, request: Received) -> Reply:
        """Answer a request, with the faults that hit it around."""
        answer: Answer = self._answer
        for fault in reversed(self.faults.take(request)):
            answer = partial(fault.around, answer=answer)
        return await answer(request)

    async def _answer(self, request: Received) -> Reply:
        """Answer a request as a healthy cloud does."""
        if (request.method, request.path) == ("POST", "/login/login.json"):
            return self._login(request)
        if (request.method, request.path) == ("POST", "/tokens"):
            return self._token(request)
        return _json(404, {"error": "not found"})

    def _login(self, request: Received) -> Reply:
        """Check e-mail address and password."""
        form = dict(parse_qsl(request.body.decode(errors="replace")))
        account = self._accounts.get(form.get("user[email]", ""))
        password = see(form.get("user[password]", ""))
        if account is None or account.password != password:
            return _json(401, {"message": "failure"})
        if account.blocked:
            return _json(200, {"message": "failure", "isBlocked": True})
        if account.multi_factor:
            reply = _json(
                200, {"success": True, "isBlocked": False, "requires_mfa": True}
            )
            reply.headers.append(("Set-Cookie", _cookie("login_otp_nonce")))
            return reply
        session_id = see(secrets.token_hex(16))
        self._sessions[session_id] = account
        reply = _json(
            200,
            {
                "message": "success",
                "session_id": session_id,
                "manager_token": see(secrets.token_urlsafe(24)),
                "is_consumer": account.role == "owner",
                "system_id": 1000001,
                "redirect_url": "",
            },
        )
        reply.headers.append(("Set-Cookie", _cookie("_enlighten_4_session")))
        return reply

    def _token(self, request: Received) -> Reply:
        """Hand out a token."""
        try:
            wanted = request.json()
            account = self._sessions.get(wanted["session_id"])
            serial, username = str(wanted["serial_num"]), str(wanted["username"])
        except ValueError, KeyError, TypeError:
            return _text(400, "Error: malformed request")
        if account is None:
            return _text(401, "Error: no such session")
        if account.serials is not None and serial not in account.serials:
            return _text(403, "Error: no access to this gateway")
        odd = self.tokens
        if odd.text is not None:
            return _text(200, odd.text)
        return _text(
            200,
            self.authority.make(
                odd.serial or serial,
                account.role,
                lifetime=odd.lifetime,
                issued_at=odd.issued_at,
                username=username,
                expires=not odd.without_exp,
            ),
        )


def _json(status: int, document: dict[str, Any]) -> Reply:
    """Return a JSON reply."""
    headers = [("Content-Type", "application/json; charset=utf-8")]
    return Reply(status=status, headers=headers, body=json.dumps(document).encode())


def _text(status: int, text: str) -> Reply:
    """Return a text reply."""
    headers = [("Content-Type", "text/plain;charset=UTF-8")]
    return Reply(status=status, headers=headers, body=text.encode())


def _cookie(name: str) -> str:
    """Return a cookie with a random value."""
    return f"{name}={see(secrets.token_hex(16))}; path=/; HttpOnly"
