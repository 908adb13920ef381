"""What has to be put back at a gateway."""

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.restoring import (
    Pending,
    Restores,
    restores_of,
)


class PutsBack:
    """An entry in a Home Assistant, with what is for a while at its gateway."""

    __slots__ = ()

    hass: HomeAssistant
    entry: MockConfigEntry

    @property
    def restores(self) -> Restores:
        """Return where it is kept."""
        return restores_of(self.hass, self.entry.entry_id)

    @property
    def pending(self) -> list[Pending]:
        """Return what has to be put back."""
        return self.restores.pending
