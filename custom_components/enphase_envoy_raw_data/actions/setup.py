"""Registers the actions, which are there even without a gateway."""

from homeassistant.core import HomeAssistant, SupportsResponse, callback

from ..const import DOMAIN
from .list_endpoints import (
    LIST_ENDPOINTS_SCHEMA,
    SERVICE_LIST_ENDPOINTS,
    async_list_endpoints,
)
from .read_data import READ_DATA_SCHEMA, SERVICE_READ_DATA, async_read_data
from .send import SEND_DATA_SCHEMA, SERVICE_SEND_DATA, async_send_data


@callback
def async_setup_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_LIST_ENDPOINTS,
        async_list_endpoints,
        LIST_ENDPOINTS_SCHEMA,
        SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_READ_DATA,
        async_read_data,
        READ_DATA_SCHEMA,
        SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SEND_DATA,
        async_send_data,
        SEND_DATA_SCHEMA,
        SupportsResponse.OPTIONAL,
    )
