"""The forms of the actions, which start with the gateway if there is only one."""

from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.selector import validate_selector
from homeassistant.helpers.service import async_set_service_schema
from homeassistant.util.yaml import load_yaml_dict

from ..const import DOMAIN
from ..gateway.catalogue import catalogue

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
    """Keep the forms up to date: a gateway as example, and as default if it is alone.

    The file itself can't know the ID of an entry.
    """

    @callback
    def show() -> None:
        """Describe the actions to the frontend."""
        entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        known = {"example": entries[0].entry_id} if entries else {}
        only = {"default": entries[0].entry_id} if len(entries) == 1 else {}
        for action, fields in forms.items():
            gateway = fields[ATTR_CONFIG_ENTRY_ID] | known | only
            shown = {"fields": fields | {ATTR_CONFIG_ENTRY_ID: gateway}}
            async_set_service_schema(hass, DOMAIN, action, shown)

    @callback
    def changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Look again when a gateway was added, removed, enabled or disabled."""
        if entry.domain == DOMAIN:
            show()

    show()
    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
