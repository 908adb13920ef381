"""A gateway that has taken the place of an entry's: the entry becomes the new one's.

It keeps its ID, its options and its record of writes, so that no automation has to
be touched.
"""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow

from ..const import DOMAIN, TITLE, UNIQUE_ID
from ..device import hand_device_over
from ..entry import RawDataConfigEntry, serial_of, with_other_gateway
from ..entry_data import text_in
from ..gateway import Identity
from ..record import async_forget_probe
from ..rehearsing import rehearsal_of, renamed


@callback
def abort_if_taken(
    hass: HomeAssistant, entry: RawDataConfigEntry, identity: Identity
) -> None:
    """Raise AbortFlow if another entry has this gateway already."""
    unique_id = UNIQUE_ID.format(serial=identity.serial)
    other = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
    if other is not None and other.entry_id != entry.entry_id:
        raise AbortFlow("already_configured", {"serial": identity.serial})


@callback
def exchange(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    data: Mapping[str, Any],
    identity: Identity,
) -> None:
    """Make an entry, and its device, those of another gateway.

    Names that nobody has chosen have the serial in them, and get the new one.
    """
    old = serial_of(entry) or ""
    names = {TITLE.format(serial=old): TITLE.format(serial=identity.serial)}
    changed = with_other_gateway(entry, data)
    if (name := text_in(changed, CONF_NAME)) in names:
        changed[CONF_NAME] = names[name]
    title = renamed(changed, entry.title, names)
    rehearsal_of(hass, entry).forget()
    hand_device_over(hass, old, identity)
    hass.async_create_task(async_forget_probe(hass, entry.entry_id))
    hass.config_entries.async_update_entry(
        entry,
        data=changed,
        title=title,
        unique_id=UNIQUE_ID.format(serial=identity.serial),
    )
