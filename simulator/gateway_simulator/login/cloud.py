"""Stand-in for the cloud: its login and its token service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import secrets
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

from ..faults import Faults
from ..journal import Journal, Received, see
from ..wire import Answer, HttpServer, Reply
from .account import Account
from .cloud_replies import (
    SESSION_COOKIE,
    json_reply,
    set_cookie,
    text_reply,
)
from .second_factor import GENERATE, VALIDATE, SecondFactor
from .tokens import TokenAuthority


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
        self.second_factor = SecondFactor()
        # The login page answers 406, and only the form of browsers logs in.
        self.wants_form = False
        # It refuses with status 200, and says so in words only.
        self.refuses_with_success = False
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
        self.second_factor.forget(account.email)

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
        if request.method != "POST":
            return json_reply(404, {"error": "not found"})
        match request.path:
            case "/login/login.json" if self.wants_form:
                return text_reply(406, "")
            case "/login/login.json":
                return self._login(request)
            case "/login/login":
                return self._login_by_form(request)
            case "/tokens":
                return self._token(request)
            case path if path == GENERATE:
                return self.second_factor.generate(request)
            case path if path == VALIDATE:
                found = self.second_factor.validate(request)
                return found if isinstance(found, Reply) else self._logged_in(found)
        return json_reply(404, {"error": "not found"})

    def _account_of(self, request: Received) -> Account | None:
        """Return whose e-mail address and password came; None for a wrong one."""
        form = dict(parse_qsl(request.body.decode(errors="replace")))
        account = self._accounts.get(form.get("user[email]", ""))
        password = see(form.get("user[password]", ""))
        return account if account and account.password == password else None

    def _login(self, request: Received) -> Reply:
        """Check e-mail address and password."""
        account = self._account_of(request)
        if account is None:
            if self.refuses_with_success:
                words = "Invalid email or password"
                return json_reply(200, {"success": False, "message": words})
            return json_reply(401, {"message": "failure"})
        if account.blocked or self.second_factor.is_locked(account):
            return json_reply(200, {"message": "failure", "isBlocked": True})
        if account.multi_factor:
            reply = json_reply(200, self.second_factor.words())
            self.second_factor.begin(account, reply)
            return reply
        return self._logged_in(account)

    def _login_by_form(self, request: Received) -> Reply:
        """Check e-mail address and password as browsers send them.

        The reply is a page: the one behind the login, or the form again. It isn't
        observed beyond that, so cookies are all that a client can go by.
        """
        account = self._account_of(request)
        if account is None or account.blocked or self.second_factor.is_locked(account):
            reply = _page("<form action='/login/login'>Wrong password</form>")
            # As the site does: a session of somebody who isn't logged in.
            set_cookie(reply, SESSION_COOKIE)
            return reply
        reply = _page("<title>MyEnlighten</title>")
        if account.multi_factor:
            self.second_factor.begin(account, reply)
        else:
            self._sessions[set_cookie(reply, SESSION_COOKIE)] = account
        return reply

    def _logged_in(self, account: Account) -> Reply:
        """Return the reply to a login that has succeeded."""
        session_id = see(secrets.token_hex(16))
        self._sessions[session_id] = account
        reply = json_reply(
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
        set_cookie(reply, SESSION_COOKIE)
        return reply

    def _token(self, request: Received) -> Reply:
        """Hand out a token."""
        try:
            wanted = request.json()
            account = self._sessions.get(wanted["session_id"])
            serial, username = str(wanted["serial_num"]), str(wanted["username"])
        except ValueError, KeyError, TypeError:
            return text_reply(400, "Error: malformed request")
        if account is None:
            return text_reply(401, "Error: no such session")
        if account.serials is not None and serial not in account.serials:
            status = 200 if self.refuses_with_success else 403
            return text_reply(status, "Error: no access to this system")
        odd = self.tokens
        if odd.text is not None:
            return text_reply(200, odd.text)
        return text_reply(
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


def _page(content: str) -> Reply:
    """Return a page."""
    reply = text_reply(200, f"<html>{content}</html>")
    reply.headers[:] = [("Content-Type", "text/html; charset=utf-8")]
    return reply
