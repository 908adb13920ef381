"""Replies whose head is odd: interim ones, two lengths, a status that says nothing."""

from typing import Final

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    BrokenReply,
    ConnectionLost,
    CutOff,
    GatewayError,
    OutcomeUnknown,
)

from ..conftest import Connect
from ..raw_gateway import OK, RawGateway, gateway, reply
from ..support import SETTINGS, send

__all__ = ["gateway"]


PAGE: Final = "/ivp/meters"

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
PROCESSING: Final = b"HTTP/1.1 102 Processing\r\n\r\n"
HINTS: Final = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"
SWITCH: Final = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
)
CHUNKS: Final = b'5\r\n{"ok"\r\n6\r\n:true}\r\n0\r\n\r\n'
BOTH: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nTransfer-Encoding: chunked\r\n\r\n"
    + CHUNKS
)


@pytest.fixture
async def client(connect: Connect, gateway: RawGateway) -> GatewayClient:
    """Return a client that has been told who the gateway is."""
    credentials = Credentials(token=gateway.token)
    client: GatewayClient = connect(gateway, credentials)
    await client.identify()
    gateway.asked.clear()
    return client


def in_bytes(text: bytes) -> list[bytes]:
    """Return a text byte by byte."""
    return [text[place : place + 1] for place in range(len(text))]


@pytest.mark.parametrize(
    "answer",
    [
        CONTINUE + OK,
        [CONTINUE, OK],
        PROCESSING + PROCESSING + HINTS + OK,
        [PROCESSING + HINTS, CONTINUE + OK[:20], OK[20:]],
        in_bytes(CONTINUE + OK),
        CONTINUE.replace(b"\r\n", b"\n") + OK,
        HINTS + BOTH,
    ],
    ids=range(7),
)
async def test_interim_replies(
    gateway: RawGateway, client: GatewayClient, answer: bytes | list[bytes]
) -> None:
    """They are passed over, to whatever they belong."""
    gateway.answers = [answer, answer]
    assert (await client.read(PAGE)).body == b'{"ok":true}'
    assert (await send(client, "PUT", SETTINGS, {})).body == b'{"ok":true}'
    assert len([one for one in gateway.asked if "info" not in one]) == 2


@pytest.mark.parametrize(
    "answer",
    [
        BOTH,
        BOTH.replace(b"chunked", b"Chunked").replace(b"Content-L", b"content-l"),
        BOTH.replace(b"Content-Length: 11\r\n", b"").replace(
            b"chunked\r\n", b"chunked\r\nContent-Length: 11\r\n"
        ),
        BOTH.replace(b": 11", b": 4"),
        BOTH.replace(b": 11", b": 10000"),
        [BOTH[:30], BOTH[30:70], BOTH[70:]],
        in_bytes(BOTH),
        # White space before a value is free.
        BOTH.replace(b"coding: ch", b"coding:ch"),
        BOTH.replace(b"coding: ch", b"coding:\t  ch"),
    ],
    ids=range(9),
)
async def test_two_lengths(
    gateway: RawGateway, client: GatewayClient, answer: bytes | list[bytes]
) -> None:
    """Chunks count, and the connection is closed, as RFC 9112 6.3 has it."""
    gateway.answers = [answer, answer, OK]
    assert (await client.read(PAGE)).body == b'{"ok":true}'
    assert (await send(client, "PUT", SETTINGS, {})).body == b'{"ok":true}'
    await client.read(PAGE)
    assert gateway.asked == [
        f"1: GET {PAGE}",
        "2: GET /info",
        f"2: PUT {SETTINGS}",
        f"3: GET {PAGE}",
    ]


async def test_a_length_in_the_body_is_none(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """Only the head is looked at, and other replies are left as they are."""
    lengths = b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    for body in (lengths + CONTINUE, b"\r\n\r\n" + BOTH):
        gateway.answers = [reply(b"200 OK", body)]
        assert (await client.read(PAGE)).body == body
    assert gateway.connections == 1


async def test_chunks_alone_keep_the_connection(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """One length is how it should be."""
    answer = BOTH.replace(b"Content-Length: 11\r\n", b"")
    gateway.answers = [answer, answer]
    for _ in range(2):
        assert (await client.read(PAGE)).body == b'{"ok":true}'
    assert gateway.connections == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (reply(b"408 Request Timeout"), 408),
        (SWITCH, 101),
        (SWITCH + b"PRI * HTTP/2.0\r\n\r\n", 101),
    ],
)
async def test_status_that_says_nothing_of_a_write(
    gateway: RawGateway, client: GatewayClient, answer: bytes, status: int
) -> None:
    """The gateway may have carried it out, so it is neither refused nor repeated."""
    gateway.answers = [answer]
    with pytest.raises(OutcomeUnknown) as caught:
        await send(client, "PUT", SETTINGS, {})
    assert (caught.value.reason, caught.value.status) == ("no_status", status)
    assert gateway.asked == [f"1: PUT {SETTINGS}"]


@pytest.mark.parametrize("answer", [reply(b"408 Request Timeout"), SWITCH])
async def test_status_that_says_nothing_of_a_read(
    gateway: RawGateway, client: GatewayClient, answer: bytes
) -> None:
    """A read is asked for again."""
    gateway.answers = [answer, OK]
    answered = await client.read(PAGE)
    assert answered.body == b'{"ok":true}'
    assert answered.attempts == 2


@pytest.mark.parametrize("answer", [reply(b"408 Request Timeout"), SWITCH])
async def test_status_that_says_nothing_ever(
    gateway: RawGateway, client: GatewayClient, answer: bytes
) -> None:
    """At the end of its time a read says that the gateway doesn't answer."""
    gateway.answers = [answer] * 100
    with pytest.raises(ConnectionLost) as caught:
        await client.read(PAGE, limit=1)
    assert caught.value.attempts > 1


BROKEN: Final[dict[str, tuple[bytes | list[bytes], str]]] = {
    "longer than its length": (
        OK.replace(b": 11", b": 5"),
        "Expected HTTP/",
    ),
    "no HTTP": (b"SSH-2.0-dropbear\r\n\r\n", "Expected HTTP/"),
    "an odd length": (OK.replace(b": 11", b": eleven"), "Content-Length"),
    "two different lengths": (
        OK.replace(b": 11", b": 11\r\nContent-Length: 12"),
        "Content-Length",
    ),
    "an odd chunk": (BOTH.replace(b"5\r\n{", b"z\r\n{"), "chunk"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("writes", [False, True])
async def test_reply_that_breaks_the_rules(
    gateway: RawGateway, client: GatewayClient, *, name: str, writes: bool
) -> None:
    """It is told once, in the reader's words and without the reply's."""
    answer, words = BROKEN[name]
    gateway.answers = [answer] * 3
    if writes:
        with pytest.raises(OutcomeUnknown) as caught:
            await send(client, "PUT", SETTINGS, {})
        assert caught.value.reason in ("broken", "cut_off")
        assert len(gateway.asked) == 1
        return
    with pytest.raises(GatewayError) as refused:
        await client.read(PAGE, limit=2)
    assert len(gateway.asked) == 1
    assert isinstance(refused.value, BrokenReply)
    assert words in refused.value.detail
    # Only some versions of the HTTP library put that before it, or a colon behind it.
    assert "status line" not in refused.value.detail
    assert not refused.value.detail.endswith(":")
    assert "ok" not in refused.value.detail
    assert "dropbear" not in refused.value.detail


async def test_head_without_end(gateway: RawGateway, client: GatewayClient) -> None:
    """It is given up when it is longer than any could be."""
    gateway.answers = [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000] * 9
    with pytest.raises(GatewayError) as caught:
        await client.read(PAGE, limit=2)
    assert isinstance(caught.value, BrokenReply)
    assert caught.value.detail == "The head does not end"


@pytest.mark.parametrize("end", [[OK[:30], b""], [b"HTTP/1.1 2", b""], [b""]])
async def test_head_that_breaks_off(
    gateway: RawGateway, client: GatewayClient, end: list[bytes]
) -> None:
    """What has begun and not ended is asked for again."""
    gateway.answers = [end, OK]
    assert (await client.read(PAGE)).attempts == 2


async def test_body_that_breaks_off(gateway: RawGateway, client: GatewayClient) -> None:
    """The same for a body, and a write says that it broke off."""
    gateway.answers = [[OK[:-3], b""], OK]
    assert (await client.read(PAGE)).attempts == 2
    gateway.answers = [[OK[:-3], b""]]
    with pytest.raises(OutcomeUnknown) as caught:
        await send(client, "PUT", SETTINGS, {})
    assert (caught.value.reason, caught.value.status) == ("cut_off", 200)
    assert isinstance(caught.value.__cause__, CutOff)
