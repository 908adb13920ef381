"""A stream can be read for some seconds."""

import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Json,
    Reply,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    NotAllowed,
    ReplyTooLarge,
    UnusableReply,
)
from custom_components.enphase_envoy_raw_data.gateway.wire import Response
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import EndlessStream, Fixed

from ..conftest import Connect
from ..support import Pour

METER = "/stream/meter"


def stream(body: bytes, *, ended: bool = True) -> Reply:
    """Return a part of a stream."""
    response = Response(status=200, body=body, stream=True, stream_ended=ended)
    return Reply(response=response)


async def test_meter_readings_are_streamed(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """What arrives in the time is a list of values; it isn't stored."""
    client = connect(gateway, Credentials(token=gateway.token("installer")))

    reply = await client.read(METER, stream_for=0.3)

    value = reply.value()
    assert reply.response.stream
    assert isinstance(value, list)
    assert isinstance(value[0], dict)
    assert "production" in value[0]
    assert client.cache.get(METER) is None


async def test_the_time_of_a_stream_is_kept(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It is read for so long, and then the next request has its turn."""
    gateway.faults.add("/x", EndlessStream())
    begun = time.monotonic()
    reply = await client.read("/x", stream_for=0.3)
    assert 0.25 < time.monotonic() - begun < 3
    value = reply.value()
    assert isinstance(value, list)
    assert len(value) > 5
    assert value[0] == {"endless": True}
    assert (await client.read("/ivp/meters")).status == 200


async def test_a_page_that_ends_is_a_page(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Asking for a stream of an ordinary page gives that page at once."""
    reply = await client.read("/ivp/meters", stream_for=5)
    assert not reply.response.stream
    assert reply.value() == gateway.device.documents["/ivp/meters"]


async def test_a_stream_that_ends_is_one(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Its values are a list, also where it ends before its time, and all of them."""
    kind = {"Content-Type": "TEXT/event-stream; charset=utf-8"}
    gateway.faults.add("/x", Fixed(200, "data: 1\ndata: 2", kind))
    reply = await client.read("/x", stream_for=60)
    assert reply.response.stream
    assert reply.response.stream_ended
    assert reply.value() == [1, 2]


async def test_a_stream_has_a_largest_size(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A flood is given up before its time."""
    gateway.faults.add("/x", Pour())
    with pytest.raises(ReplyTooLarge):
        await client.read("/x", stream_for=30)


async def test_a_stream_may_be_refused(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """An owner's token isn't enough on this firmware."""
    with pytest.raises(NotAllowed):
        await client.read(METER, stream_for=0.3)
    gateway.faults.add("/x", Fixed(403))
    with pytest.raises(NotAllowed):
        await client.read("/x", stream_for=0.3)


@pytest.mark.parametrize(
    ("body", "ended", "value"),
    [
        (b"", True, []),
        (b'data: {"a": 1}\r\n\r\ndata: [2]\r\n\r\n', True, [{"a": 1}, [2]]),
        (b"data: 1\ndata: tex", False, [1]),
        (b"data: 1\ndata: tex", True, [1, "tex"]),
        (b"event: x\nid: 5\n: hello\n", True, ["event: x", "id: 5", ": hello"]),
        (b"data: NaN\n", True, ["NaN"]),
        (b"data: 12345678901234567890123\n", True, ["12345678901234567890123"]),
        (b"data: \xff\n", True, ["\ufffd"]),
    ],
)
def test_lines_become_values(body: bytes, ended: bool, value: Json) -> None:
    """JSON where it is JSON, text elsewhere; a line that was cut is left out."""
    assert stream(body, ended=ended).value() == value


def test_a_line_too_deep_is_an_error_or_text() -> None:
    """No line comes out that can't be handed on."""
    deep = b"[" * 900 + b"1" + b"]" * 900
    try:
        value = stream(b"data: " + deep + b"\n").value()
    except UnusableReply:
        return
    assert value == [deep.decode()]
