"""Reads the gateway's end of one connection."""

import re
import select
from typing import Any, override

from aiohttp.client_proto import ResponseHandler

# Bytes; aiohttp itself takes up to 128 headers of 8 KiB, gateways send under 1 KiB.
_LARGEST_HEAD = 64 * 1024

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_INTERIM = re.compile(rb"HTTP/1\.\d 1(?!01)\d\d")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:[^\r\n]*\bchunked\b")
_LENGTH = re.compile(rb"(?im)^content-length:[^\r\n]*\r?\n")


class GatewayResponseHandler(ResponseHandler):
    """Reads as aiohttp does, but for a length that is said twice.

    Firmware 5.0.49 to 5.0.62 sends replies with both `Content-Length` and
    `Transfer-Encoding: chunked`, which aiohttp refuses. RFC 9112 6.3 has chunked
    take precedence, and the connection closed after such a reply.
    """

    _head: bytes | None = None
    """What has arrived of a reply whose head isn't complete; None at other times."""

    @property
    def is_silent(self) -> bool:
        """Return whether nothing has arrived since the last reply ended.

        What arrives on an idle connection would be taken for the next reply.
        """
        transport = self.transport
        if transport is None or transport.is_closing() or self.should_close:
            return False
        # Also what the event loop hasn't read yet.
        poll = select.poll()
        poll.register(transport.get_extra_info("socket").fileno(), select.POLLIN)
        return not poll.poll(0)

    @override
    def set_response_params(self, **params: Any) -> None:
        """Get ready for the reply to a request."""
        self._head = b""
        super().set_response_params(**params)

    @override
    def data_received(self, data: bytes) -> None:
        """Take what has arrived."""
        if self._head is None or not data:
            super().data_received(data)
            return
        head = self._head + data
        while end := _END_OF_HEAD.search(head):
            rest = head[end.end() :]
            if not _INTERIM.match(head):
                self._head = None
                super().data_received(self._tidied(head[: end.end()]) + rest)
                return
            super().data_received(head[: end.end()])
            head = rest
        self._head = head
        if len(head) > _LARGEST_HEAD:
            self._head = None
            super().data_received(head)

    def _tidied(self, head: bytes) -> bytes:
        """Return the head of a reply with one length only."""
        if _CHUNKED.search(head) and _LENGTH.search(head):
            self.force_close()
            return _LENGTH.sub(b"", head)
        return head
