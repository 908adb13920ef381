"""The action `record_gateway`: a file of all pages that tells of nobody."""

from dataclasses import asdict
import logging
import time
from typing import Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ...const import DOMAIN
from ...entry_data import is_practice
from ...gateway import GatewayError
from ...recording import (
    RecordingUnderWay,
    Told,
    async_download_path,
    async_make_recording,
)
from ..common import async_caller_error, async_entry_of, refusal

SERVICE_RECORD_GATEWAY: Final = "record_gateway"

ATTR_SCALE_ENERGY: Final = "scale_energy"

RECORD_GATEWAY_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Optional(ATTR_SCALE_ENERGY, default=False): cv.boolean,
    }
)

_LOGGER = logging.getLogger(__name__)


async def async_record_gateway(call: ServiceCall) -> JsonObjectType:
    """Return what was recorded and replaced, and where the file is."""
    entry = await async_entry_of(call)
    if is_practice(entry.data):
        raise refusal("recording_of_recording", gateway=entry.title)
    # The entry may be unloaded when the last page has been asked for.
    client = entry.runtime_data.client
    begun = time.monotonic()
    _LOGGER.info("Recording %s", entry.title)
    try:
        made = await async_make_recording(
            call.hass, entry, scales_energy=call.data[ATTR_SCALE_ENERGY]
        )
    except RecordingUnderWay:
        raise refusal("recording_under_way", gateway=entry.title) from None
    except GatewayError as err:
        raise await async_caller_error(call.hass, entry, "/info", err) from err
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="recording_not_written",
            translation_placeholders={"reason": err.strerror or type(err).__name__},
        ) from None
    identity = client.identity
    recording = made.recording
    return {
        "gateway": entry.title,
        "firmware": identity.firmware if identity else None,
        "account": client.account,
        "asked": sum(page.reason != "not_asked" for page in recording.pages),
        "answered": sum(page.status is not None for page in recording.pages),
        "replaced": dict(recording.replaced),
        "pages": [_page(page) for page in recording.pages],
        "seconds": round(time.monotonic() - begun, 1),
        "file": str(made.path),
        "bytes": recording.size,
        "download": async_download_path(call.hass, made.path.name),
    }


def _page(page: Told) -> JsonObjectType:
    """Return a page as the caller gets it; what doesn't apply is None."""
    return {
        name: None if value == "" else value for name, value in asdict(page).items()
    }
