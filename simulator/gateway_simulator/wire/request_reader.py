"""Reads requests from a connection, without changing anything in them."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from ..journal import Headers, Received

# Longest request line or header line accepted, in bytes; nginx takes 8 KiB.
MAX_LINE = 65536


class BadRequestError(ValueError):
    """What arrived is not HTTP."""


async def read_request(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    now: Callable[[], datetime],
) -> Received | None:
    """Read one request; None when the client closed the connection."""
    line = await reader.readline()
    if not line.endswith(b"\n"):
        return None
    method, target, protocol = line.decode("latin-1").split()
    if not protocol.startswith("HTTP/1."):
        raise BadRequestError
    pairs: list[tuple[str, str]] = []
    while line := (await reader.readline()).rstrip(b"\r\n"):
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon:
            raise BadRequestError
        pairs.append((name, value.strip()))
    headers = Headers(pairs)
    if headers.get("Expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("Content-Length", "0")))
    return Received(method=method, target=target, headers=headers, body=body, at=now())


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    """Read a chunked body; extensions and trailers are dropped."""
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()).rstrip(b"\r\n"):
        pass
    return body
