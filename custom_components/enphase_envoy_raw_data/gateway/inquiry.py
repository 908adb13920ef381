"""Pages that are asked for our own sake: who is there, is the login good."""

from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
from yarl import URL

from .errors import (
    Busy,
    CannotConnect,
    ConnectionLost,
    CutOff,
    EndlessReply,
    NotAGateway,
    Redirected,
    ReplyTooLarge,
    TimedOut,
)
from .identity import INFO_ENDPOINT, LARGEST_INFO, Identity, parse_info
from .judgement import BUSY
from .reply import Reply
from .transport import LARGEST_REPLY, Transport


class Inquiry:
    """Asks one gateway.

    Whatever fails on the way is a CannotConnect, since no caller's request was
    sent.
    """

    def __init__(self, transport: Transport, host: str, limit: float) -> None:
        """Give each page so many seconds."""
        self._transport = transport
        self._host = host
        self._limit = limit

    async def identity(self, scheme: str) -> Identity:
        """Return what `/info` says by one scheme, `https` or `http`.

        Raises CannotConnect, Busy, Redirected or NotAGateway.
        """
        url = URL(f"{scheme}://{self._host}{INFO_ENDPOINT}", encoded=True)
        reply = await self.page(url, {}, None, largest=LARGEST_INFO)
        if reply.status in BUSY:
            raise Busy(reply.status, reply.words(), INFO_ENDPOINT)
        if reply.status // 100 == 3:
            raise Redirected(reply.status, reply.location[:200])
        if reply.status != HTTPStatus.OK:
            raise NotAGateway
        return parse_info(reply.body)

    async def page(
        self,
        url: URL,
        headers: Mapping[str, str],
        digest: aiohttp.DigestAuthMiddleware | None,
        *,
        largest: int = LARGEST_REPLY,
    ) -> Reply:
        """Return a page, whatever its status, of at most so many bytes.

        Raises CannotConnect or NotAGateway.
        """
        try:
            return await self._transport.within(
                self._limit,
                self._transport.exchange(
                    "GET", url, headers=headers, digest=digest, largest=largest
                ),
            )
        except TimedOut, EndlessReply:
            raise CannotConnect("silent") from None
        except ConnectionLost, CutOff:
            raise CannotConnect("lost") from None
        except ReplyTooLarge:
            raise NotAGateway from None
