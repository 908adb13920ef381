"""Two gateways with one certificate: it proves nothing, also after a restart."""

from collections.abc import AsyncIterator
from copy import deepcopy

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.writes.support import asked

from ..helpers import DOMAIN, INVERTERS, entry_data, load, make_entry, read, set_up

INFO = "GET /info"
READ = f"GET {INVERTERS}"


@pytest.fixture
async def twin() -> AsyncIterator[GatewaySimulator]:
    """Return another gateway, whose maker gave it the same key."""
    gateway = GatewaySimulator("8.3")
    gateway.set_serial("122333444555")
    async with gateway:
        yield gateway


async def requests(
    hass: HomeAssistant, entry: MockConfigEntry, gateway: GatewaySimulator
) -> list[str]:
    """Return what a read on a new connection, with a full handshake, asks."""
    gateway.expire_tickets()
    gateway.cut_connections()
    await hass.async_block_till_done()
    gateway.journal.clear()
    await read(hass, entry, INVERTERS)
    return asked(gateway)


async def test_one_gateway(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Its certificate is its own, so that a read asks nothing else."""
    entry = await load(hass, gateway)
    assert await requests(hass, entry, gateway) == [READ]
    assert "shared_certificate" not in entry.data


async def test_two_gateways(
    hass: HomeAssistant, gateway: GatewaySimulator, twin: GatewaySimulator
) -> None:
    """Each tells who it is on each new connection, from the second set-up on."""
    entries = {gateway: await load(hass, gateway), twin: await load(hass, twin)}
    assert twin.fingerprint == gateway.fingerprint
    for one, entry in entries.items():
        assert await requests(hass, entry, one) == [INFO, READ]
        assert entry.data["shared_certificate"] == gateway.fingerprint


async def test_known_after_a_restart(
    hass: HomeAssistant, gateway: GatewaySimulator, twin: GatewaySimulator
) -> None:
    """Another gateway that was at the address once is reason enough."""
    entry = await load(hass, gateway)
    await hass.config_entries.async_unload(entry.entry_id)
    mistaken = {**entry.data, "host": twin.host}
    hass.config_entries.async_update_entry(entry, data=mistaken)
    await hass.config_entries.async_setup(entry.entry_id)
    kept = deepcopy(dict(entry.data)) | {"host": gateway.host}
    await hass.config_entries.async_remove(entry.entry_id)

    hass.data.pop(f"{DOMAIN}_certificates")
    entry = await set_up(hass, make_entry(hass, gateway, kept))
    assert await requests(hass, entry, gateway) == [INFO, READ]


async def test_another_certificate_is_its_own(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What was shared is no matter once the gateway has another one."""
    data = entry_data(gateway, shared_certificate="ab" * 32)
    entry = await set_up(hass, make_entry(hass, gateway, data))
    assert await requests(hass, entry, gateway) == [READ]
