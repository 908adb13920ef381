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

from pyenphase import EnvoyAuthenticationError

from ..errors import (
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
        self._tried: set[str] = set()
        self._rejected = 0
        self.rejection: LoginError | None = None
        """The latest code's rejection by the cloud; None if there was none."""
        self._sent = 0
        self._sent_at: float | None = None
        self._logged_in: CloudAnswer | None = None
        self.sent_to = ""
        """Where the code was sent, as far as the cloud has told; else empty."""

    async def send_code(self) -> None:
        """Have a new code sent; those before are worth nothing then.

        Raises CodeTooSoon, TooManyCodes, CodeLoginOver, CloudUnreachable or
        CloudFailed.
        """
        async with self._lock:
            if self._sent_at is not None:
                left = self._sent_at + _PAUSE - time.monotonic()
                if left > 0:
                    raise CodeTooSoon(math.ceil(left))
            # Before it is sent: if the reply is lost, the code may have left.
            self._sent_at = time.monotonic()
            self._sent += 1
            try:
                answer = await within_limit(
                    self._site.post(self._site.page(_SEND_PAGE), {"locale": "en"})
                )
            except EnvoyAuthenticationError:
                raise CloudFailed(None) from None
            if error := sending_error(answer.status, answer.content):
                raise error
            self.sent_to = sent_to(answer.content) or self.sent_to

    async def enter(self, text: str) -> str:
        """Return a token for a code that somebody has typed.

        If the code was taken and no token came, the next call needs no code.
        Raises CodeMalformed, CodeRejected, CodeOutdated, CodeLoginOver,
        AccountLocked, NoAccess, TokenForOther, CloudUnreachable or CloudFailed.
        """
        code = re.sub(r"[\s-]", "", text)
        async with self._lock:
            if not self._logged_in:
                self._check(code)
                self._tried.add(code)
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
            self.rejection = error
            raise error
        self._logged_in = answer
        return answer

    def _check(self, code: str) -> None:
        """Raise an error for a code that must not be sent."""
        if not _CODE.fullmatch(code):
            raise CodeMalformed
        if code in self._tried:
            raise CodeOutdated
        if self._rejected >= _MOST_REJECTED:
            raise CodeLoginOver

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


def _in_base64(text: str) -> str:
    """Return a text as the site's own page sends it."""
    return base64.b64encode(text.encode()).decode()
