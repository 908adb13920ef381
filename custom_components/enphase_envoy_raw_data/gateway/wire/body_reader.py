"""Reads the body of a response, bounded in size."""

import asyncio
import zlib

import aiohttp
from aiohttp.hdrs import CONTENT_ENCODING, CONTENT_TYPE

from ..errors import CutOff, EndlessReply, ReplyTooLarge

_MEBIBYTE = 1024 * 1024

LARGEST_REPLY = 8 * _MEBIBYTE
"""Bytes; the largest known page, /ivp/ensemble/status of a big site, has under 1 MB."""

_STREAM_TYPE = "text/event-stream"


async def read_body(
    response: aiohttp.ClientResponse, largest: int, stream_for: float | None
) -> tuple[bytes, bool, bool]:
    """Return the body, whether it is part of a stream, and whether it has ended.

    No more of it is read than is allowed.
    """
    kind = response.headers.get(CONTENT_TYPE, "").lower()
    is_stream = kind.startswith(_STREAM_TYPE)
    if is_stream and response.ok and stream_for is None:
        raise EndlessReply(0)
    if (response.content_length or 0) > largest:
        raise ReplyTooLarge(largest // _MEBIBYTE)
    pieces: list[bytes] = []
    ended = True
    if stream_for is None:
        await _fill(pieces, response, largest)
    else:
        try:
            async with asyncio.timeout(stream_for):
                await _fill(pieces, response, largest)
        except TimeoutError:
            ended = False
    body = b"".join(pieces)
    if encoding := response.headers.get(CONTENT_ENCODING):
        body = _inflated(body, encoding, largest)
    return body, stream_for is not None and (is_stream or not ended), ended


async def _fill(
    pieces: list[bytes], response: aiohttp.ClientResponse, largest: int
) -> None:
    """Read a body to its end. Raises ReplyTooLarge."""
    left = largest
    while piece := await response.content.readany():
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raise ReplyTooLarge(largest // _MEBIBYTE)


def _inflated(body: bytes, encoding: str, largest: int) -> bytes:
    """Return a body without its compression.

    Some gateways label plain bodies as compressed; they are taken as they are.
    """
    if not body or encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    # Either header, that of gzip or that of zlib.
    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = reader.decompress(body, largest + 1)
    except zlib.error:
        return body
    if len(plain) > largest:
        raise ReplyTooLarge(largest // _MEBIBYTE)
    if not reader.eof:
        raise CutOff
    return plain
