"""The forms of the actions, which start with the gateway if there is only one."""

from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.selector import SelectOptionDict, validate_selector
from homeassistant.helpers.service import async_set_service_schema
from homeassistant.util.yaml import load_yaml_dict

from ..const import ATTR_ENDPOINT, DOMAIN
from ..entry_data import gateways_first
from ..gateway.catalogue import catalogue
from ..record import SIGNAL_PROBED
from ..words import async_load_words
from .endpoint_lists import listed_to_read, listed_to_write
from .read_data import SERVICE_READ_DATA
from .send import SERVICE_SEND_DATA

_LISTS: Final = {
    SERVICE_READ_DATA: listed_to_read,
    SERVICE_SEND_DATA: listed_to_write,
}

_FILE: Final = Path(__file__).parents[1] / "services.yaml"


def load_forms() -> dict[str, Any]:
    """Return the fields of each action, as Home Assistant reads them from the file.

    The catalogue is read along with them, so that nobody has to wait for it later.
    """
    catalogue()
    forms = {
        action: form["fields"] for action, form in load_yaml_dict(str(_FILE)).items()
    }
    for fields in forms.values():
        for name, field in fields.items():
            for one in field.get("fields", {name: field}).values():
                one["selector"] = validate_selector(one["selector"])
    return forms


@callback
def async_setup_forms(hass: HomeAssistant, forms: dict[str, Any]) -> None:
    """Keep the forms up to date.

    They have a gateway as example, and as default if it is alone, and the endpoints
    in the language of the system. The file itself can't know any of that.
    """

    @callback
    def show() -> None:
        """Describe the actions to the frontend."""
        entries = gateways_first(
            hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        )
        known = {"example": entries[0].entry_id} if entries else {}
        only = {"default": entries[0].entry_id} if len(entries) == 1 else {}
        for action, fields in forms.items():
            gateway = fields[ATTR_CONFIG_ENTRY_ID] | known | only
            shown = {"fields": fields | {ATTR_CONFIG_ENTRY_ID: gateway}}
            if action in _LISTS:
                endpoint = _with_list(fields[ATTR_ENDPOINT], _LISTS[action](hass))
                shown["fields"][ATTR_ENDPOINT] = endpoint
            async_set_service_schema(hass, DOMAIN, action, shown)

    @callback
    def changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Look again when a gateway was added, removed, enabled or disabled."""
        if entry.domain == DOMAIN:
            show()

    @callback
    def probed(_entry_id: str) -> None:
        """Look again when it is known what a gateway answers."""
        show()

    async def retell(_event: Event) -> None:
        """Say it in another language."""
        await async_load_words(hass)
        show()

    show()
    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
    async_dispatcher_connect(hass, SIGNAL_PROBED, probed)
    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, retell)


def _with_list(
    field: dict[str, Any], options: list[SelectOptionDict]
) -> dict[str, Any]:
    """Return the field for an endpoint with the list to choose from."""
    choose = field["selector"]["choose"]
    listed = choose["choices"]["listed"]
    select = listed["selector"]["select"] | {"options": options}
    choices = choose["choices"] | {"listed": {"selector": {"select": select}}}
    return field | {"selector": {"choose": choose | {"choices": choices}}}
