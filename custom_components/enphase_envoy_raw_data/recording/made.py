"""Makes a recording of an entry's gateway, and tells how far it is."""

import asyncio
from dataclasses import dataclass
import hashlib
from pathlib import Path
from typing import Any, Final

from homeassistant.const import (
    CONF_HOST,
    CONF_NAME,
    CONF_PASSWORD,
    CONF_TOKEN,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.loader import async_get_integration
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..entry import RawDataConfigEntry
from ..entry_data import text_in
from ..gateway.catalogue import CATALOGUE_FILE, catalogue
from .archive import Recording
from .folder import discard, keep, new_file, recordings_folder
from .recorder import Progress, record

SIGNAL_PROGRESS: Final = f"{DOMAIN}_recording_progress"
"""Signal of Home Assistant's dispatcher, sent with the ID of the entry and a Progress
before each page and at the end."""

_UNDER_WAY: Final[HassKey[set[str]]] = HassKey(f"{DOMAIN}_recordings_under_way")

_OF_ENTRY: Final = (CONF_HOST, CONF_NAME, CONF_PASSWORD, CONF_USERNAME)

# Those of firmware before 7 that everybody knows.
_LOCAL_USERS: Final = ("envoy", "installer")


class RecordingUnderWay(Exception):
    """The gateway is being recorded already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A recording and its file."""

    recording: Recording
    path: Path


async def async_make_recording(
    hass: HomeAssistant, entry: RawDataConfigEntry, *, scales_energy: bool
) -> Made:
    """Record the gateway of an entry that is loaded.

    Raises RecordingUnderWay, GatewayError and OSError.
    """
    under_way = hass.data.setdefault(_UNDER_WAY, set())
    if entry.entry_id in under_way:
        raise RecordingUnderWay
    under_way.add(entry.entry_id)
    recordings = entry.runtime_data.recordings
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    recordings.add(ended)
    try:
        return await _async_make(hass, entry, scales_energy=scales_energy)
    finally:
        under_way.discard(entry.entry_id)
        recordings.discard(ended)
        ended.set_result(None)


async def _async_make(
    hass: HomeAssistant, entry: RawDataConfigEntry, *, scales_energy: bool
) -> Made:
    """Record the gateway of an entry."""

    @callback
    def tell(progress: Progress) -> None:
        async_dispatcher_send(hass, SIGNAL_PROGRESS, entry.entry_id, progress)

    client = entry.runtime_data.client
    identity = client.identity
    integration = await async_get_integration(hass, DOMAIN)
    run = hass.async_add_executor_job
    known, digest = await run(_catalogue)
    folder = recordings_folder(hass.config.config_dir)
    partial = await run(new_file, folder, identity.firmware if identity else "")
    facts: dict[str, Any] = {
        "integration": str(integration.version),
        "catalogue": {"endpoints": len(known), "sha256": digest},
        "gateway": {
            "firmware": identity.firmware if identity else None,
            "part_number": identity.part_number if identity else None,
            "metered": identity.metered if identity else None,
        },
        # The role of a token; before firmware 7 it is what somebody typed.
        "account": client.account
        if client.token or client.account in _LOCAL_USERS
        else "",
    }
    try:
        recording = await record(
            client,
            known,
            partial,
            secrets=_secrets(hass, entry),
            facts=facts,
            scales_energy=scales_energy,
            on_progress=tell,
        )
        path = await run(keep, partial)
    finally:
        await asyncio.shield(run(discard, partial))
    return Made(recording, path)


def _catalogue() -> tuple[list[Any], str]:
    """Return the known endpoints, and which version of the catalogue they are."""
    digest = hashlib.sha256(CATALOGUE_FILE.read_bytes()).hexdigest()
    return list(catalogue().endpoints), digest


def _secrets(hass: HomeAssistant, entry: RawDataConfigEntry) -> list[str]:
    """Return what we know of the owner beside what the gateway's pages say."""
    config = hass.config
    return [
        *(text_in(entry.data, name) for name in _OF_ENTRY),
        *text_in(entry.data, CONF_TOKEN).split("."),
        entry.title,
        config.location_name,
        str(config.latitude),
        str(config.longitude),
    ]
