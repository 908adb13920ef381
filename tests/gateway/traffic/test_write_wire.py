"""A write looks on the wire as pyenphase's own writes do."""

from typing import Any

import aiohttp
from pyenphase import Envoy
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    GatewayClient,
    Write,
    build_body,
)
from gateway_simulator import GatewaySimulator, Received
from gateway_simulator.faults import Fixed

from ..conftest import Connect, Start
from ..support import SETTINGS, send, written

DOCUMENTS: list[dict[str, Any]] = [
    {"a": 1},
    {"dry_contacts": {"id": "NC1", "status": "open"}},
    {"größe": "ü €", "none": None, "yes": True, "deep": [[1.5, -0.0, 1e22]]},
    {"tariff": {"storage_settings": {"mode": "self-consumption", "x": ""}}},
]


def on_the_wire(request: Received) -> dict[str, Any]:
    """Return all of a request but the login's value and its random part."""
    return {
        "method": request.method,
        "target": request.target,
        "body": request.body,
        "headers": [
            (name, value.partition(" ")[0] if name == "Authorization" else value)
            for name, value in request.headers.pairs
        ],
    }


@pytest.mark.parametrize("replica", ["5.0", "8.3"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("document", DOCUMENTS)
async def test_same_as_pyenphase(
    start: Start,
    connect: Connect,
    session: aiohttp.ClientSession,
    *,
    replica: str,
    method: str,
    document: dict[str, Any],
) -> None:
    """Method, target, body, header names and values, and their order."""
    gateway = await start(replica)
    client = connect(gateway)
    envoy = Envoy(gateway.host, client=session)
    await envoy.setup()
    if gateway.token_login:
        await envoy.authenticate(token=gateway.token())
    else:
        await envoy.authenticate(username="installer")
    endpoint = "/x/y?z=1"
    gateway.faults.add(
        lambda request: (
            request.target == endpoint
            and (gateway.token_login or "Authorization" in request.headers)
        ),
        Fixed(200, "{}"),
    )
    # Both have got a challenge by now, if the firmware gives one.
    await envoy.request(endpoint)
    await client.read(endpoint)
    gateway.journal.clear()

    response = await envoy.request(endpoint, data=document, method=method)
    await response.read()
    await send(client, method, endpoint, document)

    theirs, ours = gateway.journal.find(path="/x/y")
    assert on_the_wire(ours) == on_the_wire(theirs)


async def test_headers_are_the_proven_ones(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Real gateways take JSON with this label; nothing odd is added."""
    await send(client, "POST", "/ivp/ss/gen_schedule", {"enable": True})

    headers = gateway.journal.writes[0].headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Accept"] == "application/json"
    assert headers["Content-Length"] == "15"
    assert headers["Authorization"].startswith("Bearer ey")
    assert {name.lower() for name in headers} == {
        "host",
        "accept",
        "accept-encoding",
        "authorization",
        "content-length",
        "content-type",
        "user-agent",
    }


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize(("data", "body"), [({}, b"{}"), ([], b"[]"), ("[ ]", b"[]")])
async def test_empty_data_is_sent_as_such(
    gateway: GatewaySimulator,
    client: GatewayClient,
    method: str,
    data: object,
    body: bytes,
) -> None:
    """An empty object or list is a body like any other."""
    gateway.faults.add("/x", Fixed(200, "{}"))
    await send(client, method, "/x", data)
    (write,) = gateway.journal.writes
    assert (write.method, write.body) == (method, body)
    assert write.headers["Content-Length"] == "2"


async def test_delete_without_body(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Without data there is no body, not an empty object."""
    gateway.faults.add("/x", Fixed(200, "{}"))
    await send(client, "DELETE", "/x")
    (write,) = gateway.journal.writes
    assert (write.method, write.body) == ("DELETE", b"")
    assert write.headers.get("Content-Length", "0") == "0"


async def test_long_integers_arrive_exactly(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """No digit is lost on the way out either."""
    gateway.faults.add("/x", Fixed(200, "{}"))
    await send(client, "PUT", "/x", '{"n": 123456789012345678901234567890}')
    assert gateway.journal.writes[0].body == b'{"n":123456789012345678901234567890}'


async def test_a_write_shows_in_the_next_read(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What was written is there, and the reply to the write is the gateway's."""
    reply = await send(client, "POST", "/ivp/ss/gen_schedule", {"enable": True, "x": 1})
    assert reply.value() == gateway.device.documents["/ivp/ss/gen_schedule"]
    value = (await client.read("/ivp/ss/gen_schedule")).value()
    assert isinstance(value, dict)
    assert value["x"] == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (CONTENT_TYPE_FORM, b"n=7&name=a+b"),
        (CONTENT_TYPE_JSON, b'{"n":7,"name":"a b"}'),
    ],
)
async def test_a_label_that_is_asked_for(
    gateway: GatewaySimulator, client: GatewayClient, kind: str, body: bytes
) -> None:
    """It stands beside the login, and the body is written in that way."""
    gateway.faults.add(SETTINGS, Fixed(200, "{}"), method="POST")
    data = build_body({"n": 7, "name": "a b"}, "POST", kind)
    await written(client, Write(method="POST", endpoint=SETTINGS, body=data))
    (request,) = gateway.journal.writes
    assert request.headers["Content-Type"] == kind
    assert request.headers["Authorization"].startswith("Bearer ")
    assert request.body == body
