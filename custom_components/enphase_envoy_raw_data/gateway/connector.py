"""The connections to one gateway, each known before anything leaves on it."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import override

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace


class NewConnectionNeeded(Exception):
    """No connection is kept alive, and a new one may lead to another device."""


class GatewayConnector(aiohttp.TCPConnector):
    """Makes connections as aiohttp does, looks at each, and keeps the latest.

    For one client, which has one request under way at a time.
    """

    made = 0
    """How many connections were made."""

    kept_alive_only = False
    """Whether the next request must not leave on a new connection."""

    certificate = ""
    """SHA-256 of the certificate at the latest connection, in hexadecimal digits;
    empty for plain HTTP."""

    on_connection: Callable[[str], None] = staticmethod(lambda _: None)
    """Gets the certificate of each new connection, and may raise."""

    _latest: ResponseHandler | None = None

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
