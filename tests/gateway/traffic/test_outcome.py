"""What the outcome of a write tells, and the reads that it needs."""

import asyncio
from dataclasses import replace
import time
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Outcome,
    Reply,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    GatewayError,
    InvalidData,
    NotAllowed,
    QueueBusy,
    TimedOut,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, Fault, Fixed, Unauthorized
from tests.waiting import until

from ..conftest import Connect
from ..support import CHECK, FAST, SETTINGS

TARIFF = "/admin/lib/tariff"
DAY = {"exercise_config": {"day": "Sun"}}
# As a gateway has sent it: more digits than a float needs.
RATE = "0.00009899999713525176"
# More than 64 bits hold.
LONG = "123456789012345678901234567890"


@pytest.fixture
async def client(connect: Connect, gateway: GatewaySimulator) -> GatewayClient:
    """Return a client that doesn't wait long."""
    limits = replace(FAST, read=1, check=1)
    return connect(gateway, Credentials(token=gateway.token()), limits=limits)


async def _write(
    client: GatewayClient,
    data: Any,
    endpoint: str = SETTINGS,
    *,
    merge: bool = False,
    add: bool = False,
) -> Outcome:
    """Write by POST."""
    return await client.write(
        Write(
            method="POST",
            endpoint=endpoint,
            body=build_body(data, "POST"),
            merge=merge,
            merge_add=add,
        )
    )


async def test_outcome_of_a_merge(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It tells what was there, what was made of it, and of which firmware both are."""
    before = gateway.device.documents[SETTINGS]
    outcome = await _write(client, DAY, merge=True)
    assert isinstance(outcome.result, Reply)
    assert outcome.before is not None
    assert outcome.merged is not None
    assert outcome.before.value() == before
    assert outcome.merged.sent == outcome.body.value != before
    assert outcome.before.firmware == gateway.firmware
    assert outcome.result.firmware == gateway.firmware
    assert outcome.firmware == gateway.firmware


async def test_merge_adds_only_if_it_may(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """An element that isn't there yet is refused, unless it is to be added."""
    (season, *_) = gateway.device.documents[TARIFF]["tariff"]["seasons"]
    data = {"tariff": {"seasons": [{**season, "id": "autumn"}]}}
    with pytest.raises(InvalidData):
        await _write(client, data, TARIFF, merge=True)
    assert gateway.journal.writes == []
    outcome = await _write(client, data, TARIFF, merge=True, add=True)
    assert outcome.merged is not None
    assert len(outcome.merged.added) == 1


@pytest.mark.parametrize("number", [RATE, LONG])
async def test_merge_keeps_the_digits(
    gateway: GatewaySimulator, client: GatewayClient, number: str
) -> None:
    """What isn't named goes back as it came: as a number, and with all of it."""
    page = f'{{"rate": {number}, "enable": false}}'
    gateway.faults.add(SETTINGS, Fixed(200, page), method="GET")
    await _write(client, {"enable": True}, merge=True)
    (request,) = gateway.journal.writes
    assert request.body == f'{{"rate":{number},"enable":true}}'.encode()


async def test_merge_with_a_page_that_is_no_document(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The error says which part has another shape."""
    gateway.faults.add(SETTINGS, Fixed(200, b"[" * 300 + b"]" * 300), method="GET")
    with pytest.raises(InvalidData) as caught:
        await _write(client, DAY, merge=True)
    assert caught.value.reason == "merge_other_shape"
    assert caught.value.detail == "the whole reply is no JSON"
    assert gateway.journal.writes == []


@pytest.mark.parametrize(
    ("fault", "error"), [(Fixed(504), Busy), (Fixed(403), NotAllowed)]
)
async def test_merge_that_can_not_read(
    gateway: GatewaySimulator,
    client: GatewayClient,
    fault: Fault,
    error: type[GatewayError],
) -> None:
    """Nothing has left, so nothing is unknown; the account is named."""
    gateway.faults.add(SETTINGS, fault, method="GET")
    with pytest.raises(error) as caught:
        await _write(client, DAY, merge=True)
    assert getattr(caught.value, "account", "owner") == "owner"
    assert gateway.journal.writes == []


@pytest.mark.parametrize("endpoint", [SETTINGS, CHECK])
async def test_read_for_a_write_that_hangs(
    gateway: GatewaySimulator, client: GatewayClient, endpoint: str
) -> None:
    """It is bounded, be it the page before a merge or the check after a 401."""
    await client.identify()
    if endpoint == CHECK:
        gateway.faults.add(SETTINGS, Unauthorized(), times=1)
    gateway.faults.add(endpoint, Delay(20), method="GET")
    begin = time.monotonic()
    with pytest.raises(TimedOut):
        await _write(client, DAY, merge=True)
    assert time.monotonic() - begin < 5
    assert gateway.journal.writes == []


async def test_queue_names_the_write(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Who waits for too long hears what the gateway is busy with."""
    gateway.faults.add(SETTINGS, Delay(0.8), method="POST")
    write = asyncio.create_task(_write(client, DAY))
    await until(lambda: bool(gateway.journal.in_flight))
    with pytest.raises(QueueBusy) as caught:
        await client.read("/ivp/meters", limit=0.2)
    assert caught.value.busy_with == f"POST {SETTINGS}"
    await write
