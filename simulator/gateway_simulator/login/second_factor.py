"""The cloud's second factor: a code that is sent, and taken once.

Made after what others have observed; the protocol is not published. How many wrong
codes lock an account, and how many codes are sent at most, is not known: the numbers
are ours.
"""

import base64
import binascii
from dataclasses import dataclass, field
import secrets
import time
from urllib.parse import parse_qsl

from ..journal import Received, see, see_code
from ..wire import Reply
from .account import Account
from .cloud_replies import (
    SESSION_COOKIE,
    cookies_of,
    empty_reply,
    json_reply,
    set_cookie,
)

GENERATE = "/app-api/generate_mfa_login_otp"
VALIDATE = "/app-api/validate_login_otp"

NONCE_COOKIE = "login_otp_nonce"
XSRF_COOKIE = "XSRF-TOKEN"

# Seconds; observed for the cookie.
_LIFETIME = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code that was sent to somebody."""

    email: str
    code: str
    at: float


@dataclass(slots=True, kw_only=True)
class _Login:
    """A login whose password was right and whose code is missing."""

    account: Account
    session: str
    nonce: str = ""
    nonce_ends: float = 0.0
    xsrf: str = ""
    code: str = ""
    code_ends: float = 0.0


@dataclass(slots=True, kw_only=True)
class SecondFactor:
    """How the cloud asks for codes, and the codes that it has sent."""

    # The login page says `requires_mfa`, or else only `success`.
    says_what_it_wants: bool = True
    # The login page says `success` and gives no nonce: the login has failed.
    without_nonce: bool = False
    # The cookies have an XSRF token, and a code has to come with it.
    xsrf: bool = False
    # Set as the cookie of that token instead, and not asked for.
    odd_xsrf: str = ""
    # The page that sends a code answers with nothing.
    empty_bodies: bool = False
    # A code is sent by the login already, before anybody asks for one.
    sent_at_login: bool = False
    # Said by the page that sends a code, such as "o***r@example.com".
    sent_to: str = ""
    # Codes for one account until the cloud sends no more.
    most_codes: int = 10
    # Wrong codes in a row until the account is locked.
    most_wrong: int = 5
    codes: list[SentCode] = field(default_factory=list)
    """All that were sent, oldest first."""

    _logins: dict[str, _Login] = field(default_factory=dict)
    _wrong: dict[str, int] = field(default_factory=dict)
    _locked: set[str] = field(default_factory=set)

    @property
    def newest(self) -> str:
        """Return the code that was sent last."""
        return self.codes[-1].code

    def is_locked(self, account: Account) -> bool:
        """Return whether wrong codes have locked an account."""
        return account.email in self._locked

    def forget(self, email: str) -> None:
        """Begin anew with an account: nothing is locked, no code counts."""
        self._locked.discard(email)
        self._wrong.pop(email, None)
        self.codes = [code for code in self.codes if code.email != email]

    def end_logins(self) -> None:
        """End every login that waits for a code."""
        self._logins.clear()

    def begin(self, account: Account, reply: Reply) -> None:
        """Add the cookies of a login that waits for a code to a reply."""
        login = _Login(account=account, session=set_cookie(reply, SESSION_COOKIE))
        set_cookie(reply, "locale", "en")
        if self.without_nonce:
            return
        self._logins[login.session] = login
        self._new_nonce(login, reply)
        if self.xsrf:
            login.xsrf = see(secrets.token_hex(8)) + "=="
            set_cookie(reply, XSRF_COOKIE, login.xsrf.replace("=", "%3D"))
        if self.odd_xsrf:
            set_cookie(reply, XSRF_COOKIE, self.odd_xsrf)
        if self.sent_at_login:
            self._send(login)

    def words(self) -> dict[str, object]:
        """Return what the login page says of an account with a second factor."""
        if self.says_what_it_wants and not self.without_nonce:
            return {"requires_mfa": True}
        return {"success": True, "isBlocked": False}

    def generate(self, request: Received) -> Reply:
        """Send a code."""
        login = self._login_of(request)
        if login is None:
            return json_reply(401, {"error": "unauthorized"})
        sent = sum(code.email == login.account.email for code in self.codes)
        if sent >= self.most_codes or self.is_locked(login.account):
            return json_reply(200, {"success": False, "isBlocked": True})
        self._send(login)
        words = {"success": True, "isBlocked": False}
        said = {"message": f"Sent to {self.sent_to}"} if self.sent_to else {}
        reply = empty_reply() if self.empty_bodies else json_reply(200, words | said)
        self._new_nonce(login, reply)
        return reply

    def validate(self, request: Received) -> Account | Reply:
        """Return whose code it is that came, or the refusal."""
        login = self._login_of(request)
        if login is None:
            return json_reply(401, {"error": "unauthorized"})
        form = dict(parse_qsl(request.body.decode(errors="replace")))
        email, code = _decoded(form.get("email", "")), _decoded(form.get("otp", ""))
        if code:
            see_code(code)
        if (
            email != login.account.email
            or form.get("xhrFields[withCredentials]") != "true"
        ):
            return json_reply(400, {"error": "bad request"})
        if login.xsrf and request.headers.get("X-CSRF-Token") != login.xsrf:
            return json_reply(422, {"error": "invalid authenticity token"})
        if self.is_locked(login.account):
            return json_reply(200, {"isValid": False, "isBlocked": True})
        if code and code == login.code and time.time() < login.code_ends:
            del self._logins[login.session]
            self._wrong.pop(email, None)
            return login.account
        wrong = self._wrong[email] = self._wrong.get(email, 0) + 1
        if wrong >= self.most_wrong:
            self._locked.add(email)
        blocked = self.is_locked(login.account)
        return json_reply(200, {"isValid": False, "isBlocked": blocked})

    def _send(self, login: _Login) -> None:
        """Send a new code; the one before is worth nothing from now on."""
        now = time.time()
        login.code = see_code(f"{secrets.randbelow(10**6):06}")
        login.code_ends = now + _LIFETIME
        sent = SentCode(email=login.account.email, code=login.code, at=now)
        self.codes.append(sent)

    @staticmethod
    def _new_nonce(login: _Login, reply: Reply) -> None:
        """Give a login a new nonce in place of its old one."""
        login.nonce = set_cookie(reply, NONCE_COOKIE, more=f"; Max-Age={_LIFETIME}")
        login.nonce_ends = time.time() + _LIFETIME

    def _login_of(self, request: Received) -> _Login | None:
        """Return the login that a request belongs to; None if it is over.

        It has to come like a request of the site's own page.
        """
        cookies = cookies_of(request)
        login = self._logins.get(cookies.get(SESSION_COOKIE, ""))
        is_of_the_page = (
            request.headers.get("X-Requested-With") == "XMLHttpRequest"
            and "Referer" in request.headers
        )
        if (
            login
            and is_of_the_page
            and cookies.get(NONCE_COOKIE) == login.nonce
            and time.time() < login.nonce_ends
        ):
            return login
        return None


def _decoded(text: str) -> str:
    """Return what was sent in base64; empty for anything else."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except binascii.Error, UnicodeDecodeError:
        return ""
