"""What the tests of Home Assistant's own habits share."""

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator

ACTION = "enphase_envoy_raw_data"


def make_entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry that Home Assistant knows and has not set up."""
    by_token = gateway.token_login
    entry = MockConfigEntry(
        domain=ACTION,
        title=f"Envoy-raw-data {gateway.serial}",
        unique_id=f"{ACTION}_for_{gateway.serial}",
        version=1,
        data={
            "host": gateway.host,
            "name": f"Envoy-raw-data {gateway.serial}",
            "username": "" if by_token else "installer",
            "password": "",
            "token": gateway.token("installer") if by_token else "",
            "use_manual_token": by_token,
        },
    )
    entry.add_to_hass(hass)
    return entry


async def entry_of(hass: HomeAssistant, gateway: GatewaySimulator) -> str:
    """Return the ID of a loaded entry; the gateway's journal starts anew."""
    entry = make_entry(hass, gateway)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    gateway.journal.clear()
    entry_id: str = entry.entry_id
    return entry_id
