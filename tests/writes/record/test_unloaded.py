"""A write reaches its record and its caller whatever becomes of its entry."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.gateway import verification
from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import (
    DOMAIN,
    INVERTERS,
    disable,
    load,
    read,
    refusal,
    remove,
)
from tests.waiting import until

from ..support import (
    CHANGE,
    INFO,
    SETTINGS,
    asked,
    data_of,
    hear,
    outcome,
    sent_data,
    write,
)

type End = Callable[[HomeAssistant, MockConfigEntry], Awaitable[object]]


async def _reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Reload the entry."""
    await hass.config_entries.async_reload(entry.entry_id)


ENDS: Final = pytest.mark.parametrize("end", [_reload, disable, remove])


def kept(stored: dict[str, Any], entry: MockConfigEntry) -> list[dict[str, Any]]:
    """Return the writes in Home Assistant's storage."""
    store = stored.get(f"{DOMAIN}.{entry.entry_id}", {"data": {"writes": []}})
    writes: list[dict[str, Any]] = store["data"]["writes"]
    return writes


@ENDS
@pytest.mark.parametrize("gateway_stays", [True, False])
async def test_while_it_is_verified(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    stored: dict[str, Any],
    *,
    end: End,
    gateway_stays: bool,
) -> None:
    """It was accepted, and the caller hears why nobody could look."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, faults.IgnoreWrite(), method="POST")
    call = asyncio.create_task(
        write(hass, entry, data=CHANGE, verify=True, verify_seconds=120)
    )
    await until(lambda: gateway.journal.count(method="GET", path=SETTINGS))
    if not gateway_stays:
        await gateway.stop()
    async with asyncio.timeout(5):
        await end(hass, entry)
        reply = await call
    assert reply[SETTINGS]
    assert reply["verification"]["verified"] is False
    assert reply["verification"]["reason"] == (
        f"Accepted, but it could not be verified, since {entry.title} was unloaded"
    )
    assert [data_of(event) for event in heard] == [sent_data(entry)]
    gone = end is remove
    assert [row["verified"] for row in kept(stored, entry)] == ([] if gone else [None])
    assert entry.state is (
        ConfigEntryState.NOT_LOADED
        if end is not _reload
        else ConfigEntryState.LOADED
        if gateway_stays
        else ConfigEntryState.SETUP_RETRY
    )


# Seconds until a pause between two looks that nothing would end is over.
_LONG_PAUSE = 30


@ENDS
async def test_between_two_looks(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    monkeypatch: pytest.MonkeyPatch,
    end: End,
) -> None:
    """Nothing is on its way then, so nobody waits for the next look."""
    monkeypatch.setattr(verification, "_FIRST_PAUSE", _LONG_PAUSE)
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.IgnoreWrite(), method="POST")
    call = asyncio.create_task(
        write(hass, entry, data=CHANGE, verify=True, verify_seconds=120)
    )
    await until(lambda: gateway.journal.count(method="GET", path=SETTINGS))
    await until(lambda: not gateway.journal.in_flight)
    async with asyncio.timeout(5):
        await end(hass, entry)
        reply = await call
    assert reply["verification"]["reason"] == (
        f"Accepted, but it could not be verified, since {entry.title} was unloaded"
    )
    assert gateway.journal.count(method="GET", path=SETTINGS) == 1


@ENDS
async def test_while_it_is_on_its_way(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    stored: dict[str, Any],
    end: End,
) -> None:
    """It gets its reply, and unloading waits for that."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, faults.Delay(0.5), method="POST")
    call = asyncio.create_task(write(hass, entry, data=CHANGE))
    await until(lambda: gateway.journal.writes)
    begun = asyncio.get_running_loop().time()
    await end(hass, entry)
    assert 0.3 < asyncio.get_running_loop().time() - begun < 2
    assert list(await call) == [SETTINGS]
    assert [one.applied for one in gateway.journal.writes] == [True]
    assert [data_of(event) for event in heard] == [sent_data(entry)]
    assert len(kept(stored, entry)) == (end is not remove)


@ENDS
async def test_before_it_leaves(
    hass: HomeAssistant, gateway: GatewaySimulator, end: End
) -> None:
    """While it waits for `/info`, nothing has left, and nothing will."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    await gateway.restart()
    gateway.faults.add(INFO, faults.Delay(0.3), times=1)
    call = asyncio.create_task(refusal(write(hass, entry, data=CHANGE), "closed"))
    await until(lambda: gateway.journal.in_flight)
    await end(hass, entry)
    assert "nothing was changed" in await call
    await hass.async_block_till_done()
    assert not gateway.journal.writes
    assert not heard


async def test_while_home_assistant_stops(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """Home Assistant waits for what has left, and its record."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, faults.Delay(0.5), method="POST")
    call = asyncio.create_task(write(hass, entry, data=CHANGE))
    await until(lambda: gateway.journal.writes)
    await hass.async_stop(force=True)
    assert list(await call) == [SETTINGS]
    assert [data_of(event) for event in heard] == [sent_data(entry)]
    assert len(kept(stored, entry)) == 1


async def test_call_while_home_assistant_stops(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A script that the stop has started can still use the gateway."""
    entry = await load(hass, gateway)
    found: list[Any] = []

    async def at_stop(_event: object) -> None:
        found.append(await write(hass, entry, data=CHANGE))

    hass.bus.async_listen_once("homeassistant_stop", at_stop)
    await hass.async_stop(force=True)
    assert [list(reply) for reply in found] == [[SETTINGS]]
    assert [one.applied for one in gateway.journal.writes] == [True]


async def test_given_up_while_it_is_recorded(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    stored: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its event is fired even so, once, and the record has it."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    log = entry.runtime_data.log
    saving, go_on = asyncio.Event(), asyncio.Event()
    usual = log._store.async_save  # noqa: SLF001 - a disk that is slow

    async def slowly(data: Any) -> None:
        saving.set()
        await go_on.wait()
        await usual(data)

    monkeypatch.setattr(log._store, "async_save", slowly)  # noqa: SLF001
    call = asyncio.create_task(write(hass, entry, data=CHANGE, verify=True))
    await saving.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    go_on.set()
    await until(lambda: heard)
    await hass.async_block_till_done()
    assert [data_of(event) for event in heard] == [sent_data(entry)]
    assert len(kept(stored, entry)) == 1


@pytest.mark.parametrize(
    ("options", "lock"),
    [
        ({"who_may_send": "nobody"}, "locked_for_everybody"),
        ({"allowed_endpoints": ["/ivp/ss/dpel"]}, "locked_by_list"),
        ({"who_may_send": "a choice of a later version"}, "locked_for_everybody"),
    ],
)
async def test_locked_while_it_waits(
    hass: HomeAssistant, gateway: GatewaySimulator, options: dict[str, Any], lock: str
) -> None:
    """The locks are asked when its turn has come, and the refusal is recorded."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(INVERTERS, faults.Delay(0.3))
    reading = asyncio.create_task(read(hass, entry, INVERTERS))
    await until(lambda: gateway.journal.in_flight)
    calls = [
        asyncio.create_task(outcome(write(hass, entry, data=CHANGE))) for _ in range(2)
    ]
    await asyncio.sleep(0.05)
    hass.config_entries.async_update_entry(entry, options=options)
    assert await asyncio.gather(*calls) == [lock] * 2
    await reading
    assert not gateway.journal.writes
    assert [event.data["lock"] for event in heard] == [lock] * 2
    assert entry.runtime_data.refusals == 2
    assert entry.runtime_data.log.writes == []


async def test_firmware_is_looked_at_when_it_leaves(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A write that waits in line heeds the option that was turned on meanwhile."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE)
    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    gateway.faults.add(INVERTERS, faults.Delay(0.3))
    reading = asyncio.create_task(read(hass, entry, INVERTERS))
    await until(lambda: gateway.journal.count(path=INVERTERS))
    call = asyncio.create_task(outcome(write(hass, entry, data=CHANGE)))
    await asyncio.sleep(0.05)
    hass.config_entries.async_update_entry(entry, options={"confirm_firmware": True})
    assert await call == "firmware_not_confirmed"
    await reading
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize("status", [101, 408])
async def test_status_that_says_nothing(
    hass: HomeAssistant, gateway: GatewaySimulator, status: int
) -> None:
    """The caller hears that nobody knows, and so does the logbook."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    gateway.faults.add(SETTINGS, faults.Fixed(status), method="POST")
    text = await refusal(write(hass, entry, data=CHANGE), "outcome_unknown_no_status")
    assert f"status {status}" in text
    assert "it was not repeated" in text
    assert asked(gateway) == [f"POST {SETTINGS}"]
    assert [data_of(event) for event in heard] == [sent_data(entry, status=status)]
