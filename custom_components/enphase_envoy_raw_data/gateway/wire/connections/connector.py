"""Makes the connections to one gateway, and has each looked at before it is used."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from hashlib import sha256
import time
from typing import TYPE_CHECKING, Any, override

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.hdrs import CONNECTION, KEEP_ALIVE
from aiohttp.tracing import Trace

from .connection import Connection
from .keep_alive import LONGEST, KeepAlive
from .response_handler import GatewayResponseHandler
from .tls import ResumingContext

NAME_LIMIT = 4.5
"""Seconds to look up a host name, so that an unknown one is told within five; one on
the home's network takes under one."""

WATCHED_FOR = 3.0
"""Seconds that a connection is left open to learn that a write may use the next one
at that age: the second that a write keeps away from its end, and two that automations
may be late."""

type Admits = Callable[[Connection], bool]
"""Says whether a request may leave on a connection."""


class NotAdmitted(Exception):
    """The request must not leave on the only connection that there is.

    The next request gets that connection, be it new or kept.
    """


class GatewayConnector(aiohttp.TCPConnector):
    """Makes connections as aiohttp does, has each looked at, and keeps the latest.

    For one client, which has one request under way at a time.
    """

    is_connected = False
    """Whether there is a connection for the request under way."""

    latest: Connection | None = None
    """The latest connection, be it open or not."""

    on_connection: Callable[[str], None] = staticmethod(lambda _: None)
    """Gets the certificate of each new connection, and may raise."""

    admits: Admits = staticmethod(lambda _: True)
    """Says whether the request under way may leave on a connection."""

    is_for_write = False
    """Whether the request under way may change something."""

    _handler: GatewayResponseHandler | None = None
    """The latest connection, as aiohttp has it."""

    _unused: GatewayResponseHandler | None = None
    """A new connection on which a request was not admitted."""

    _watched: GatewayResponseHandler | None = None
    """A connection that is not used any more, and shows how long it is kept."""

    _session_of: Connection | None = None
    """The connection whose TLS session the next one resumes."""

    _look_again: asyncio.TimerHandle | None = None

    def __init__(self, context: ResumingContext, **options: Any) -> None:  # noqa: ANN401 - as aiohttp has them
        """Make connections with this TLS and aiohttp's options."""
        super().__init__(ssl=context, keepalive_timeout=LONGEST, **options)
        self._context = context
        self._keep_alive = KeepAlive()
        self._factory = partial(  # type: ignore[assignment] # of a subclass
            GatewayResponseHandler, loop=self._loop
        )

    def kept(self, *, for_write: bool) -> Connection | None:
        """Return the connection that is kept; None if none is fit for a request."""
        kept = self._handler
        if kept is None or kept is self._unused or not kept.is_silent:
            return None
        idle = kept.idle_for
        self._keep_alive.saw_open(idle)
        limit = self._keep_alive.limit(for_write=for_write)
        return kept.connection if idle <= limit else None

    def note_reply(self, headers: Mapping[str, str]) -> None:
        """Learn from the headers of a reply, which has just ended."""
        self._keep_alive.note_header(headers.get(KEEP_ALIVE, ""))
        says_close = "close" in headers.get(CONNECTION, "").lower()
        if self._handler is not None and not says_close:
            self._handler.idle_since = time.monotonic()

    @override
    async def _get(
        self, key: Any, traces: list[Trace]
    ) -> aiohttp.connector.Connection | None:
        """Return the connection that is kept, unless it isn't to be used any more.

        Raises NotAdmitted.
        """
        self.is_connected = False
        if kept := self.kept(for_write=self.is_for_write):
            if not self.admits(kept):
                raise NotAdmitted
        elif self._handler is not None and self._handler is not self._unused:
            self._let_go(self._handler)
        connection = await super()._get(key, traces)
        self.is_connected = connection is not None
        return connection

    def _let_go(self, handler: GatewayResponseHandler) -> None:
        """Use a connection no more, and end it now or as soon as it has shown enough.

        A write needs to know that a connection of this age is kept a little longer.
        Where nobody knows, the old one is left open for that time, unused.
        """
        # Else aiohttp would use it, as it holds no other.
        self._conns.clear()
        if self._keep_alive.is_known or not handler.is_silent:
            handler.abort()
            return
        self._watched = handler
        self._look_again = self._loop.call_later(WATCHED_FOR, self._learn, handler)

    def _learn(self, handler: GatewayResponseHandler) -> None:
        """Learn from a connection that isn't used any more, and end it."""
        self._watched = None
        if handler.closed_after is not None:
            self._keep_alive.saw_close(handler.closed_after)
        elif handler.idle_since is not None and handler.is_silent:
            self._keep_alive.saw_open(handler.idle_for)
        handler.close()

    @override
    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> ResponseHandler:
        """Return a new connection, which aiohttp wants from here if it has none.

        Raises NotAdmitted, and what `on_connection` raises.
        """
        handler, self._unused = self._unused, None
        if (
            handler is None
            or not handler.is_open
            or req.is_ssl() != (handler.tls is not None)
        ):
            handler = await self._connected(
                super()._create_connection(req, traces, timeout)
            )
        self.is_connected = True
        if not self.admits(handler.connection):
            self._unused = handler
            raise NotAdmitted
        return handler

    async def _connected(
        self, made: Coroutine[Any, Any, ResponseHandler]
    ) -> GatewayResponseHandler:
        """Return a new connection instead of the latest, whose session it resumes.

        If it gets nowhere before TLS begins, the next one resumes that session.
        """
        before, self._handler = self._handler, None
        if before is not None:
            self._session_of = before.connection
            self._context.session = before.tls.session if before.tls else None
            if before is not self._watched:
                # What is known of the next one isn't known of another.
                self._learn(before)
        handler = await made
        if TYPE_CHECKING:
            assert isinstance(handler, GatewayResponseHandler)
        origin = self._session_of
        is_resumed = handler.tls is not None and bool(handler.tls.session_reused)
        handler.connection = Connection(
            certificate=_certificate_of(handler),
            is_resumed=is_resumed,
            has_proven_session=is_resumed
            and origin is not None
            and (origin.is_proven or origin.has_proven_session),
        )
        try:
            self.on_connection(handler.connection.certificate)
        except BaseException:
            handler.close()
            raise
        self._handler = handler
        self.latest = handler.connection
        return handler

    @override
    async def _resolve_host(
        self, host: str, port: int, traces: Any = None
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError."""
        try:
            async with asyncio.timeout(NAME_LIMIT):
                return await super()._resolve_host(host, port, traces)
        except TimeoutError:
            raise OSError from None

    @override
    def close(self, **options: Any) -> Coroutine[Any, Any, None]:
        """Close all connections, also those that aiohttp doesn't hold."""
        if self._look_again is not None:
            self._look_again.cancel()
        for handler in (self._unused, self._watched):
            if handler is not None:
                handler.close()
        return super().close(**options)


def _certificate_of(handler: GatewayResponseHandler) -> str:
    """Return the SHA-256 of the certificate; empty for plain HTTP."""
    if handler.tls is None:
        return ""
    certificate = handler.tls.getpeercert(binary_form=True)
    return sha256(certificate or b"").hexdigest()
