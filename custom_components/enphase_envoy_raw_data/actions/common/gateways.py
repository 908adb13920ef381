"""Which gateways a call is for: one, or several."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_AREA_ID, ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr
import voluptuous as vol

from ...const import DOMAIN
from ...entry import RuntimeData, serial_of
from ...entry_data import gateways_first, is_practice
from .fields import one_or_listed, refusal

ALL_GATEWAYS: Final = "all"
"""In place of an ID: each gateway whose entry is not disabled."""

MOST_GATEWAYS: Final = 50
"""Gateways in one call; the largest sites have some thirty."""

GATEWAY_FIELDS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_CONFIG_ENTRY_ID): one_or_listed,
    vol.Optional(ATTR_DEVICE_ID): one_or_listed,
    vol.Optional(ATTR_AREA_ID): one_or_listed,
}
"""The fields by which a call names its gateways."""


class Gateways(NamedTuple):
    """The gateways that a call is for."""

    entry_ids: list[str]
    """IDs of config entries, each once, in the order of the call."""

    several: bool
    """Whether the reply has a part for each gateway.

    It depends on how the call names them and not on how many there are today, so that
    who wrote the call knows what the reply looks like.
    """


@callback
def gateways_of(call: ServiceCall) -> Gateways:
    """Return the gateways that a call names; the only one if it names none.

    Raises ServiceValidationError.
    """
    hass, data = call.hass, call.data
    named = [name for name in _FIND if name in data]
    if not named:
        return Gateways(entry_ids=[only_gateway(hass)], several=False)
    first = data[named[0]]
    several = len(named) > 1 or ATTR_AREA_ID in named
    several = several or isinstance(first, list) or first == ALL_GATEWAYS
    found = [
        entry_id for name in named for entry_id in _FIND[name](hass, _each(data[name]))
    ]
    entry_ids = _one_of_each(hass, dict.fromkeys(found))
    if not entry_ids:
        raise refusal("gateways_empty")
    if len(entry_ids) > MOST_GATEWAYS:
        raise refusal("gateways_too_many", most=str(MOST_GATEWAYS))
    if len(entry_ids) > 1:
        _refuse_mixture(call.hass, entry_ids)
    return Gateways(entry_ids=entry_ids, several=several)


@callback
def title_of(hass: HomeAssistant, entry_id: str) -> str:
    """Return the title of an entry; its ID if there is none."""
    entry = hass.config_entries.async_get_entry(entry_id)
    return entry.title if entry else entry_id


@callback
def name_of(hass: HomeAssistant, entry_id: str) -> str:
    """Return the title of an entry, with what tells it from others of that title."""
    title = title_of(hass, entry_id)
    titles = [entry.title for entry in hass.config_entries.async_entries(DOMAIN)]
    return f"{title} ({entry_id})" if titles.count(title) > 1 else title


def _each(given: str | list[str]) -> list[str]:
    """Return what stands in a field as a list."""
    return given if isinstance(given, list) else [given]


@callback
def only_gateway(hass: HomeAssistant) -> str:
    """Return the ID of the only entry; recordings count where there is no gateway.

    Disabled ones count, so that a call doesn't mean another gateway as soon as one is
    disabled.
    """
    entries = gateways_first(
        hass.config_entries.async_entries(DOMAIN, include_ignore=False)
    )
    if not entries:
        raise refusal("no_gateway")
    if len(entries) > 1:
        raise refusal("gateway_not_named", gateways=_titles(entries))
    return entries[0].entry_id


def _refuse_mixture(hass: HomeAssistant, entry_ids: list[str]) -> None:
    """Raise ServiceValidationError for gateways and recordings in one call."""
    entries = [
        entry
        for entry_id in entry_ids
        if (entry := hass.config_entries.async_get_entry(entry_id))
    ]
    if len({is_practice(entry.data) for entry in entries}) > 1:
        raise refusal("gateways_mixed", gateways=_titles(entries))


def _of_entries(hass: HomeAssistant, given: list[str]) -> Iterable[str]:
    """Yield IDs, with all enabled gateways in place of `all`."""
    for entry_id in given:
        if entry_id != ALL_GATEWAYS:
            yield entry_id
            continue
        entries = gateways_first(_enabled(hass))
        if not entries:
            raise refusal("no_gateway")
        yield from _one_of_each(hass, [entry.entry_id for entry in entries])


def _of_devices(hass: HomeAssistant, given: list[str]) -> Iterable[str]:
    """Yield the IDs of the entries of devices."""
    registry = dr.async_get(hass)
    for device_id in given:
        device = registry.async_get(device_id)
        if device is None:
            raise refusal("device_not_found", device=device_id)
        found = _ours(hass, device.config_entries)
        if not found:
            name = device.name_by_user or device.name or device_id
            raise refusal("device_of_no_gateway", device=name)
        yield from found


def _of_areas(hass: HomeAssistant, given: list[str]) -> Iterable[str]:
    """Yield the IDs of the enabled entries whose device is in an area."""
    registry = dr.async_get(hass)
    enabled = {entry.entry_id for entry in gateways_first(_enabled(hass))}
    for area_id in given:
        area = ar.async_get(hass).async_get_area(area_id)
        if area is None:
            raise refusal("area_not_found", area=area_id)
        found = [
            entry_id
            for device in dr.async_entries_for_area(registry, area_id)
            for entry_id in _ours(hass, device.config_entries)
            if entry_id in enabled
        ]
        if not found:
            raise refusal("area_without_gateway", area=area.name)
        yield from found


_FIND: Final = {
    ATTR_CONFIG_ENTRY_ID: _of_entries,
    ATTR_DEVICE_ID: _of_devices,
    ATTR_AREA_ID: _of_areas,
}
"""What finds the entries that a field names, in the order of the reply."""


def _enabled(hass: HomeAssistant) -> list[ConfigEntry]:
    """Return the entries that are not disabled."""
    return hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )


def _ours(hass: HomeAssistant, entry_ids: set[str]) -> list[str]:
    """Return the ID of our entry among those of a device; none if there is none.

    Version 2.x allowed two for one gateway, which must not be written to twice.
    """
    found = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.entry_id in entry_ids
    ]
    found.sort(key=lambda entry: entry.disabled_by is not None)
    return [entry.entry_id for entry in found[:1]]


def _one_of_each(hass: HomeAssistant, entry_ids: Iterable[str]) -> list[str]:
    """Return the IDs of entries, of two for one gateway only the first.

    Version 2.x allowed two, and a call must not write to a gateway twice. The second
    has no serial of its own (see where an entry is set up), but it has met one.
    """
    seen: set[str] = set()
    found = []
    for entry_id in entry_ids:
        entry = hass.config_entries.async_get_entry(entry_id)
        serial = _serial_of(entry) if entry and entry.domain == DOMAIN else None
        if serial not in seen:
            found.append(entry_id)
        if serial:
            seen.add(serial)
    return found


def _serial_of(entry: ConfigEntry) -> str | None:
    """Return the serial of the gateway of an entry; None if nobody knows it yet."""
    if serial := serial_of(entry):
        return serial
    runtime: RuntimeData | None = getattr(entry, "runtime_data", None)
    identity = runtime.client.identity if runtime else None
    return identity.serial if identity else None


def _titles(entries: Iterable[ConfigEntry]) -> str:
    """Return the titles of entries, with what tells those of one name apart."""
    return ", ".join(f"{entry.title} ({entry.entry_id})" for entry in entries)
