"""A site with many gateways, and calls for several of them."""

from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import call
from tests.writes.support import CHANGE, SETTINGS

PRODUCTION = "/api/v1/production"
INVERTERS = "/api/v1/production/inverters"


@dataclass(frozen=True, slots=True)
class Site:
    """Gateways and their entries, in the same order."""

    hass: HomeAssistant
    gateways: list[GatewaySimulator]
    entries: list[MockConfigEntry]

    @property
    def ids(self) -> list[str]:
        """Return the IDs of the entries."""
        return [entry.entry_id for entry in self.entries]

    @property
    def titles(self) -> dict[str, str]:
        """Return the titles by ID."""
        return {entry.entry_id: entry.title for entry in self.entries}

    def counts(self, **wanted: Any) -> list[int]:
        """Return how many such requests each gateway has received."""
        return [gateway.journal.count(**wanted) for gateway in self.gateways]

    def written(self) -> list[int]:
        """Return how many writes each gateway has received."""
        return [len(gateway.journal.writes) for gateway in self.gateways]

    async def read(self, **fields: Any) -> Any:
        """Return the reply to `read_data`."""
        return await call(self.hass, "read_data", **{"endpoint": PRODUCTION} | fields)

    async def send(self, **fields: Any) -> Any:
        """Return the reply to `send_data` with a change that can be verified."""
        usual = {
            "config_entry_id": "all",
            "endpoint": SETTINGS,
            "method": "POST",
            "data": CHANGE,
            "merge": True,
            "verify": True,
            "verify_seconds": 2,
            "risk_acknowledged": True,
        }
        return await call(self.hass, "send_data", **usual | fields)

    def day(self, number: int) -> Any:
        """Return the day that a gateway has in the page that is written."""
        page = self.gateways[number].device.documents[SETTINGS]
        return page["exercise_config"]["day"]

    def device(self, number: int) -> dr.DeviceEntry:
        """Return the device of a gateway."""
        registry = dr.async_get(self.hass)
        entry_id = self.entries[number].entry_id
        (found,) = dr.async_entries_for_config_entry(registry, entry_id)
        assert isinstance(found, dr.DeviceEntry)
        return found

    def area(self, name: str, *numbers: int) -> str:
        """Return the ID of a new area in which these gateways are."""
        area = ar.async_get(self.hass).async_create(name)
        for number in numbers:
            dr.async_get(self.hass).async_update_device(
                self.device(number).id, area_id=area.id
            )
        return area.id
