"""Which endpoints each gateway answered when it was last probed, over restarts.

A convenience of pull-downs and pages: whatever is wrong with the storage, it is as if
nobody had probed yet.
"""

import asyncio
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
from ..kept_file import async_finish

STORAGE_VERSION: Final = 1

SIGNAL_PROBED: Final = f"{DOMAIN}_probed"
"""Sent with the ID of an entry after its probe was kept or forgotten."""

_PROBES: Final[HassKey[dict[str, _KeptProbe]]] = HassKey(f"{DOMAIN}_last_probes")

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


class _KeptProbe:
    """The last probe of one entry, and its file."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Know of none."""
        self._hass = hass
        self._entry_id = entry_id
        self._store: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}.probe", private=True
        )
        self._storing = asyncio.Lock()
        self._is_removed = False
        self.probe: LastProbe | None = None

    async def async_load(self) -> None:
        """Read what was kept before a restart."""
        try:
            stored = await self._store.async_load()
            if stored is not None:
                self.probe = LastProbe(**_STORED(stored))
        except Exception as err:  # noqa: BLE001 - a folder, another version, no rights
            _LOGGER.debug("The probe of %s can't be read: %s", self._entry_id, err)

    async def async_change(self, probe: LastProbe | None) -> None:
        """Keep a probe, or none; nothing any more once the entry is gone."""
        if not self._is_removed:
            await self._async_set(probe)

    async def async_remove(self) -> None:
        """Delete what was kept, and keep nothing more."""
        self._is_removed = True
        await self._async_set(None)

    async def _async_set(self, probe: LastProbe | None) -> None:
        """Have this, in the file as well."""
        self.probe = probe
        async_dispatcher_send(self._hass, SIGNAL_PROBED, self._entry_id)
        await async_finish(self._hass, self._store_it())

    async def _store_it(self) -> None:
        """Have in the file what is kept at this moment."""
        # What is being written at this moment would be there again.
        async with self._storing:
            try:
                if self.probe is None:
                    await self._store.async_remove()
                else:
                    await self._store.async_save(asdict(self.probe))
            except Exception as err:  # noqa: BLE001 - a full disk, a folder without rights
                _LOGGER.debug(
                    "The probe of %s could not be stored: %s", self._entry_id, err
                )


def _kept(hass: HomeAssistant, entry_id: str) -> _KeptProbe:
    """Return what is kept of an entry: one object as long as Home Assistant runs."""
    probes = hass.data.setdefault(_PROBES, {})
    return probes.setdefault(entry_id, _KeptProbe(hass, entry_id))


def last_probe_of(
    hass: HomeAssistant, entry_id: str, serial: str | None
) -> LastProbe | None:
    """Return the last probe of an entry's gateway; None if there was none.

    `serial` is that of the gateway that the entry is for, if it says so: a file may be
    older than the exchange of a gateway.
    """
    kept = hass.data.get(_PROBES, {}).get(entry_id)
    probe = kept.probe if kept else None
    return probe if probe and serial in (None, probe.serial) else None


async def async_load_last_probes(hass: HomeAssistant, entry_ids: Iterable[str]) -> None:
    """Read what was kept before a restart."""
    for entry_id in entry_ids:
        await _kept(hass, entry_id).async_load()


async def async_keep_probe(
    hass: HomeAssistant,
    entry_id: str,
    client: GatewayClient,
    probed: Iterable[Probed],
    serial: str | None,
) -> None:
    """Keep what came of a probe, also of one that was stopped half way.

    `serial` is that of the gateway that the entry is for now, if it says so: it may
    have become another one's meanwhile.
    """
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
    if serial not in (None, identity.serial):
        return
    probe = LastProbe(
        at=dt_util.utcnow().isoformat(),
        serial=identity.serial,
        firmware=identity.firmware,
        account=client.account,
        answers=answers,
    )
    before = last_probe_of(hass, entry_id, serial)
    if before and _circumstances(before) == _circumstances(probe):
        probe = replace(probe, answers={**before.answers, **answers})
    await _kept(hass, entry_id).async_change(probe)


async def async_forget_probe(hass: HomeAssistant, entry_id: str) -> None:
    """Delete what was kept, since the entry's gateway is another one now."""
    await _kept(hass, entry_id).async_change(None)


async def async_remove_last_probe(hass: HomeAssistant, entry_id: str) -> None:
    """Delete what was kept of an entry that is removed."""
    await _kept(hass, entry_id).async_remove()


def _circumstances(probe: LastProbe) -> tuple[str, str, str]:
    """Return what has to be the same for two probes to add up."""
    return probe.serial, probe.firmware, probe.account
