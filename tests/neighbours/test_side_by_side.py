"""Both integrations for one gateway: neither notices the other."""

import asyncio
from importlib.metadata import version

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.package import is_installed
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator, replica_names
from tests.integration.dialog import Dialog
from tests.integration.entry.test_login_pause import expired_token
from tests.integration.helpers import DOMAIN, EMAIL, PASSWORD, read, send

from .support import CORE, seen_of, set_up_both

PRODUCTION = "/api/v1/production/inverters"
TARIFF = "/admin/lib/tariff"


async def refresh(hass: HomeAssistant, entity_id: str) -> None:
    """Have the core integration read the gateway."""
    await hass.services.async_call(
        "homeassistant", "update_entity", {"entity_id": [entity_id]}, blocking=True
    )
    await hass.async_block_till_done()


@pytest.mark.parametrize("gateway", replica_names(), indirect=True)
@pytest.mark.parametrize("core_first", [True, False])
async def test_either_order(
    hass: HomeAssistant, gateway: GatewaySimulator, *, core_first: bool
) -> None:
    """With each firmware both are set up, and both read at the same time."""
    ours, core = await set_up_both(hass, gateway, core_first=core_first)
    shown = seen_of(hass, core)["states"]
    assert len(shown) >= 10
    assert "unavailable" not in shown.values()

    gateway.journal.clear()
    reply, _ = await asyncio.gather(
        read(hass, ours, "/api/v1/production"), refresh(hass, next(iter(shown)))
    )
    # At night a meter shows a little less than nothing.
    assert reply["wattsNow"] > -10
    assert gateway.journal.count() >= 3
    assert seen_of(hass, core)["states"].keys() == shown.keys()
    assert "unavailable" not in seen_of(hass, core)["states"].values()


async def test_requirements(hass: HomeAssistant) -> None:
    """What the core integration pins is what runs, and ours asks for nothing else."""
    core = await async_get_integration(hass, CORE)
    (pin,) = core.requirements
    assert pin == f"pyenphase=={version('pyenphase')}"
    ours = await async_get_integration(hass, DOMAIN)
    # Home Assistant installs only what isn't there in a version that will do.
    assert [asked for asked in ours.requirements if not is_installed(asked)] == []


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_a_write_shows(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """With `refresh_core` an entity of the core integration shows what was written."""
    ours, _ = await set_up_both(hass, gateway)
    reserve = "number.enpower_122248070001_reserve_battery_level"

    async def write(percent: int, *, refresh_core: bool) -> str:
        """Change the reserve; return what the entity shows."""
        change = {"tariff": {"storage_settings": {"reserved_soc": percent}}}
        await send(
            hass, ours, TARIFF, data=change, merge=True, refresh_core=refresh_core
        )
        await hass.async_block_till_done()
        state = hass.states.get(reserve)
        assert state
        return state.state

    assert await write(45, refresh_core=False) == "30.0"
    assert await write(60, refresh_core=True) == "60.0"


@pytest.mark.parametrize("core_first", [True, False])
async def test_removing_ours(
    hass: HomeAssistant, gateway: GatewaySimulator, *, core_first: bool
) -> None:
    """Entry, devices, entities and states of the core integration stay."""
    ours, core = await set_up_both(hass, gateway, core_first=core_first)
    before = seen_of(hass, core)
    assert len(before["devices"]) > 1
    await hass.config_entries.async_remove(ours.entry_id)
    await hass.async_block_till_done()
    assert seen_of(hass, core) == before
    await refresh(hass, next(iter(before["states"])))
    assert seen_of(hass, core) == before


@pytest.mark.parametrize("core_first", [True, False])
async def test_removing_core(
    hass: HomeAssistant, gateway: GatewaySimulator, *, core_first: bool
) -> None:
    """Our entry and its device stay, and reading works."""
    ours, core = await set_up_both(hass, gateway, core_first=core_first)
    before = seen_of(hass, ours)
    assert len(before["devices"]) == 1
    await hass.config_entries.async_remove(core.entry_id)
    await hass.async_block_till_done()
    assert seen_of(hass, ours) == before
    assert await read(hass, ours, PRODUCTION)


@pytest.mark.parametrize("reloaded", ["ours", "core"])
async def test_reload(
    hass: HomeAssistant, gateway: GatewaySimulator, reloaded: str
) -> None:
    """A reload of one leaves the other loaded as it is."""
    ours, core = await set_up_both(hass, gateway)
    one, other = (ours, core) if reloaded == "ours" else (core, ours)
    before = seen_of(hass, other)
    assert await hass.config_entries.async_reload(one.entry_id)
    await hass.async_block_till_done()
    assert seen_of(hass, other) == before
    assert await read(hass, ours, PRODUCTION)


async def test_reauth_of_ours(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Our login dies and comes back; the core integration keeps its own."""
    ours, core = await set_up_both(hass, gateway)
    before = seen_of(hass, core)
    wrong = {**ours.data, "token": expired_token(gateway), "password": "wrong"}
    hass.config_entries.async_update_entry(ours, data=wrong)
    await hass.config_entries.async_reload(ours.entry_id)
    await hass.async_block_till_done()
    assert ours.state is ConfigEntryState.SETUP_ERROR
    await refresh(hass, next(iter(before["states"])))
    assert seen_of(hass, core) == before

    dialog = await Dialog.under_way(hass)
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["reason"] == "reauth_successful"
    assert await read(hass, ours, PRODUCTION)
    await refresh(hass, next(iter(before["states"])))
    assert seen_of(hass, core) == before


async def test_reauth_of_core(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The core integration's login dies; ours doesn't notice."""
    ours, core = await set_up_both(hass, gateway)
    before = seen_of(hass, ours)
    wrong = {**core.data, "token": expired_token(gateway), "password": "wrong"}
    hass.config_entries.async_update_entry(core, data=wrong)
    await hass.config_entries.async_reload(core.entry_id)
    await hass.async_block_till_done()
    assert core.state is ConfigEntryState.SETUP_ERROR
    assert seen_of(hass, ours) == before
    assert await read(hass, ours, PRODUCTION)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["handler"] == CORE


async def test_one_token_for_both(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A login that was taken over serves both, in turn and at once."""
    ours, core = await set_up_both(hass, gateway)
    data = {**ours.data, "token": core.data["token"]}
    hass.config_entries.async_update_entry(ours, data=data)
    assert await hass.config_entries.async_reload(ours.entry_id)
    shown = seen_of(hass, core)["states"]
    for _ in range(3):
        await asyncio.gather(
            read(hass, ours, PRODUCTION), refresh(hass, next(iter(shown)))
        )
    assert 401 not in {request.status for request in gateway.journal.requests}
    assert "unavailable" not in seen_of(hass, core)["states"].values()
