"""Each write that was sent, and each refusal by a lock, is told on the bus."""

import asyncio
from typing import Any

from homeassistant.core import Context, HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, refusal
from tests.waiting import until

from ..support import (
    CHANGE,
    REFUSED,
    SENT,
    SETTINGS,
    choose,
    data_of,
    hear,
    outcome,
    sent_data,
    write,
)


async def test_sent(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """One event with exactly what is known, in the context of the call."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    context = Context()
    await write(hass, entry, f"{SETTINGS}?x=1", data=CHANGE, context=context)
    (event,) = heard
    assert event.event_type == SENT
    assert event.context is context
    assert data_of(event) == sent_data(entry, endpoint=f"{SETTINGS}?x=1")


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (faults.Fixed(201, "{}"), 201),
        (faults.Fixed(204), 204),
        (faults.Fixed(400, "no"), 400),
        (faults.Fixed(404, "no"), 404),
        (faults.Fixed(500, "no"), 500),
        (faults.Fixed(301, headers={"Location": "/error"}), 301),
        (faults.busy(), 503),
        (faults.DropAfterApplying(), None),
        (faults.DropBeforeReply(), None),
        (faults.Truncate(), 200),
    ],
)
async def test_status(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    fault: faults.Fault,
    status: int | None,
) -> None:
    """Whatever becomes of it: what has left is told, with the gateway's status."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, fault)
    await outcome(write(hass, entry, data=CHANGE))
    assert len(gateway.journal.writes) == 1
    assert [data_of(event) for event in heard] == [sent_data(entry, status=status)]
    assert [write["status"] for write in entry.runtime_data.log.writes] == [status]


async def test_duration(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The duration is in seconds, without the time of waiting and of proof."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, faults.Delay(0.3))
    await asyncio.gather(
        write(hass, entry, data=CHANGE, verify=True), write(hass, entry, data=CHANGE)
    )
    assert len(heard) == 2
    for event in heard:
        assert 0.29 < event.data["duration"] < 0.5


async def test_body_on_request_only(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What was sent is in the event only if the owner wants that."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    secret = {"exercise_config": {"note": "my own house", "n": 2**70}}
    await write(hass, entry, data=secret)
    await outcome(write(hass, entry, "/prov", data=secret))
    assert "my own house" not in str([event.data for event in heard])

    await choose(hass, entry, event_bodies=True)
    heard.clear()
    await write(hass, entry, data=secret)
    await outcome(write(hass, entry, "/prov", data=secret))
    sent, refused = heard
    # Integers beyond 64 bits would break what an event passes through.
    body = {"exercise_config": {"note": "my own house", "n": str(2**70)}}
    assert data_of(sent) == sent_data(entry, body=body)
    assert refused.event_type == REFUSED
    assert refused.data["body"] == body
    assert refused.data["lock"] == "locked_page"


async def test_body_is_what_was_sent(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """With merge, the event has the whole body, not the patch."""
    entry = await load(hass, gateway)
    await choose(hass, entry, event_bodies=True)
    heard = hear(hass)
    await write(hass, entry, data=CHANGE, merge=True)
    assert heard[0].data["body"] == gateway.journal.writes[0].json()
    assert len(heard[0].data["body"]["exercise_config"]) > 1


@pytest.mark.parametrize(
    "call",
    [
        {"data": CHANGE, "test_mode": True},
        {"data": CHANGE, "risk_acknowledged": False},
        {"data": "{"},
        {"data": CHANGE, "method": "GET"},
        {"data": CHANGE, "endpoint": "no"},
        {"data": CHANGE, "verify": "maybe"},
        {"data": [], "merge": True},
    ],
)
async def test_nothing_was_sent(
    hass: HomeAssistant, gateway: GatewaySimulator, call: dict[str, Any]
) -> None:
    """What never left, and what no lock refused, is not told."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    await outcome(write(hass, entry, **call))
    await hass.async_block_till_done()
    assert not heard
    assert not entry.runtime_data.log.writes
    assert entry.runtime_data.refusals == 0


async def test_gateway_is_off(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A write that could not leave is an error and no event."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    await gateway.stop()
    await refusal(write(hass, entry, data=CHANGE), "cannot_connect_refused")
    assert not heard
    assert not entry.runtime_data.log.writes


@pytest.mark.parametrize("verify", [False, True])
async def test_given_up_while_under_way(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    verify: bool,
    stored: dict[str, Any],
) -> None:
    """A caller that gives up leaves a write on record, with what became of it."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    method = "GET" if verify else "POST"
    gateway.faults.add(SETTINGS, faults.Delay(0.5), method=method)
    call = asyncio.create_task(write(hass, entry, data=CHANGE, verify=verify))
    await until(lambda: gateway.journal.find(method=method, path=SETTINGS))
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    # Home Assistant itself waits for nothing that is being cancelled.
    await until(lambda: heard)
    await hass.async_block_till_done()
    assert [data_of(event) for event in heard] == [sent_data(entry, status=200)]
    (kept,) = stored[f"enphase_envoy_raw_data.{entry.entry_id}"]["data"]["writes"]
    assert (kept["status"], kept["verified"]) == (200, None)
