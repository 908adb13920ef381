"""A tariff with two seasons, and merges into it."""

from copy import deepcopy
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import TARIFF, load

from .support import write

SETTINGS = "/ivp/ss/dry_contact_settings"
CONTACTS = "/ivp/ensemble/dry_contacts"
METERS = "/ivp/meters"
SLEEP = "/admin/lib/acb_config"

SEASONS: list[dict[str, Any]] = [
    {
        "id": "winter",
        "start": "1/1",
        "days": [{"id": "all_days", "periods": [{"id": "peak", "rate": 0.31}]}],
        "tiers": [],
    },
    {"id": "summer", "start": "5/1", "days": [], "tiers": []},
]
WINTER = {"tariff": {"seasons": [{"id": "winter", "start": "11/1"}]}}


async def load_with_seasons(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return a loaded entry of a gateway whose tariff has two seasons."""
    gateway.device.documents[TARIFF]["tariff"]["seasons"] = deepcopy(SEASONS)
    return await load(hass, gateway)


async def merge(
    hass: HomeAssistant, entry: MockConfigEntry, data: Any, **fields: Any
) -> Any:
    """Merge into the tariff and return the whole reply."""
    given = {"method": "PUT", "data": data, "merge": True}
    return await write(hass, entry, TARIFF, **(given | fields))


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry of a gateway whose tariff has two seasons."""
    return await load_with_seasons(hass, gateway)
