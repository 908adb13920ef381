"""The connections to one gateway, each looked at before anything leaves on it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
import re
from typing import TYPE_CHECKING, Any, override

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from .response_handler import GatewayResponseHandler
from .tls import ResumingContext

KEEP_ALIVE = 70.0
"""Seconds that a connection is kept at most; openresty keeps it 75 by default."""

# Seconds that a write trusts a connection of a gateway that has never told or shown
# how long it keeps one, as long as aiohttp does for everybody.
_USUAL_KEEP_ALIVE = 15.0

# A close that races a request must not become an unknown outcome.
_MARGIN = 1.0

NAME_LIMIT = 5.0
"""Seconds to look up a host name; one on the home's network takes under one."""


_SECONDS = re.compile(r"(?i)\btimeout\s*=\s*(\d{1,6})")


class NewConnectionNeeded(Exception):
    """The request must not leave before the gateway has told who it is.

    If a new connection was made for it, that one is used for the next request.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConnection:
    """A connection on which nothing has left yet."""

    number: int

    certificate: str
    """SHA-256 of the certificate, in hexadecimal digits; empty for plain HTTP."""

    is_resumed: bool
    """Whether it goes on with the TLS session of the connection before."""


class GatewayConnector(aiohttp.TCPConnector):
    """Makes connections as aiohttp does, looks at each, and keeps the latest.

    For one client, which has one request under way at a time.
    """

    made = 0
    """How many connections were made."""

    is_connected = False
    """Whether there is a connection for the request under way."""

    certificate = ""
    """SHA-256 of the certificate at the latest connection, in hexadecimal digits;
    empty for plain HTTP."""

    on_connection: Callable[[str], None] = staticmethod(lambda _: None)
    """Gets the certificate of each new connection, and may raise."""

    admits: Callable[[NewConnection], bool] = staticmethod(lambda _: True)
    """Says whether the request under way may leave on a new connection."""

    is_for_write = False
    """Whether the request under way may change something."""

    told_keep_alive: float | None = None
    """Seconds that the gateway says it keeps a connection."""

    _latest: GatewayResponseHandler | None = None
    _waiting: GatewayResponseHandler | None = None
    """A new connection on which a request must not leave yet."""

    _shown_keep_alive: float | None = None
    """The shortest time, in seconds, after which the gateway has closed one."""

    def __init__(self, context: ResumingContext, **options: Any) -> None:  # noqa: ANN401 - as aiohttp has them
        """Make connections with this TLS and aiohttp's options."""
        super().__init__(ssl=context, keepalive_timeout=KEEP_ALIVE, **options)
        self._context = context
        self._factory = partial(  # type: ignore[assignment] # of a subclass
            GatewayResponseHandler, loop=self._loop
        )

    def is_open(self, *, for_write: bool = False) -> bool:
        """Return whether the latest connection can take another request."""
        latest = self._latest
        if latest is None or latest is self._waiting or not latest.is_silent:
            return False
        return not for_write or latest.idle_for() <= self.keep_alive

    @property
    def keep_alive(self) -> float:
        """Return the seconds for which a write trusts a connection that is idle."""
        known = [
            seconds
            for seconds in (self.told_keep_alive, self._shown_keep_alive)
            if seconds is not None
        ]
        return min(known, default=_USUAL_KEEP_ALIVE) - _MARGIN

    def note_keep_alive(self, header: str) -> None:
        """Take note of a `Keep-Alive` header, if it says for how many seconds."""
        if found := _SECONDS.search(header):
            self.told_keep_alive = float(found[1])

    @override
    async def _get(
        self, key: Any, traces: list[Trace]
    ) -> aiohttp.connector.Connection | None:
        """Return the connection that is kept alive, unless it isn't to be trusted."""
        if (latest := self._latest) is not None and latest is not self._waiting:
            if not self.is_open(for_write=self.is_for_write):
                latest.abort()
            elif latest.idle_for() > (self._shown_keep_alive or KEEP_ALIVE):
                # It keeps them longer than the close that was seen has shown.
                self._shown_keep_alive = None
        connection = await super()._get(key, traces)
        self.is_connected = connection is not None
        return connection

    @override
    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> ResponseHandler:
        """Return a new connection, which aiohttp wants from here if it has none.

        Raises NewConnectionNeeded, and what `on_connection` raises.
        """
        protocol = self._take_waiting(is_tls=req.is_ssl())
        if protocol is None:
            protocol = await self._connect(req, traces, timeout)
        self.is_connected = True
        found = NewConnection(
            number=self.made,
            certificate=self.certificate,
            is_resumed=protocol.tls is not None and bool(protocol.tls.session_reused),
        )
        if not self.admits(found):
            self._waiting = protocol
            raise NewConnectionNeeded
        return protocol

    def _take_waiting(self, *, is_tls: bool) -> GatewayResponseHandler | None:
        """Return the new connection that was not used yet, if it can be."""
        protocol, self._waiting = self._waiting, None
        if protocol is None or not protocol.is_silent:
            return None
        if is_tls != (protocol.tls is not None):
            return None
        return protocol

    async def _connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> GatewayResponseHandler:
        """Return a new connection instead of the latest, whose session it resumes."""
        if (latest := self._latest) is not None:
            # What is known of the next one isn't known of another.
            latest.close()
            self._note_close(latest)
            self._context.session = latest.tls.session if latest.tls else None
        protocol = await super()._create_connection(req, traces, timeout)
        if TYPE_CHECKING:
            assert isinstance(protocol, GatewayResponseHandler)
        try:
            certificate = _certificate_of(protocol)
            self.on_connection(certificate)
        except BaseException:
            protocol.close()
            raise
        self.certificate = certificate
        self.made += 1
        self._latest = protocol
        return protocol

    def _note_close(self, protocol: GatewayResponseHandler) -> None:
        """Learn how long the gateway keeps a connection, if it has closed one."""
        if protocol.closed_after is not None:
            shown = self._shown_keep_alive
            after = protocol.closed_after
            self._shown_keep_alive = after if shown is None else min(shown, after)

    @override
    async def _resolve_host(
        self, host: str, port: int, traces: Any = None
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError."""
        try:
            async with asyncio.timeout(NAME_LIMIT):
                return await super()._resolve_host(host, port, traces)
        except TimeoutError:
            raise OSError(None, "The host name could not be looked up") from None

    @override
    def close(self, **options: Any) -> Coroutine[Any, Any, None]:
        """Close all connections, also one that was not used yet."""
        if self._waiting is not None:
            self._waiting.close()
        return super().close(**options)


def _certificate_of(protocol: GatewayResponseHandler) -> str:
    """Return the SHA-256 of the certificate; empty for plain HTTP."""
    if protocol.tls is None:
        return ""
    certificate = protocol.tls.getpeercert(binary_form=True)
    return sha256(certificate or b"").hexdigest()
