"""A token from the Enlighten cloud, through pyenphase's login."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, override

import aiohttp
import orjson
from pyenphase import EnvoyAuthenticationError, EnvoyTokenAuth

from ..errors import (
    CloudUnreachable,
    LoginError,
    LoginUnfinished,
    MultiFactor,
    NoAccess,
    NotAToken,
    TokenForOther,
)
from .cloud_answer import login_error, token_error
from .cloud_site import CloudAnswer, CloudSite
from .token import read_token, tidy_token

CLOUD_LIMIT = 20.0
"""Seconds for both requests; each of them has 10, as with pyenphase."""

# The page of browsers, for a cloud that takes the login nowhere else.
_FORM_PAGE = "/login/login"
_FORM_SENDS_ON = (
    HTTPStatus.OK,
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
)


async def fetch_token(
    username: str,
    password: str,
    serial: str,
    on_code_wanted: Callable[[CloudSite], None] = lambda _: None,
) -> str:
    """Return a new token for the gateway with this serial.

    `on_code_wanted` gets the site, with its cookies, if a code can be entered there.
    Raises LoginRefused, LoginUnfinished, MultiFactor, AccountLocked, NoAccess,
    TokenForOther, CloudUnreachable or CloudFailed.
    """
    site = CloudSite()
    try:
        return await obtain_token(AskOnce(username, password, serial, site), serial)
    except MultiFactor:
        if site.has_begun:
            on_code_wanted(site)
        raise


async def obtain_token(login: AskOnce, serial: str) -> str:
    """Return the token that a login gives. Raises LoginError."""
    try:
        await within_limit(login.refresh())
    # The texts of pyenphase quote the cloud's reply, so the chain ends here.
    except EnvoyAuthenticationError, LookupError, AttributeError, TypeError, ValueError:
        raise login.diagnose() from None
    try:
        token = tidy_token(login.token)
        found = read_token(token).serial
    except NotAToken:
        raise login.diagnose() from None
    if found and found != serial:
        raise TokenForOther(serial, found)
    return token


async def within_limit[T](asking: Awaitable[T]) -> T:
    """Return what the cloud is asked for. Raises CloudUnreachable."""
    try:
        async with asyncio.timeout(CLOUD_LIMIT):
            return await asking
    except TimeoutError, aiohttp.ClientError, OSError:
        raise CloudUnreachable from None


class AskOnce(EnvoyTokenAuth):
    """pyenphase's cloud login, which asks once and remembers what the cloud said.

    The library repeats a failed request without end, follows redirects with the
    password in hand, reads replies of any size, and reports all refusals in one
    kind of error.
    """

    def __init__(
        self, username: str, password: str, serial: str, site: CloudSite
    ) -> None:
        """Log in at a site."""
        super().__init__("", username, password, serial)
        self._site = site
        self._for_token = False
        self._by_form = False

    @override
    async def _post_json_with_cloud_client(  # type: ignore[override] # no retries, bounded
        self,
        cloud_client: aiohttp.ClientSession,
        url: str,
        data: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> CloudAnswer:
        """Post once, with the cookies of this attempt."""
        self._for_token = url == self.TOKEN_URL
        if self._for_token:
            return await self._site.post(url, data, json)
        return await self._log_in(url, data or {})

    async def _log_in(self, url: str, form: dict[str, str]) -> CloudAnswer:
        """Return the reply to the login. Raises LoginError."""
        answer = await self._site.post(url, form)
        if answer.status != HTTPStatus.NOT_ACCEPTABLE:
            return answer
        self._by_form = True
        answer = await self._site.post(self._site.page(_FORM_PAGE), form)
        if answer.status not in _FORM_SENDS_ON:
            return answer
        if self._site.has_nonce:
            raise MultiFactor
        if not self._site.session:
            raise LoginUnfinished
        # The page says nothing; its cookie is the session.
        return CloudAnswer(200, orjson.dumps({"session_id": self._site.session}))

    def diagnose(self) -> LoginError:
        """Return what the cloud's last answer means."""
        answer = self._site.answer
        status, content = (answer.status, answer.content) if answer else (None, b"")
        if not self._for_token:
            return login_error(status, content, has_nonce=self._site.has_nonce)
        error = token_error(status, content, self.envoy_serial or "")
        if self._by_form and (isinstance(error, NoAccess) or status == 401):
            # The form's page shows a session to whoever has failed, too.
            return LoginUnfinished()
        return error
