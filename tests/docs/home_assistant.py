"""What the tests of Home Assistant's own habits share."""

from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration import helpers

ACTION = helpers.DOMAIN


def _data(gateway: GatewaySimulator) -> dict[str, Any]:
    """Return the data of an entry that may read and write all that there is."""
    if not gateway.token_login:
        return helpers.entry_data(gateway)
    return helpers.by_hand(gateway, token=gateway.token("installer"))


def make_entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry that Home Assistant knows and has not set up."""
    return helpers.make_entry(hass, gateway, _data(gateway))


async def entry_of(hass: HomeAssistant, gateway: GatewaySimulator) -> str:
    """Return the ID of a loaded entry; the gateway's journal starts anew."""
    entry = await helpers.load(hass, gateway, **_data(gateway))
    entry_id: str = entry.entry_id
    return entry_id
