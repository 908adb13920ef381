"""Which endpoints each gateway answered when it was last probed, over restarts.

A convenience of pull-downs and pages: whatever is wrong with the storage, it is as if
nobody had probed yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol

from ..const import DOMAIN
from ..gateway import GatewayClient, Probed

STORAGE_VERSION: Final = 1

SIGNAL_PROBED: Final = f"{DOMAIN}_probed"
"""Sent with the ID of an entry after its probe was kept or forgotten."""

_PROBES: Final[HassKey[dict[str, LastProbe]]] = HassKey(f"{DOMAIN}_last_probes")

_STORED: Final = vol.Schema(
    {
        "at": str,
        "serial": str,
        "firmware": str,
        "account": str,
        "answers": {str: bool},
    },
    required=True,
)

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastProbe:
    """What came of the last probes of one gateway, by one account.

    Several probes of parts of the catalogue add up, until gateway, firmware or
    account are others.
    """

    at: str
    """When the last one ended: ISO 8601, in UTC."""

    serial: str

    firmware: str

    account: str
    """Role, or the local user of firmware before 7."""

    answers: Mapping[str, bool]
    """Whether there was a reply, by the path in the catalogue. An endpoint that was
    not asked, or gave no sign, is not in it."""


def last_probe_of(hass: HomeAssistant, entry_id: str) -> LastProbe | None:
    """Return the last probe of an entry's gateway; None if there was none."""
    return hass.data.get(_PROBES, {}).get(entry_id)


async def async_load_last_probes(hass: HomeAssistant, entry_ids: Iterable[str]) -> None:
    """Read what was kept before a restart."""
    probes = hass.data.setdefault(_PROBES, {})
    for entry_id in entry_ids:
        try:
            stored = await _store(hass, entry_id).async_load()
            if stored is not None:
                probes[entry_id] = LastProbe(**_STORED(stored))
        except Exception as err:  # noqa: BLE001 - a folder, another version, no rights
            _LOGGER.debug("The last probe of %s can't be read: %s", entry_id, err)


async def async_keep_probe(
    hass: HomeAssistant,
    entry_id: str,
    client: GatewayClient,
    probed: Iterable[Probed],
) -> None:
    """Keep what came of a probe, also of one that was stopped half way."""
    answers = {
        one.known.path: one.reply is not None
        for one in probed
        # Without a reply or a status, nobody knows: it may only have been slow.
        if one.reply is not None or getattr(one.error, "status", None) is not None
    }
    identity = client.identity
    is_gone = hass.config_entries.async_get_entry(entry_id) is None
    if identity is None or not answers or is_gone:
        return
    probe = LastProbe(
        at=dt_util.utcnow().isoformat(),
        serial=identity.serial,
        firmware=identity.firmware,
        account=client.account,
        answers=answers,
    )
    before = last_probe_of(hass, entry_id)
    if before and _circumstances(before) == _circumstances(probe):
        probe = replace(probe, answers={**before.answers, **answers})
    hass.data.setdefault(_PROBES, {})[entry_id] = probe
    async_dispatcher_send(hass, SIGNAL_PROBED, entry_id)
    try:
        await _store(hass, entry_id).async_save(asdict(probe))
    except Exception as err:  # noqa: BLE001 - a full disk, a folder without rights
        _LOGGER.debug("The probe of %s could not be stored: %s", entry_id, err)


async def async_remove_last_probe(hass: HomeAssistant, entry_id: str) -> None:
    """Delete what was kept, since the entry or its gateway is gone."""
    hass.data.get(_PROBES, {}).pop(entry_id, None)
    async_dispatcher_send(hass, SIGNAL_PROBED, entry_id)
    try:
        await _store(hass, entry_id).async_remove()
    except OSError as err:
        _LOGGER.debug("The last probe of %s could not be deleted: %s", entry_id, err)


def _circumstances(probe: LastProbe) -> tuple[str, str, str]:
    """Return what has to be the same for two probes to add up."""
    return probe.serial, probe.firmware, probe.account


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    """Return the storage of an entry's probe."""
    return Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}.probe", private=True)
