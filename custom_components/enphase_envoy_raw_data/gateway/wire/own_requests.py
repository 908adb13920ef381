"""Requests of the client itself: which gateway answers, is the login good."""

from collections.abc import Mapping

import aiohttp
from yarl import URL

from ..errors import (
    BrokenReply,
    CannotConnect,
    ConnectionLost,
    CutOff,
    EndlessReply,
    NotAGateway,
    ReplyTooLarge,
    TimedOut,
)
from .body_reader import LARGEST_REPLY
from .exchanges import Exchanges
from .response import Response

_NO_HEADERS: Mapping[str, str] = {}


async def own_request(
    transport: Exchanges,
    url: URL,
    *,
    limit: float,
    headers: Mapping[str, str] = _NO_HEADERS,
    digest: aiohttp.DigestAuthMiddleware | None = None,
    largest: int = LARGEST_REPLY,
) -> Response:
    """Return the response to a GET, whatever its status, within `limit` seconds.

    What fails here says that no caller's request was sent. Raises CannotConnect,
    TimedOut, NotAGateway, or CertificateChanged.
    """
    try:
        return await transport.exchange(
            "GET", url, headers=headers, digest=digest, limit=limit, largest=largest
        )
    except (TimedOut, EndlessReply) as err:
        if not err.limit:
            # A stream, and no page that is asked for here is one.
            raise NotAGateway from None
        raise TimedOut(limit, url.path) from None
    except ConnectionLost, CutOff:
        raise CannotConnect("lost") from None
    except BrokenReply, ReplyTooLarge:
        raise NotAGateway from None
