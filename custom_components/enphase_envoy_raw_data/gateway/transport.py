"""One HTTP exchange with a gateway, bounded in time and size."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
import socket
import time
from typing import Any

import aiohttp
from aiohttp.hdrs import (
    AUTHORIZATION,
    CONTENT_ENCODING,
    CONTENT_TYPE,
    LOCATION,
    WWW_AUTHENTICATE,
)
from yarl import URL

from .connector import GatewayConnector, NewConnectionNeeded
from .errors import (
    CannotConnect,
    ConnectionLost,
    CutOff,
    EndlessReply,
    GatewayError,
    ReplyTooLarge,
    TimedOut,
)
from .reply import Reply

_MEBIBYTE = 1024 * 1024

LARGEST_REPLY = 8 * _MEBIBYTE
"""Bytes; the largest known page, /ivp/ensemble/status of a big site, has under 1 MB."""

CONNECT_LIMIT = 10.0
"""Seconds; a gateway on the same network connects within one. As pyenphase does."""

_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=CONNECT_LIMIT)

_STREAM_TYPE = "text/event-stream"

# Bytes of a body that is waited for as a whole; the largest known page has fewer.
_IN_ONE_GO = _MEBIBYTE


@dataclass(slots=True)
class Counters:
    """How many requests left and how many of them failed."""

    requests: int = 0
    failures: int = 0


class Transport:
    """Sends requests on a session and counts them.

    The session has a GatewayConnector of its own that doesn't verify
    certificates (gateways sign their own), and is not closed here.
    """

    def __init__(
        self, session: aiohttp.ClientSession, on_connection: Callable[[str], None]
    ) -> None:
        """Use this session; `on_connection` gets the certificate of each new one."""
        if not isinstance(session.connector, GatewayConnector):
            raise TypeError("The session needs a GatewayConnector")
        self._session = session
        self._connector = session.connector
        self._connector.on_connection = on_connection
        self.counters = Counters()
        self.began_with: int | None = None
        """Status of the reply under way; None before it has begun."""
        self._given_up_with: int | None = None

    @property
    def certificate(self) -> str:
        """Return the SHA-256 of the latest certificate; empty for plain HTTP."""
        return self._connector.certificate

    @property
    def connections(self) -> int:
        """Return how many connections were made."""
        return self._connector.made

    async def exchange(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        digest: aiohttp.DigestAuthMiddleware | None = None,
        largest: int = LARGEST_REPLY,
        stream_for: float | None = None,
        kept_alive_only: bool = False,
    ) -> Reply:
        """Return the reply, whatever its status and however long it takes.

        Nothing is repeated and no redirect is followed. `largest` is in bytes.
        `stream_for` is how many seconds of a stream are wanted; None refuses
        streams. With `kept_alive_only`, a request that would need a new
        connection raises NewConnectionNeeded instead.
        Raises CannotConnect if nothing was sent; ConnectionLost, CutOff,
        EndlessReply or ReplyTooLarge if something may have been; and what
        `on_connection` raises, after which nothing was.
        """
        self.counters.requests += 1
        self.began_with = None
        begun = time.monotonic()
        response: aiohttp.ClientResponse | None = None
        self._connector.kept_alive_only = kept_alive_only
        try:
            response = await self._session.request(
                method,
                url,
                headers=headers,
                data=content,
                middlewares=(digest, _end_challenge, _send_once)
                if digest
                else _ONLY_ONCE,
                allow_redirects=False,
                timeout=_TIMEOUT,
                read_bufsize=_IN_ONE_GO,
            )
            status = self.began_with = response.status
            answered = response.headers
            content_type = answered.get(CONTENT_TYPE, "")
            is_stream = content_type.lower().startswith(_STREAM_TYPE)
            if stream_for is None:
                if is_stream and response.ok:
                    raise EndlessReply(0)
                body, ended = await _read(response, largest), True
            else:
                body, ended = await _read_stream(response, largest, stream_for)
        except NewConnectionNeeded:
            self.counters.requests -= 1
            raise
        except asyncio.CancelledError:
            self.counters.failures += 1
            self._given_up_with, self.began_with = self.began_with, None
            raise
        except (GatewayError, TimeoutError, aiohttp.ClientError, OSError) as err:
            self.counters.failures += 1
            error = _as_gateway_error(err, self.began_with)
            self.began_with = None
            raise error from None
        finally:
            if response is not None and not response.closed:
                response.release()
        self.began_with = None
        return Reply(
            status=status,
            content_type=content_type,
            body=body,
            location=answered.get(LOCATION, "") if status // 100 == 3 else "",
            duration=time.monotonic() - begun,
            stream=stream_for is not None and (is_stream or not ended),
            stream_ended=ended,
        )

    def within(
        self, limit: float | None, exchange: Coroutine[Any, Any, Reply]
    ) -> Coroutine[Any, Any, Reply]:
        """Return the reply of an exchange that may take so many seconds.

        Raises TimedOut or EndlessReply if it takes longer. With None, who waits
        for it sees to that.
        """
        return exchange if limit is None else self._within(limit, exchange)

    async def _within(
        self, limit: float, exchange: Coroutine[Any, Any, Reply]
    ) -> Reply:
        """Return the reply of an exchange; see `within`."""
        try:
            async with asyncio.timeout(limit):
                return await exchange
        except TimeoutError:
            status = self._given_up_with
            error = TimedOut(limit) if status is None else EndlessReply(limit)
            error.began_with = status
            raise error from None


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    """Return the body, reading no more of it than is allowed."""
    length = response.content_length
    if (length or 0) > largest:
        raise ReplyTooLarge(largest // _MEBIBYTE)
    content = response.content
    if (
        length is not None
        and length <= _IN_ONE_GO
        and CONTENT_ENCODING not in response.headers
    ):
        if content.exception() is None:
            # What is broken already would never end.
            await content.wait_eof()
        return content.read_nowait()
    pieces = []
    size = 0
    while piece := await content.readany():
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise ReplyTooLarge(largest // _MEBIBYTE)
    return b"".join(pieces)


async def _read_stream(
    response: aiohttp.ClientResponse, largest: int, seconds: float
) -> tuple[bytes, bool]:
    """Return what arrives within the seconds, and whether the body ended by then."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > largest:
                    raise ReplyTooLarge(largest // _MEBIBYTE)
    except TimeoutError:
        return bytes(body), False
    return bytes(body), True


def _as_gateway_error(err: Exception, began_with: int | None) -> GatewayError:
    """Return the error in our words, with the status if a reply had begun."""
    error: GatewayError
    if isinstance(err, GatewayError):
        error = err
    else:
        error = ConnectionLost() if began_with is None else CutOff()
    error.began_with = began_with
    return error


async def _send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request once and tell whether it left.

    aiohttp sends GET, PUT and DELETE again by itself when the connection breaks
    before the reply, be it fresh or kept alive. It does so for its own kinds
    of error only, so they are turned into ours below its loop.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError as err:
        raise CannotConnect(_reason(err)) from None
    except aiohttp.ConnectionTimeoutError:
        raise CannotConnect("silent") from None
    except aiohttp.ClientError, ConnectionError:
        raise ConnectionLost from None


_ONLY_ONCE = (_send_once,)


async def _end_challenge(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """End the reply that asks for a digest.

    aiohttp answers it at once and forgets it, with a connection that is taken as
    long as the rest of that reply is on its way.
    """
    response = await handler(request)
    challenge = response.headers.get(WWW_AUTHENTICATE, "")
    if AUTHORIZATION not in request.headers and challenge.lower().startswith("digest"):
        response.release()
    return response


def _reason(err: aiohttp.ClientConnectorError) -> str:
    """Return why no connection came about, as a key."""
    match err:
        case aiohttp.ClientConnectorDNSError():
            return "name"
        case aiohttp.ClientSSLError():
            return "tls"
    match err.os_error:
        case ConnectionRefusedError():
            return "refused"
        case socket.gaierror():
            return "name"
        case TimeoutError():
            return "silent"
        case ConnectionResetError():
            return "reset"
    return "no_route" if err.os_error.errno else "other"
