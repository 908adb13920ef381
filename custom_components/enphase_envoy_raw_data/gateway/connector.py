"""The connections to one gateway, each known before anything leaves on it."""

from collections.abc import Callable
from hashlib import sha256
from typing import override

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.tracing import Trace


class NewConnectionNeeded(Exception):
    """No connection is kept alive, and a new one may lead to another device."""


class GatewayConnector(aiohttp.TCPConnector):
    """Makes and keeps connections as aiohttp does, and knows new ones from kept ones.

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
    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> Connection:
        """Return a connection for a request.

        Raises NewConnectionNeeded, and what `on_connection` raises.
        """
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is not self._latest:
            try:
                self.certificate = _certificate_of(connection)
                self.on_connection(self.certificate)
            except BaseException:
                connection.close()
                raise
            self._latest = connection.protocol
            self.made += 1
            if self.kept_alive_only:
                connection.release()
                raise NewConnectionNeeded
        return connection


def _certificate_of(connection: Connection) -> str:
    """Return the SHA-256 of the certificate; empty for plain HTTP."""
    transport = connection.transport
    tls = transport.get_extra_info("ssl_object") if transport else None
    return sha256(tls.getpeercert(binary_form=True)).hexdigest() if tls else ""
