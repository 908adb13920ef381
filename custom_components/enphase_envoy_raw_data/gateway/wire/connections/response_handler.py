"""Reads the gateway's end of one connection."""

import asyncio
import re
import select
import ssl
import time
from typing import Any, override

from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage

from .connection import Connection

# Bytes; aiohttp itself takes up to 128 headers of 8 KiB, gateways send under 1 KiB.
_LARGEST_HEAD = 64 * 1024

# Also of heads whose lines end without a carriage return.
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_INTERIM = re.compile(rb"HTTP/1\.\d 1(?!01)\d\d")
_CHUNKED = re.compile(rb"(?i)\ntransfer-encoding:[ \t]*chunked")
_LENGTH = re.compile(rb"(?i)(?<=\n)content-length:[^\n]*\n")


class GatewayResponseHandler(ResponseHandler):
    """Reads as aiohttp does, but for a length that is said twice.

    Firmware 5.0.49 to 5.0.62 sends replies with both `Content-Length` and
    `Transfer-Encoding: chunked`, which aiohttp refuses. RFC 9112 6.3 has chunked
    take precedence, and the connection closed after such a reply.
    """

    connection: Connection
    """What is known of it, set by who has made it."""

    tls: ssl.SSLObject | None = None
    """TLS of the connection; None for plain HTTP."""

    idle_since: float | None = None
    """When the last reply ended; None while one is under way, and if the gateway has
    said with it that the connection ends."""

    _lost_at: float | None = None
    """When the gateway has ended it; None if it is open, or we have ended it."""

    _head: bytes | None = None
    """What has arrived of a reply whose head isn't complete; None at other times."""

    @property
    def is_open(self) -> bool:
        """Return whether it takes another request, as far as is known."""
        transport = self.transport
        return (
            transport is not None
            and not transport.is_closing()
            and not self.should_close
        )

    @property
    def is_silent(self) -> bool:
        """Return whether it is open, and nothing has arrived since the last reply.

        What arrives on an idle connection would be taken for the next reply.
        """
        # Also what the event loop hasn't read yet.
        return self.is_open and not self._arriving.poll(0)

    @property
    def idle_for(self) -> float:
        """Return for how many seconds it has been idle."""
        return 0.0 if self.idle_since is None else time.monotonic() - self.idle_since

    @property
    def closed_after(self) -> float | None:
        """Return after how many idle seconds the gateway has closed it.

        None if it has not, or for another reason than that it was idle.
        """
        if self._lost_at is None or self.idle_since is None:
            return None
        # Its close may have been there before we had read all of the reply.
        return max(0.0, self._lost_at - self.idle_since)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.tls = transport.get_extra_info("ssl_object")
        self._arriving = select.poll()
        self._arriving.register(transport.get_extra_info("socket"), select.POLLIN)
        super().connection_made(transport)

    @override
    def connection_lost(self, exc: BaseException | None) -> None:
        """Note who has ended it: our own end takes the transport away first."""
        if self.transport is not None:
            self._lost_at = time.monotonic()
        super().connection_lost(exc)

    @override
    def set_response_params(self, **params: Any) -> None:
        """Get ready for the reply to a request."""
        self._head = b""
        self.idle_since = None
        super().set_response_params(**params)

    @override
    def data_received(self, data: bytes) -> None:
        """Take what has arrived."""
        if self._head is not None and data:
            data = self._tidied(self._head + data)
        if data or self._head is None:
            super().data_received(data)

    def _tidied(self, data: bytes) -> bytes:
        """Return what has arrived with its head tidied, nothing as long as it grows."""
        end = _END_OF_HEAD.search(data)
        if end is None:
            if len(data) <= _LARGEST_HEAD:
                self._head = data
                return b""
            # Not every version of aiohttp bounds a head by itself.
            self.force_close()
            self.set_exception(BadHttpMessage("The head does not end"))
            return b""
        self._head = None
        if _INTERIM.match(data):
            super().data_received(data[: end.end()])
            return self._tidied(data[end.end() :])
        head = data[: end.start() + 1]
        if _CHUNKED.search(head) and _LENGTH.search(head):
            self.force_close()
            return _LENGTH.sub(b"", head) + data[len(head) :]
        return data
