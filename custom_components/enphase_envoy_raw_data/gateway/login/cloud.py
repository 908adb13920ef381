"""A token from the Enlighten cloud, through pyenphase's login."""

import asyncio
from dataclasses import dataclass
from typing import Any, override

import aiohttp
from pyenphase import EnvoyAuthenticationError, EnvoyTokenAuth

from ..errors import (
    CloudFailed,
    CloudUnreachable,
    LoginError,
    NotAToken,
    TokenForOther,
)
from .cloud_answer import login_error, token_error
from .token import read_token, tidy_token

CLOUD_LIMIT = 20.0
"""Seconds for both requests; pyenphase gives each of them 10."""

# Bytes; a login has under 1 kB, a token under 2 kB.
_LARGEST_ANSWER = 64 * 1024


async def fetch_token(username: str, password: str, serial: str) -> str:
    """Return a new token for the gateway with this serial.

    Raises LoginRefused, MultiFactor, AccountLocked, NoAccess, TokenForOther,
    CloudUnreachable or CloudFailed.
    """
    login = _AskOnce("", username, password, serial)
    try:
        async with asyncio.timeout(CLOUD_LIMIT):
            await login.refresh()
    except TimeoutError, aiohttp.ClientError, OSError:
        raise CloudUnreachable from None
    # The library's own texts quote the cloud's reply, so the chain ends here.
    except EnvoyAuthenticationError, LookupError, AttributeError, TypeError, ValueError:
        raise login.diagnose() from None
    try:
        token = tidy_token(login.token)
        found = read_token(token).serial
    except NotAToken:
        raise CloudFailed(None) from None
    if found and found != serial:
        raise TokenForOther(serial, found)
    return token


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the library wants of a reply, which was read within its bounds."""

    status: int
    content: bytes

    async def text(self) -> str:
        """Return the content as text."""
        return self.content.decode(errors="replace")


class _AskOnce(EnvoyTokenAuth):
    """pyenphase's cloud login, which asks once and remembers what the cloud said.

    The library repeats a failed request without end, follows redirects with the
    password in hand, reads replies of any size, and reports all refusals in one
    kind of error.
    """

    _status: int | None = None
    _answer = b""
    _for_token = False

    @override
    async def _post_json_with_cloud_client(  # type: ignore[override] # no retries, bounded
        self,
        cloud_client: aiohttp.ClientSession,
        url: str,
        data: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> _Answer:
        """Post once and keep status and reply."""
        self._answer = b""
        content = bytearray()
        async with cloud_client.post(
            url, data=data, json=json, allow_redirects=False
        ) as response:
            self._for_token = url == self.TOKEN_URL
            self._status = response.status
            async for piece in response.content.iter_any():
                content += piece
                if len(content) > _LARGEST_ANSWER:
                    raise EnvoyAuthenticationError("too large")
        self._answer = bytes(content)
        return _Answer(response.status, self._answer)

    def diagnose(self) -> LoginError:
        """Return what the cloud's last answer means."""
        if self._for_token:
            return token_error(self._status, self._answer, self.envoy_serial or "")
        return login_error(self._status, self._answer)
