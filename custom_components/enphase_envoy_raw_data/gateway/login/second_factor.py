"""A login at the cloud that waits for a code.

The protocol is not published. It was observed by others, and this is made after
what they have seen.
"""

import asyncio
import base64
import math
import re
import time
from typing import Final, override
import unicodedata

from pyenphase import EnvoyAuthenticationError

from ..errors import (
    AccountLocked,
    CloudFailed,
    CodeLoginOver,
    CodeMalformed,
    CodeOutdated,
    CodeTooSoon,
    LoginError,
)
from .cloud import AskOnce, obtain_token, within_limit
from .cloud_answer import code_error, sending_error, sent_to
from .cloud_site import CloudAnswer, CloudSite

_SEND_PAGE: Final = "/app-api/generate_mfa_login_otp"
_CODE_PAGE: Final = "/app-api/validate_login_otp"

# Seconds from one code to the next, as the site's own page has it.
_PAUSE: Final = 30

# Seconds; the cookie that a code goes with lives as long.
_LIFETIME: Final = 600

# Codes that may be rejected in one login. How many lock an account is not known.
_MOST_REJECTED: Final = 3

_CODE: Final = re.compile(r"[0-9]{6}")

# Characters; more than any message with a code has.
_LONGEST_TEXT: Final = 4096

# What may stand between digits: spaces, dashes, and what no screen shows.
_BETWEEN: Final = re.compile(r"[\s\u00ad\u200b-\u2015\u2060\u2212\ufeff-]")

# One in a text around it; no part of a longer number, of a date or of a name.
_IN_TEXT: Final = re.compile(r"(?<![A-Za-z0-9.+/-])[0-9]{6}(?![A-Za-z0-9/-]|[.,][0-9])")


class CodeHistory:
    """What logins of the same accounts know of each other's codes, in memory only."""

    def __init__(self) -> None:
        """Start before anything was sent."""
        self._sent: dict[str, float] = {}
        self._tried: dict[tuple[str, str], float] = {}

    def pause(self, username: str) -> float:
        """Return the seconds until an account may be sent another code."""
        if (sent := self._sent.get(username.casefold())) is None:
            return 0
        return sent + _PAUSE - time.monotonic()

    def note_sent(self, username: str) -> None:
        """Take note of a code that is about to be sent."""
        self._sent[username.casefold()] = time.monotonic()

    def note_end(self, username: str) -> None:
        """Take note that the login is over; the next one has a code of its own."""
        self._sent.pop(username.casefold(), None)

    def is_new(self, username: str, code: str) -> bool:
        """Return whether no login has tried a code lately, and take note of it."""
        now = time.monotonic()
        self._tried = {
            tried: at for tried, at in self._tried.items() if now < at + _LIFETIME
        }
        return self._tried.setdefault((username.casefold(), code), now) is now


class CodeLogin:
    """One login whose password was right; its cookies are gone with it.

    A code leaves once at most, whatever becomes of it, and is kept nowhere.
    """

    def __init__(self, username: str, serial: str, site: CloudSite) -> None:
        """Go on with a login that the site has begun."""
        self._username = username
        self._serial = serial
        self._site = site
        self._lock = asyncio.Lock()
        self.history = CodeHistory()
        """What was sent and tried; forms that are open together share one."""
        self._rejected = 0
        self.rejection: LoginError | None = None
        """What the latest code got in place of a login; None if it got one.

        Nor if the login was over: that says nothing of whoever logs in.
        """
        self._sent = 0
        self._sent_at: float | None = None
        self._logged_in: CloudAnswer | None = None
        self.sent_to = ""
        """Where the code was sent, as far as the cloud has told; else empty."""

    async def send_code(self) -> None:
        """Have a new code sent; those before are worth nothing then.

        As long as a login waits, whatever has begun it, its account gets no other.

        Raises CodeTooSoon, TooManyCodes, CodeLoginOver, CloudUnreachable or
        CloudFailed.
        """
        async with self._lock:
            if (left := self.history.pause(self._username)) > 0:
                raise CodeTooSoon(math.ceil(left), elsewhere=self._sent_at is None)
            # Before it is sent: if the reply is lost, the code may have left.
            self.history.note_sent(self._username)
            self._sent_at = time.monotonic()
            self._sent += 1
            try:
                answer = await within_limit(
                    self._site.post(self._site.page(_SEND_PAGE), {"locale": "en"})
                )
            except EnvoyAuthenticationError:
                raise CloudFailed(None) from None
            if error := sending_error(answer.status, answer.content):
                self._note_end(error)
                raise error
            self.sent_to = sent_to(answer.content) or self.sent_to

    async def enter(self, text: str) -> str:
        """Return a token for a code that somebody has typed.

        If the code was taken and no token came, the next call needs no code.
        Raises CodeMalformed, CodeRejected, CodeOutdated, CodeLoginOver,
        AccountLocked, NoAccess, TokenForOther, CloudUnreachable or CloudFailed.
        """
        code = _code_in(text)
        async with self._lock:
            if not self._logged_in:
                self._check(code)
            login = _WithCode(self, self._username, code, self._serial, self._site)
            return await obtain_token(login, self._serial)

    async def validate(self, code: str) -> CloudAnswer:
        """Return the reply of a login that the code has completed.

        Raises LoginError, and what the site raises.
        """
        if self._logged_in:
            return self._logged_in
        form = {
            "email": _in_base64(self._username),
            "otp": _in_base64(code),
            "xhrFields[withCredentials]": "true",
        }
        try:
            answer = await self._site.post(self._site.page(_CODE_PAGE), form)
        except EnvoyAuthenticationError:
            raise CloudFailed(None) from None
        if error := code_error(
            answer.status, answer.content, is_outdated=self._is_outdated
        ):
            self._rejected += 1
            if not isinstance(error, CodeLoginOver):
                self.rejection = error
            self._note_end(error)
            raise error
        self._logged_in = answer
        self.history.note_end(self._username)
        return answer

    def _check(self, code: str) -> None:
        """Raise an error for a code that must not be sent."""
        if not _CODE.fullmatch(code):
            raise CodeMalformed
        if self._rejected >= _MOST_REJECTED:
            self.history.note_end(self._username)
            raise CodeLoginOver
        if not self.history.is_new(self._username, code):
            raise CodeOutdated

    def _note_end(self, error: LoginError) -> None:
        """Take note of an error after which this login can't go on."""
        if isinstance(error, AccountLocked | CodeLoginOver):
            self.history.note_end(self._username)

    @property
    def _is_outdated(self) -> bool:
        """Return whether a code that is rejected may well be an older one."""
        if self._sent_at is None:
            return False
        return self._sent > 1 or time.monotonic() > self._sent_at + _LIFETIME


class _WithCode(AskOnce):
    """The same login, in which the code completes what the password has begun."""

    def __init__(
        self,
        login: CodeLogin,
        username: str,
        code: str,
        serial: str,
        site: CloudSite,
    ) -> None:
        """Log in by this code."""
        # pyenphase asks whether there is a password, and has no other use for it here.
        super().__init__(username, "-", serial, site)
        self._login = login
        self._code = code

    @override
    async def _log_in(self, url: str, form: dict[str, str]) -> CloudAnswer:
        """Return the reply to the code. Raises LoginError."""
        return await self._login.validate(self._code)


def _code_in(text: str) -> str:
    """Return the code in what somebody has typed, or pasted with text around.

    Anything else comes back as it is, or with a digit that is none of ours.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT])
    code = _BETWEEN.sub("", plain)
    if not _CODE.fullmatch(code):
        found = set(_IN_TEXT.findall(plain))
        if len(found) == 1:
            (code,) = found
    return code


def _in_base64(text: str) -> str:
    """Return a text as the site's own page sends it."""
    return base64.b64encode(text.encode()).decode()
