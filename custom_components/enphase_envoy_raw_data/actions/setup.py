"""Registers the actions, which are there even without a gateway."""

from homeassistant.core import HomeAssistant, SupportsResponse, callback
from homeassistant.helpers.service import async_register_admin_service

from ..const import DOMAIN
from .fleet import async_send_data
from .list_endpoints import (
    LIST_ENDPOINTS_SCHEMA,
    SERVICE_LIST_ENDPOINTS,
    async_list_endpoints,
)
from .past import (
    LIST_WRITES_SCHEMA,
    RESTORE_DATA_SCHEMA,
    SEND_REHEARSED_SCHEMA,
    SERVICE_LIST_WRITES,
    SERVICE_RESTORE_DATA,
    SERVICE_SEND_REHEARSED,
    async_list_writes,
    async_restore_data,
    async_send_rehearsed,
)
from .read_data import READ_DATA_SCHEMA, SERVICE_READ_DATA, async_read_data
from .recording import (
    RECORD_GATEWAY_SCHEMA,
    SERVICE_RECORD_GATEWAY,
    async_record_gateway,
)
from .send import SEND_DATA_SCHEMA, SERVICE_SEND_DATA


@callback
def async_setup_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_LIST_WRITES,
        async_list_writes,
        LIST_WRITES_SCHEMA,
        SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_RECORD_GATEWAY,
        async_record_gateway,
        RECORD_GATEWAY_SCHEMA,
        SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_LIST_ENDPOINTS,
        async_list_endpoints,
        LIST_ENDPOINTS_SCHEMA,
        SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_RESTORE_DATA,
        async_restore_data,
        RESTORE_DATA_SCHEMA,
        SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SEND_REHEARSED,
        async_send_rehearsed,
        SEND_REHEARSED_SCHEMA,
        SupportsResponse.OPTIONAL,
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
