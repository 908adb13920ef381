"""One HTTP exchange with a gateway, bounded in time and size."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
import socket
import time

import aiohttp
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
        limit: float,
        content: bytes | None = None,
        digest: aiohttp.DigestAuthMiddleware | None = None,
        largest: int = LARGEST_REPLY,
        stream_for: float | None = None,
        kept_alive_only: bool = False,
    ) -> Reply:
        """Return the reply, whatever its status.

        Nothing is repeated and no redirect is followed. `limit` is in seconds,
        `largest` in bytes. `stream_for` is how many seconds of a stream are
        wanted; None refuses streams. With `kept_alive_only`, a request that
        would need a new connection raises NewConnectionNeeded instead.
        Raises CannotConnect if nothing was sent; ConnectionLost, CutOff,
        TimedOut, EndlessReply or ReplyTooLarge if something may have been; and
        what `on_connection` raises, after which nothing was.
        """
        self.counters.requests += 1
        middlewares = (digest, _send_once) if digest else (_send_once,)
        begun = time.monotonic()
        started: aiohttp.ClientResponse | None = None
        self._connector.kept_alive_only = kept_alive_only
        try:
            async with (
                asyncio.timeout(limit),
                self._session.request(
                    method,
                    url,
                    headers=headers,
                    data=content,
                    middlewares=middlewares,
                    allow_redirects=False,
                    timeout=_TIMEOUT,
                ) as response,
            ):
                started = response
                if stream_for is None:
                    body, ended = await _read(response, largest), True
                else:
                    body, ended = await _read_stream(response, largest, stream_for)
        except NewConnectionNeeded:
            self.counters.requests -= 1
            raise
        except (GatewayError, TimeoutError, aiohttp.ClientError, OSError) as err:
            self.counters.failures += 1
            raise _as_gateway_error(err, started, limit) from None
        return Reply(
            status=response.status,
            content_type=response.headers.get("Content-Type", ""),
            body=body,
            location=response.headers.get("Location", ""),
            duration=time.monotonic() - begun,
            stream=stream_for is not None
            and (not ended or response.content_type == _STREAM_TYPE),
            stream_ended=ended,
        )


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    """Return the body, reading no more of it than is allowed."""
    if response.content_type == _STREAM_TYPE and response.ok:
        raise EndlessReply(0)
    if response.content_length is not None and response.content_length > largest:
        raise ReplyTooLarge(largest // _MEBIBYTE)
    pieces = []
    size = 0
    while piece := await response.content.readany():
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


def _as_gateway_error(
    err: Exception, started: aiohttp.ClientResponse | None, limit: float
) -> GatewayError:
    """Return the error in our words, with the status if a reply had begun."""
    if isinstance(err, GatewayError):
        error = err
    elif isinstance(err, TimeoutError):
        error = TimedOut(limit) if started is None else EndlessReply(limit)
    else:
        error = ConnectionLost() if started is None else CutOff()
    error.began_with = started.status if started is not None else None
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
