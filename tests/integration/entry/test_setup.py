"""Setting up and unloading an entry."""

import asyncio
import time

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator, faults
from tests.waiting import until

from ..helpers import (
    DOMAIN,
    INVERTERS,
    SET_UP,
    by_hand,
    entry_data,
    load,
    make_entry,
    read,
    refusal,
    set_up,
    title_of,
)

ALL = ["3.9", "4.10", "7.6", "8.2", "8.3"]


@pytest.mark.parametrize("gateway", ["7.6", "8.2", "8.3"], indirect=True)
@pytest.mark.parametrize("hand", [True, False])
async def test_setup_entry_takes_two_requests(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, hand: bool
) -> None:
    """A stored token makes two requests to the gateway and none to the cloud."""
    data = by_hand(gateway) if hand else entry_data(gateway)
    entry = await set_up(hass, make_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert [request.target for request in gateway.journal.requests] == SET_UP
    assert [request.status for request in gateway.journal.requests] == [200, 200]
    assert cloud.journal.requests == []
    assert entry.data == data | {"certificate": gateway.fingerprint}


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
async def test_old_firmware(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Firmware before 7 is asked who it is, and nothing else."""
    entry = await set_up(hass, make_entry(hass, gateway))
    assert entry.state is ConfigEntryState.LOADED
    assert {request.target for request in gateway.journal.requests} == {"/info"}
    assert gateway.journal.count() <= 2


async def test_no_token_yet(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Without a token one is fetched, checked and stored."""
    entry = make_entry(hass, gateway, entry_data(gateway, token=""))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert [request.target for request in gateway.journal.requests] == SET_UP
    assert cloud.journal.count() == 2
    sent = gateway.journal.requests[-1].headers["Authorization"]
    assert sent == f"Bearer {entry.data['token']}"


@pytest.mark.parametrize("gateway", ALL, indirect=True)
async def test_device(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Each gateway is one device that can be told apart and leads to its page."""
    entry = await load(hass, gateway)
    (device,) = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert device.identifiers == {(DOMAIN, gateway.serial)}
    assert device.name == title_of(gateway)
    assert gateway.serial in device.name
    assert device.manufacturer == "Enphase"
    assert device.serial_number == gateway.serial
    assert device.sw_version == gateway.firmware
    page = f"{gateway.url}/home" if gateway.token_login else gateway.url
    assert device.configuration_url == page
    part_numbers = {
        "3.9": "800-00069-r05",
        "4.10": "800-00551-r02",
    }
    assert device.hw_version == part_numbers.get(gateway.replica, "800-00654-r08")
    assert device.model_id is None
    models = {
        "3.9": "Envoy (local user installer)",
        "4.10": "Envoy Metered (local user installer)",
    }
    owners = "IQ Gateway Metered (owner account)"
    assert device.model == models.get(gateway.replica, owners)
    assert device.via_device_id is None


async def test_firmware_change_shows_at_the_device(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A new firmware is noticed after the restart that comes with it."""
    entry = await load(hass, gateway)
    gateway.set_firmware("8.3.6000")
    await gateway.restart()
    assert await read(hass, entry, INVERTERS)
    await hass.config_entries.async_reload(entry.entry_id)
    (device,) = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert device.sw_version == "8.3.6000"


async def test_unload_leaves_nothing(
    hass: HomeAssistant, gateway: GatewaySimulator, issue_registry: ir.IssueRegistry
) -> None:
    """After unloading nothing is asked, nothing waits, and calls are refused."""
    entry = await load(hass, gateway)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    await refusal(
        read(hass, entry, INVERTERS), "entry_not_loaded", callers_mistake=True
    )
    assert gateway.journal.requests == []
    assert gateway.journal.in_flight == 0
    assert not issue_registry.issues
    # The actions stay: an automation then gets words instead of "unknown action".
    assert hass.services.has_service(DOMAIN, "read_data")


async def test_unload_ends_waiting_reads(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Calls that wait are answered at once, and in words, when the entry goes."""
    gateway.faults.add(INVERTERS, faults.Delay(3600))
    entry = await load(hass, gateway)
    calls = [
        asyncio.create_task(refusal(read(hass, entry, endpoint), "closed"))
        for endpoint in (INVERTERS, "/ivp/meters", "/home")
    ]
    await until(lambda: gateway.journal.requests)
    started = time.monotonic()
    assert await hass.config_entries.async_unload(entry.entry_id)
    texts = await asyncio.gather(*calls)
    assert time.monotonic() - started < 2
    assert all(entry.title in text for text in texts)


async def test_reload(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A reload takes two requests as well, and reading works again."""
    entry = await load(hass, gateway)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert [request.target for request in gateway.journal.requests] == SET_UP
    assert await read(hass, entry, INVERTERS)
    assert cloud.journal.requests == []


async def test_two_gateways(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Two gateways are read apart, shown apart and unloaded apart."""
    async with GatewaySimulator("7.6") as other:
        first, second = await load(hass, gateway), await load(hass, other)
        gateway.journal.clear()
        assert len(await read(hass, second, INVERTERS)) != len(
            await read(hass, first, INVERTERS)
        )
        assert gateway.journal.count() == other.journal.count() == 1
        for entry, serial in ((first, gateway.serial), (second, other.serial)):
            (device,) = dr.async_entries_for_config_entry(
                device_registry, entry.entry_id
            )
            assert device.serial_number == serial
        assert await hass.config_entries.async_unload(second.entry_id)
        assert await read(hass, first, INVERTERS)
        assert other.journal.count() == 1


async def test_remove(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Removing an entry removes its device."""
    entry = await load(hass, gateway)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    await refusal(read(hass, entry, INVERTERS), "entry_not_found", callers_mistake=True)
