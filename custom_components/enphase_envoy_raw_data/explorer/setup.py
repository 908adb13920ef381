"""Sets the Explorer up, once for all gateways."""

from homeassistant.core import HomeAssistant

from .catalogue import async_setup_catalogue
from .gateways import async_setup_gateways
from .panel import async_setup_panel
from .probing import async_setup_probing
from .recording import async_setup_recording


async def async_setup_explorer(hass: HomeAssistant) -> None:
    """Register the page, if there is a frontend, and what it asks for."""
    async_setup_catalogue(hass)
    async_setup_gateways(hass)
    async_setup_probing(hass)
    async_setup_recording(hass)
    await async_setup_panel(hass)
