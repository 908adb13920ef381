"""The connections to one gateway, each looked at before anything leaves on it."""

import asyncio
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, override

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from .response_handler import GatewayResponseHandler


class NewConnectionNeeded(Exception):
    """No connection is kept alive, and a new one may lead to another device."""


class GatewayConnector(aiohttp.TCPConnector):
    """Makes connections as aiohttp does, looks at each, and keeps the latest.

    For one client, which has one request under way at a time.
    """

    made = 0
    """How many connections were made."""

    is_taken = False
    """Whether a request has got a connection since this was last set to False."""

    kept_alive_only = False
    """Whether the next request must not leave on a new connection."""

    certificate = ""
    """SHA-256 of the certificate at the latest connection, in hexadecimal digits;
    empty for plain HTTP."""

    on_connection: Callable[[str], None] = staticmethod(lambda _: None)
    """Gets the certificate of each new connection, and may raise."""

    _latest: GatewayResponseHandler | None = None

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as aiohttp has them
        """Make connections with aiohttp's options."""
        super().__init__(**options)
        self._factory = partial(  # type: ignore[assignment] # of a subclass
            GatewayResponseHandler, loop=self._loop
        )

    @property
    def is_open(self) -> bool:
        """Return whether the latest connection can take another request."""
        return self._latest is not None and self._latest.is_silent

    @override
    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> aiohttp.connector.Connection:
        """Return a connection for a request, which leaves on it at once."""
        connection = await super().connect(req, traces, timeout)
        self.is_taken = True
        return connection

    @override
    async def _get(
        self, key: Any, traces: list[Trace]
    ) -> aiohttp.connector.Connection | None:
        """Return the connection that is kept alive, unless it isn't to be trusted."""
        if self._latest is not None and not self.is_open:
            self._latest.abort()
        return await super()._get(key, traces)

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
        if self.kept_alive_only:
            raise NewConnectionNeeded
        if self._latest is not None:
            # What is known of the next one isn't known of another.
            self._latest.close()
        protocol = await super()._create_connection(req, traces, timeout)
        if TYPE_CHECKING:
            assert isinstance(protocol, GatewayResponseHandler)
        try:
            self.certificate = _certificate_of(protocol.transport)
            self.on_connection(self.certificate)
        except BaseException:
            protocol.close()
            raise
        self.made += 1
        self._latest = protocol
        return protocol


def _certificate_of(transport: asyncio.Transport | None) -> str:
    """Return the SHA-256 of the certificate; empty for plain HTTP."""
    tls = transport.get_extra_info("ssl_object") if transport else None
    return sha256(tls.getpeercert(binary_form=True)).hexdigest() if tls else ""
