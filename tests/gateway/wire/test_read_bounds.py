"""A reply may be neither too large nor without end."""

import contextlib
import gzip
import time
import tracemalloc
import zlib

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Json
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CutOff,
    EndlessReply,
    GatewayError,
    ReplyTooLarge,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.body_reader import (
    LARGEST_REPLY,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Dribble, EndlessStream, Fault, Fixed, HugeBody
from gateway_simulator.wire import Framing

from ..support import Page, Pour

PAGE = "/ivp/meters"
BOMB = gzip.compress(bytes(300 * 1024 * 1024), 9)


def gzipped(body: bytes) -> Page:
    """Return a compressed page."""
    return Page(body, headers=(("Content-Encoding", "gzip"),))


@pytest.mark.parametrize(
    "fault", [HugeBody(2 * 1024**3), HugeBody(LARGEST_REPLY + 1), Pour()]
)
async def test_a_huge_body_is_refused_in_little_memory(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault
) -> None:
    """It is given up as soon as it is known to be too large, announced or not."""
    gateway.faults.add(PAGE, fault)

    tracemalloc.start()
    begun = time.monotonic()
    with pytest.raises(ReplyTooLarge) as caught:
        await client.read(PAGE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert str(caught.value.limit) == "8"
    assert caught.value.began_with == 200
    assert time.monotonic() - begun < 5
    assert peak < 4 * LARGEST_REPLY
    assert gateway.journal.count(path=PAGE) == 1


async def test_a_huge_body_in_small_packing(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A page that unpacks to 300 MiB takes far less memory than that."""
    gateway.faults.add(PAGE, gzipped(BOMB))

    tracemalloc.start()
    with pytest.raises(ReplyTooLarge) as caught:
        await client.read(PAGE, limit=10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert str(caught.value.limit) == "8"
    assert peak < 150 * 1024 * 1024


@pytest.mark.parametrize("framing", list(Framing))
async def test_the_largest_body_arrives(
    gateway: GatewaySimulator, client: GatewayClient, framing: Framing
) -> None:
    """8 MiB are fine to the last byte."""
    gateway.faults.add(PAGE, Page(b"0" * LARGEST_REPLY, framing=framing))
    assert len((await client.read(PAGE)).body) == LARGEST_REPLY


async def test_the_largest_body_arrives_compressed(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What counts is what it unpacks to; a byte more is too much."""
    gateway.faults.add(PAGE, gzipped(gzip.compress(b"0" * LARGEST_REPLY)), times=1)
    assert len((await client.read(PAGE)).body) == LARGEST_REPLY
    gateway.faults.add(PAGE, gzipped(gzip.compress(b"0" * (LARGEST_REPLY + 1))))
    with pytest.raises(ReplyTooLarge):
        await client.read(PAGE)


async def test_compressed_pages_are_read(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A gateway that compresses its page is understood."""
    gateway.faults.add(PAGE, gzipped(gzip.compress(b'{"a": 1}')))
    assert (await client.read(PAGE)).value() == {"a": 1}


@pytest.mark.parametrize(
    ("encoding", "body", "value"),
    [
        ("gzip", b'{"a": 1}', {"a": 1}),
        ("GZIP", b"no gzip at all", "no gzip at all"),
        ("x-gzip", gzip.compress(b'{"a": 1}'), {"a": 1}),
        ("deflate", zlib.compress(b'{"a": 1}'), {"a": 1}),
        ("br", b'{"a": 1}', {"a": 1}),
        ("gzip", b"", ""),
    ],
)
async def test_a_plain_page_that_is_labelled_as_compressed(
    gateway: GatewaySimulator,
    client: GatewayClient,
    *,
    encoding: str,
    body: bytes,
    value: Json,
) -> None:
    """It is taken as it is, and asked for once."""
    gateway.faults.add(PAGE, Page(body, headers=(("Content-Encoding", encoding),)))
    assert (await client.read(PAGE)).value() == value
    assert gateway.journal.count(path=PAGE) == 1


async def test_another_packing_is_left_alone(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What is said to be packed in a way of its own is handed on as it came."""
    body = gzip.compress(b"{}")
    gateway.faults.add(PAGE, Page(body, headers=(("Content-Encoding", "x-own"),)))
    assert (await client.read(PAGE)).body == body


async def test_half_of_a_compressed_page(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What can't be unpacked to its end broke off on the way."""
    gateway.faults.add(PAGE, gzipped(gzip.compress(bytes(1000))[:20]))
    with pytest.raises(CutOff):
        await client.read(PAGE, limit=2)


@pytest.mark.parametrize("fault", [Pour(0.02), Dribble(0.05)])
async def test_an_endless_reply_is_given_up(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault
) -> None:
    """At the limit it is over, and the error isn't that of a silent gateway."""
    gateway.faults.add(PAGE, fault)

    begun = time.monotonic()
    with pytest.raises(EndlessReply) as caught:
        await client.read(PAGE, limit=1)

    assert 0.9 < time.monotonic() - begun < 3
    assert caught.value.limit == pytest.approx(1, abs=0.1)
    assert caught.value.began_with == 200
    assert gateway.journal.count(path=PAGE) == 1
    await gateway.stop()


async def test_an_event_stream_is_refused_at_once(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Its type says that it has no end."""
    gateway.faults.add(PAGE, EndlessStream())

    begun = time.monotonic()
    with pytest.raises(EndlessReply) as caught:
        await client.read(PAGE)

    assert caught.value.limit == 0
    assert time.monotonic() - begun < 2
    await gateway.stop()


async def test_the_refusal_of_a_stream_is_read(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """An error labelled as a stream is an error, not a stream."""
    kind = {"Content-Type": "text/event-stream"}
    gateway.faults.add(PAGE, Fixed(500, "no", kind))
    with pytest.raises(GatewayError) as caught:
        await client.read(PAGE)
    assert getattr(caught.value, "answer", "") == "no"


@pytest.mark.parametrize(
    "raw",
    [
        Page(b"zz\r\n", headers=(("Transfer-Encoding", "chunked"),)),
        Page(
            b"-5\r\nx\r\n0\r\n\r\n",
            framing=Framing.CLOSE,
            headers=(("Transfer-Encoding", "chunked"),),
        ),
        Page(b"x", headers=(("Content-Length", "5"),)),
        Page(b"x", headers=(("Content-Length", "none"),)),
        Page(b"x", headers=(("Bad Name", "x"),)),
        Page(b"x", headers=(("X-Long", "y" * 20_000),)),
        Page(b"x", headers=(("X-Odd", "\xff\x01"),)),
    ],
)
async def test_broken_http_is_an_error_of_ours(
    gateway: GatewaySimulator, client: GatewayClient, raw: Page
) -> None:
    """Whatever a gateway writes, no error of the HTTP library gets out."""
    gateway.faults.add(PAGE, raw)
    with contextlib.suppress(GatewayError):
        await client.read(PAGE, limit=0.2)
    gateway.faults.clear()
    assert (await client.read(PAGE)).status == 200
