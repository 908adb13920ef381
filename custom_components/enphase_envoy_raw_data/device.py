"""The page of a gateway in Home Assistant."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN, TITLE
from .entry import RawDataConfigEntry
from .entry_data import is_practice, text_in
from .gateway import GatewayClient, Identity, parse_host
from .rehearsing import is_rehearsing
from .words import words


@callback
def register_device(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    identity: Identity,
    client: GatewayClient,
) -> None:
    """Show what the gateway is, its own page, and by which account we are there.

    From firmware 8.3 on, nothing is at the root, and `/home` has been there always.
    The account stands behind the model, since a device has no field for it and
    automations may compare the other ones, above all the firmware.
    """
    if is_practice(entry.data):
        _register_practice(hass, entry, identity)
        return
    host = parse_host(text_in(entry.data, CONF_HOST))
    page = f"https://{host}/home" if identity.needs_token else f"http://{host}"
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, identity.serial)},
        configuration_url=page,
        hw_version=identity.part_number or None,
        manufacturer="Enphase",
        model=_model(hass, entry, identity, client.account),
        model_id=None,
        name=TITLE.format(serial=identity.serial),
        serial_number=identity.serial,
        sw_version=identity.firmware or None,
    )


@callback
def _register_practice(
    hass: HomeAssistant, entry: RawDataConfigEntry, identity: Identity
) -> None:
    """Show that it is a recording; it has no page, and its serial is nobody's.

    So it is told apart by its entry, and is never the device of a gateway.
    """
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, f"practice_{entry.entry_id}")},
        configuration_url=None,
        hw_version=identity.part_number or None,
        manufacturer="Enphase",
        model=words(hass, "common.practice_model", model=_bare_model(identity)),
        model_id=None,
        name=entry.title,
        serial_number=identity.serial,
        sw_version=identity.firmware or None,
    )


@callback
def hand_device_over(hass: HomeAssistant, old: str, identity: Identity) -> None:
    """Make the device of the gateway with the old serial that of another one.

    It keeps its ID, its area, and the name that somebody has given it.
    """
    registry = dr.async_get(hass)
    new = {(DOMAIN, identity.serial)}
    device = registry.async_get_device(identifiers={(DOMAIN, old)})
    if device and registry.async_get_device(identifiers=new) is None:
        registry.async_update_device(
            device.id,
            new_identifiers=new,
            serial_number=identity.serial,
            name=TITLE.format(serial=identity.serial),
        )


def _model(
    hass: HomeAssistant, entry: ConfigEntry, identity: Identity, account: str
) -> str:
    """Return words such as `IQ Gateway Metered (owner account)`."""
    model = _bare_model(identity)
    if account:
        key = "model_account" if identity.needs_token else "model_local_user"
        model = words(hass, f"common.{key}", model=model, account=account)
    if is_rehearsing(entry):
        model = words(hass, "common.model_rehearsal", model=model)
    return model


def _bare_model(identity: Identity) -> str:
    """Return what Enphase calls it."""
    model = "IQ Gateway" if identity.needs_token else "Envoy"
    return f"{model} Metered" if identity.metered else model
