"""What a probe found is kept: over restarts, and until the gateway is another one."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.const import UNIQUE_ID
from custom_components.enphase_envoy_raw_data.entry import serial_of
from custom_components.enphase_envoy_raw_data.gateway import probe_endpoints
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from custom_components.enphase_envoy_raw_data.record import (
    LastProbe,
    async_keep_probe,
    async_remove_last_probe,
    last_probe_of,
)
from gateway_simulator import GatewaySimulator, faults
from tests.waiting import until

from ..helpers import (
    DOMAIN,
    INVERTERS,
    by_hand,
    call,
    exchange_gateway,
    load,
    make_entry,
    set_up,
)

STREAM = "/stream/meter"


async def _probe(
    hass: HomeAssistant, entry: MockConfigEntry, search: str
) -> LastProbe | None:
    """Probe a part of the catalogue, and return what is kept then."""
    await call(
        hass,
        "list_endpoints",
        config_entry_id=entry.entry_id,
        search=search,
        probe=True,
    )
    return last_probe_of(hass, entry.entry_id, serial_of(entry))


def _key(entry: MockConfigEntry) -> str:
    """Return the name of the storage."""
    return f"{DOMAIN}.{entry.entry_id}.probe"


async def test_probes_add_up(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_storage: dict[str, Any]
) -> None:
    """A probe of a part changes that part; what only was slow stays as it was."""
    entry = await load(hass, gateway)
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None
    probe = await _probe(hass, entry, INVERTERS)
    assert probe is not None
    assert probe.answers == {INVERTERS: True}
    assert (probe.serial, probe.firmware) == (gateway.serial, gateway.firmware)
    assert probe.account == "owner"
    assert hass_storage[_key(entry)]["data"] == {
        "at": probe.at,
        "serial": gateway.serial,
        "firmware": gateway.firmware,
        "account": "owner",
        "answers": {INVERTERS: True},
    }

    gateway.faults.add(INVERTERS, faults.Fixed(404))
    gateway.faults.add("/ivp/meters/readings", faults.Truncate())
    second = await _probe(hass, entry, "/ivp/meters/readings")
    assert second == probe
    third = await _probe(hass, entry, "/api/v1/production/")
    assert third is not None
    assert third.answers == {INVERTERS: False}
    fourth = await _probe(hass, entry, "/ivp/livedata/status")
    assert fourth is not None
    assert fourth.answers == {INVERTERS: False, "/ivp/livedata/status": True}


async def test_another_account_begins_anew(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What an owner may read says nothing about an installer."""
    entry = await load(hass, gateway)
    await _probe(hass, entry, INVERTERS)
    token = gateway.token("installer")
    data = by_hand(gateway, token=token)
    hass.config_entries.async_update_entry(entry, data=data)
    await hass.config_entries.async_reload(entry.entry_id)
    probe = await _probe(hass, entry, "/ivp/meters/readings")
    assert probe is not None
    assert probe.account == "installer"
    assert probe.answers == {"/ivp/meters/readings": True}


async def test_it_is_kept_over_a_restart(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_storage: dict[str, Any]
) -> None:
    """Also for a gateway that can't be reached, and gone with the entry."""
    entry = make_entry(hass, gateway)
    kept: dict[str, Any] = {
        "at": "2026-01-01T00:00:00+00:00",
        "serial": gateway.serial,
        "firmware": "8.2.127",
        "account": "owner",
        "answers": {INVERTERS: True},
    }
    hass_storage[_key(entry)] = {"version": 1, "key": _key(entry), "data": kept}
    await gateway.stop()
    await set_up(hass, entry)
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) == LastProbe(**kept)
    await hass.config_entries.async_remove(entry.entry_id)
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None
    assert _key(entry) not in hass_storage


class SlowDisk:
    """A probe's file takes until it is let go on to be written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
        """Stand before the file of this name."""
        self.begins = asyncio.Event()
        self.may_go_on = asyncio.Event()
        usual = Store.async_save

        async def save(store: Store[Any], data: Any) -> None:
            if store.key == key:
                self.begins.set()
                await self.may_go_on.wait()
            await usual(store, data)

        monkeypatch.setattr(Store, "async_save", save)


@pytest.mark.parametrize("gives_up", [False, True])
async def test_removed_while_it_is_stored(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_storage: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    *,
    gives_up: bool,
) -> None:
    """What is being written at that moment is not there again afterwards."""
    entry = await load(hass, gateway)
    disk = SlowDisk(monkeypatch, _key(entry))
    probing = asyncio.create_task(_probe(hass, entry, INVERTERS))
    await disk.begins.wait()
    if gives_up:
        probing.cancel()
        await asyncio.wait([probing])
    removing = asyncio.create_task(hass.config_entries.async_remove(entry.entry_id))
    await asyncio.wait([removing], timeout=0.2)
    disk.may_go_on.set()
    await asyncio.gather(removing, probing, return_exceptions=True)
    await hass.async_block_till_done()
    assert removing.result()
    assert _key(entry) not in hass_storage
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None


async def test_nothing_is_kept_of_what_is_being_removed(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_storage: dict[str, Any],
) -> None:
    """A probe that ends when its file is gone, and the entry not quite yet."""
    entry = await load(hass, gateway)
    client = entry.runtime_data.client
    await _probe(hass, entry, INVERTERS)
    asked = probe_endpoints(client, catalogue().find(INVERTERS), limit=60)
    probed = [one async for one in asked]
    await async_remove_last_probe(hass, entry.entry_id)
    await async_keep_probe(hass, entry.entry_id, client, probed, gateway.serial)
    assert _key(entry) not in hass_storage
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None


@pytest.mark.parametrize(
    ("version", "stored"),
    [
        (1, {}),
        (1, []),
        (1, {"at": "", "serial": "", "firmware": "", "account": "", "answers": {1: 2}}),
        (9, {"at": "", "serial": "", "firmware": "", "account": "", "answers": {}}),
    ],
)
async def test_what_cannot_be_read_is_as_nothing(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_storage: dict[str, Any],
    version: int,
    stored: object,
) -> None:
    """The next probe writes over it."""
    entry = make_entry(hass, gateway)
    hass_storage[_key(entry)] = {
        "version": version,
        "key": _key(entry),
        "data": stored,
    }
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None
    probe = await _probe(hass, entry, INVERTERS)
    assert probe is not None
    assert hass_storage[_key(entry)]["data"]["answers"] == {INVERTERS: True}


@pytest.mark.parametrize("answers", [True, False])
async def test_exchanged_meanwhile(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_storage: dict[str, Any],
    *,
    answers: bool,
) -> None:
    """What the old one has answered, or not, is not told of the new one."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, faults.Delay(0.3))
    if not answers:
        gateway.faults.add(INVERTERS, faults.Fixed(404))
    old = entry.title
    probing = asyncio.create_task(
        call(
            hass,
            "list_endpoints",
            config_entry_id=entry.entry_id,
            search=INVERTERS,
            probe=True,
        )
    )
    await until(lambda: gateway.journal.in_flight)
    exchange_gateway(hass, entry)
    await hass.async_block_till_done()
    reply = await probing
    await hass.async_block_till_done()
    assert entry.title != old
    assert reply["probe"]["gateway"] == old
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None
    assert _key(entry) not in hass_storage


async def test_file_of_before_the_exchange(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A file that was not deleted any more before a power cut."""
    entry = await load(hass, gateway)
    assert await _probe(hass, entry, INVERTERS)
    hass.config_entries.async_update_entry(
        entry, unique_id=UNIQUE_ID.format(serial="122000009999")
    )
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None
