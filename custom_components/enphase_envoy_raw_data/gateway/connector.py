"""The connections to one gateway, each known before anything leaves on it."""

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

    _latest: ResponseHandler | None = None

    @override
    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> Connection:
        """Return a connection for a request. Raises NewConnectionNeeded."""
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is not self._latest:
            self._latest = connection.protocol
            self.made += 1
            if self.kept_alive_only:
                connection.release()
                raise NewConnectionNeeded
        return connection
