"""Entries in which a recording stands in the place of a gateway."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady

from .const import CONF_RECORDING
from .entry import RawDataConfigEntry, practice_client
from .entry_data import is_practice, text_in
from .gateway import GatewayClient, Identity, RecordedGateway, Rehearsal, read_recorded
from .gateway.errors import BadRecording
from .recording import practice_file, take_off_shelf
from .words import translate


async def async_practice_client(
    hass: HomeAssistant, entry: RawDataConfigEntry, rehearsal: Rehearsal
) -> tuple[GatewayClient, Identity]:
    """Return a client that answers from the entry's recording, and who it is.

    It is logged in, which asks nobody. Raises ConfigEntryNotReady, since the file may
    come back: Home Assistant logs other errors with a traceback.
    """
    name = text_in(entry.data, CONF_RECORDING)
    try:
        recorded = await hass.async_add_executor_job(
            _read, hass.config.config_dir, name
        )
    except BadRecording as err:
        raise translate(err, ConfigEntryNotReady, gateway=entry.title) from err
    client = practice_client(recorded, rehearsal)
    identity = await client.identify()
    await client.log_in()
    return client, identity


async def async_remove_practice(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the copy of the recording of an entry that was removed."""
    if is_practice(entry.data):
        name = text_in(entry.data, CONF_RECORDING)
        await hass.async_add_executor_job(take_off_shelf, hass.config.config_dir, name)


def _read(configuration: str, name: str) -> RecordedGateway:
    """Return the gateway of a recording. Raises BadRecording."""
    return read_recorded(practice_file(configuration, name))
