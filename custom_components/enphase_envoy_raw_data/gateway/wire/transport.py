"""One HTTP exchange with a gateway, bounded in time and size."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
import re
import time

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.hdrs import AUTHORIZATION, SET_COOKIE, WWW_AUTHENTICATE
from yarl import URL

from ..errors import (
    BrokenReply,
    CannotConnect,
    Closed,
    ConnectionLost,
    CutOff,
    EndlessReply,
    GatewayError,
    Rehearsing,
    TimedOut,
)
from .body_reader import LARGEST_REPLY, read_body
from .connections import (
    Admits,
    Connection,
    GatewayConnector,
    NotAdmitted,
    gateway_context,
)
from .response import Response

CONNECT_LIMIT = 10.0
"""Seconds; a gateway on the same network connects within one. As pyenphase does."""

_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=CONNECT_LIMIT)
_NO_LIMIT = nullcontext()

_SESSION_COOKIE = "sessionId"
# What can go back in a header as it is; real ones have 32 letters and digits.
_SESSION_ID = re.compile(r"[\w.+/=-]{1,256}")

# Characters of the reader's words for what is wrong with a reply.
_LONGEST_DETAIL = 120
_QUOTATION = re.compile(r"\bb['\"]")


def open_session(
    *, resolver: AbstractResolver | None, user_agent: str
) -> aiohttp.ClientSession:
    """Return a session for one client, which its owner closes.

    It keeps no cookies: a gateway's cookie stands for a login that may have been
    replaced. Certificates are not verified, since gateways sign their own.
    """
    return aiohttp.ClientSession(
        connector=GatewayConnector(gateway_context(), resolver=resolver),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent},
        auto_decompress=False,
    )


@dataclass(slots=True)
class Counters:
    """How many requests left and how many of them failed."""

    requests: int = 0
    failures: int = 0


class Transport:
    """Sends requests on a session of `open_session` and counts them."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        on_connection: Callable[[str], None],
        only_reads: Callable[[], bool] = lambda: False,
    ) -> None:
        """Use this session; `on_connection` gets the certificate of each new one.

        While `only_reads` says so, nothing but GET leaves, whoever asks for it.
        """
        if not isinstance(session.connector, GatewayConnector):
            raise TypeError("The session needs a GatewayConnector")
        self._session = session
        self._only_reads = only_reads
        self._connector = session.connector
        self._connector.on_connection = on_connection
        self.counters = Counters()
        self.began_with: int | None = None
        """Status of the reply under way; None before it has begun."""

    @property
    def certificate(self) -> str:
        """Return the SHA-256 of the latest certificate; empty for plain HTTP."""
        latest = self._connector.latest
        return latest.certificate if latest else ""

    @property
    def latest_connection(self) -> Connection | None:
        """Return the latest connection, be it open or not; None before the first."""
        return self._connector.latest

    @property
    def kept_for_writes(self) -> Connection | None:
        """Return the connection that is kept; None if none is fit for a write."""
        return self._connector.kept(for_write=True)

    def has_left(self) -> bool:
        """Return whether the latest request has left, at least in part."""
        return self._connector.is_connected

    async def exchange(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str],
        limit: float | None,
        content: bytes | None = None,
        digest: aiohttp.DigestAuthMiddleware | None = None,
        largest: int = LARGEST_REPLY,
        stream_for: float | None = None,
        admits: Admits = lambda _: True,
    ) -> Response:
        """Return the response, whatever its status, within `limit` seconds.

        With None, who waits for it sees to that. Nothing is repeated and no redirect
        is followed. `largest` is in bytes. `stream_for` is how many seconds of a
        stream are wanted, on top of the limit; None refuses streams. If `admits`
        says no to the connection, be it kept or new, NotAdmitted is raised, and the
        next request gets that one.
        Raises CannotConnect, Closed or Rehearsing if nothing was sent; ConnectionLost,
        CutOff, BrokenReply, EndlessReply, ReplyTooLarge or TimedOut if something may
        have been; and what `on_connection` raises, after which nothing was.
        """
        if self._connector.closed:
            raise Closed
        writes = method != "GET"
        if writes and self._only_reads():
            raise Rehearsing
        self.counters.requests += 1
        self.began_with = None
        # It is asked right before each time that anything leaves.
        self._connector.admits = (
            (lambda one: admits(one) and not self._only_reads()) if writes else admits
        )
        self._connector.is_connected = False
        self._connector.is_for_write = writes
        begun = time.monotonic()
        try:
            async with (
                _NO_LIMIT
                if limit is None
                else asyncio.timeout(limit + (stream_for or 0))
            ):
                response = await self._session.request(
                    method,
                    url,
                    headers=headers,
                    data=content,
                    middlewares=(digest, _end_challenge, _send_once)
                    if digest
                    else (_send_once,),
                    allow_redirects=False,
                    timeout=_TIMEOUT,
                )
                self.began_with = response.status
                try:
                    body, is_stream, ended = await read_body(
                        response, largest, stream_for
                    )
                finally:
                    response.release()
        except NotAdmitted:
            self.counters.requests -= 1
            if writes and self._only_reads():
                raise Rehearsing from None
            raise
        except asyncio.CancelledError:
            self.counters.failures += 1
            raise
        except (GatewayError, TimeoutError, aiohttp.ClientError, OSError) as err:
            self.counters.failures += 1
            if isinstance(err, TimeoutError) and not self._connector.is_connected:
                raise CannotConnect("silent") from None
            raise self._as_gateway_error(err, limit or 0) from None
        finally:
            self.began_with = None
        self._connector.note_reply(response.headers)
        return Response(
            status=response.status,
            body=body,
            session_id=_session_of(response),
            duration=time.monotonic() - begun,
            stream=is_stream,
            stream_ended=ended,
            headers=response.headers,
        )

    def _as_gateway_error(self, err: Exception, limit: float) -> GatewayError:
        """Return the error in our words, with the status if a reply had begun."""
        error: GatewayError
        match err:
            case GatewayError():
                error = err
            case TimeoutError() if self.began_with is None:
                error = TimedOut(limit)
            case TimeoutError():
                error = EndlessReply(limit)
            case _:
                error = ConnectionLost() if self.began_with is None else CutOff()
        error.began_with = self.began_with
        return error


def _session_of(response: aiohttp.ClientResponse) -> str:
    """Return the session that a response opens."""
    if SET_COOKIE not in response.headers:
        return ""
    cookie = response.cookies.get(_SESSION_COOKIE)
    session_id = cookie.value if cookie else ""
    return session_id if _SESSION_ID.fullmatch(session_id) else ""


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
    except aiohttp.ClientResponseError as err:
        # Behind its words, the reader quotes what the gateway sent.
        words = " ".join(_QUOTATION.split(err.message)[0].split())
        # Only some versions begin with that.
        words = words.removeprefix("Bad status line: ")
        raise BrokenReply(words.rstrip(":")[:_LONGEST_DETAIL]) from None
    except aiohttp.ClientError, ConnectionError:
        raise ConnectionLost from None


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
        case TimeoutError():
            return "silent"
        case ConnectionResetError():
            return "reset"
    return "no_route" if err.os_error.errno else "other"
