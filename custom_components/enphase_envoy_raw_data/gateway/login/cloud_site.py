"""The cloud's site during one attempt to log in: its pages, and its cookies."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

import aiohttp
from pyenphase import EnvoyAuthenticationError, EnvoyTokenAuth
from pyenphase.ssl import SSL_CONTEXT
from yarl import URL

# Bytes; a login has under 1 kB, a token under 2 kB.
_LARGEST_ANSWER: Final = 64 * 1024

REQUEST_LIMIT = 10.0
"""Seconds for one request, as pyenphase gives it."""

_SESSION_COOKIE: Final = "_enlighten_4_session"
_NONCE_COOKIE: Final = "login_otp_nonce"
_XSRF_COOKIE: Final = "XSRF-TOKEN"


@dataclass(frozen=True, slots=True)
class CloudAnswer:
    """A reply of the cloud; of one without end, as much as is read."""

    status: int
    content: bytes

    async def text(self) -> str:
        """Return the content as text, as pyenphase asks for it."""
        return self.content.decode(errors="replace")


class CloudSite:
    """Posts to the cloud, once each, with the cookies of one attempt.

    The cookies belong together and stand for whoever logs in, so each attempt has
    a site of its own, which is thrown away after it.
    """

    def __init__(self) -> None:
        """Begin without cookies."""
        # Those of an IP address count, too: it stands in for the cloud in tests.
        self._jar = aiohttp.CookieJar(unsafe=True)
        self.answer: CloudAnswer | None = None
        """The last reply; None if there was none."""

    @property
    def session(self) -> str:
        """Return the session that the site's cookies stand for; empty for none."""
        return self._cookie(_SESSION_COOKIE)

    @property
    def has_begun(self) -> bool:
        """Return whether the login can go on."""
        return bool(self.session) or self.has_nonce

    @property
    def has_nonce(self) -> bool:
        """Return whether a code is waited for."""
        return bool(self._cookie(_NONCE_COOKIE))

    def page(self, path: str) -> str:
        """Return the address of one of the login's pages."""
        return str(URL(EnvoyTokenAuth.JSON_LOGIN_URL).origin().with_path(path))

    async def post(
        self,
        url: str,
        data: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> CloudAnswer:
        """Post once. Raises EnvoyAuthenticationError for a reply without end.

        Also raises what aiohttp does if there is no reply.
        """
        self.answer = None
        content = bytearray()
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=SSL_CONTEXT),
                cookie_jar=self._jar,
                timeout=aiohttp.ClientTimeout(total=REQUEST_LIMIT),
            ) as session,
            session.post(
                url,
                data=data,
                json=json,
                headers=self._headers(url),
                allow_redirects=False,
            ) as response,
        ):
            too_large = False
            async for piece in response.content.iter_any():
                content += piece
                if too_large := len(content) > _LARGEST_ANSWER:
                    break
            self.answer = CloudAnswer(response.status, bytes(content))
            if too_large:
                # Its start stays: it tells whether a firewall has sent it.
                raise EnvoyAuthenticationError("too large")
        return self.answer

    def _headers(self, url: str) -> dict[str, str]:
        """Return the headers of the site's own requests; none for the tokens."""
        if url == EnvoyTokenAuth.TOKEN_URL:
            return {}
        referer = self.page("/")
        headers = {"X-Requested-With": "XMLHttpRequest", "Referer": referer}
        # As a browser's script reads it; nothing that can't stand in a header.
        xsrf = unquote(self._cookie(_XSRF_COOKIE))
        if xsrf and xsrf.isascii() and xsrf.isprintable():
            headers["X-CSRF-Token"] = xsrf
        return headers

    def _cookie(self, name: str) -> str:
        """Return a cookie of the login's pages; empty if there is none."""
        cookies = self._jar.filter_cookies(URL(EnvoyTokenAuth.JSON_LOGIN_URL))
        return cookies[name].value if name in cookies else ""
