"""The last writes of an entry, kept over restarts, and the firmware they met."""

import asyncio
from collections.abc import Collection
from http import HTTPStatus
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..gateway import Outcome, Verification, same_page
from ..kept_file import async_delete, async_finish, async_set_aside
from .rows import is_rehearsed, keep, row_of, within_bounds
from .stored_writes import KeptWrites, kept_writes

STORAGE_VERSION: Final = 1

_SENDING: Final = "sending"
"""When a rehearsed write was about to be sent for real; gone when the write by which
that was done is in the record."""

_NOT_FOR_US: Final = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED,
)

MOST_PAGES: Final = 200
"""Pages whose firmware is remembered; 155 are known."""

_LOGS: Final[HassKey[dict[str, WriteLog]]] = HassKey(f"{DOMAIN}_write_logs")

_WHAT: Final = "record of writes"

_LOGGER = logging.getLogger(__name__)


def log_of(hass: HomeAssistant, entry_id: str) -> WriteLog:
    """Return the log of an entry: one object as long as Home Assistant runs.

    So a write whose entry is reloaded meanwhile is not missing in the log, and a
    repair can be confirmed while the entry is not loaded.
    """
    logs = hass.data.setdefault(_LOGS, {})
    return logs.setdefault(entry_id, WriteLog(hass, entry_id))


async def async_remove_log(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the log of an entry that is removed."""
    log = hass.data.get(_LOGS, {}).pop(entry_id, None) or WriteLog(hass, entry_id)
    await log.async_remove()


class NotNoted(Exception):
    """It is not in the storage that a rehearsed write is being sent."""


class WriteLog:
    """What was written to one gateway.

    It is a convenience: whatever is wrong with its storage, nothing of it changes
    what becomes of a write. Only what was rehearsed is not sent without a note of it
    in the storage, since the record is all that knows whether it was sent.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep the writes of this entry."""
        self._hass = hass
        self._entry_id = entry_id
        self._store = self._new_store()
        self._loading = asyncio.Lock()
        self._saving = asyncio.Lock()
        self._is_loaded = False
        self._is_removed = False
        self.writes: list[dict[str, Any]] = []
        self._firmware: dict[str, str] = {}
        self.under_way: set[str] = set()
        """IDs of the rehearsed writes that a call is sending for real."""

    def _new_store(self) -> Store[dict[str, Any]]:
        """Return a way to the file, which is on the disk when it is written."""
        return Store(
            self._hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{self._entry_id}",
            private=True,
            atomic_writes=True,
        )

    async def async_load(self) -> None:
        """Read what was stored, once; what can't be read is set aside."""
        async with self._loading:
            if self._is_loaded:
                return
            kept = await self._kept()
            if not kept.is_whole:
                await async_set_aside(self._hass, self._store, _WHAT)
            self.writes = kept.writes
            self._firmware = {
                same_page(endpoint): firmware
                for endpoint, firmware in kept.firmware.items()
            }
            self._is_loaded = True

    async def _kept(self) -> KeptWrites:
        """Return what was stored, as far as it can be read."""
        try:
            stored = await self._store.async_load()
        except Exception:  # noqa: BLE001 - a folder, another version, no rights
            return KeptWrites(is_whole=False)
        return KeptWrites() if stored is None else kept_writes(stored)

    async def async_add(
        self,
        outcome: Outcome,
        *,
        user: str | None,
        senders: Collection[str] = (),
        sends: str = "",
        restore_after: float | None = None,
    ) -> str:
        """Remember a write that has left, or was rehearsed; return its ID here.

        `senders` are the automations and scripts that it came from, as far as known,
        `sends` is the rehearsed write that it sends for real, and `restore_after`
        how many seconds a rehearsed one was to last.
        """
        row = row_of(outcome, user=user, senders=senders, restore_after=restore_after)
        write_id: str = row["id"]
        self.writes.append(row)
        if sends and not outcome.rehearsed and (rehearsed := self.write_with(sends)):
            rehearsed["sent_as"] = write_id
            rehearsed.pop(_SENDING, None)
        self._drop_oldest()
        if outcome.rehearsed:
            # It is no proof that this firmware takes the page's writes as before.
            await self._save()
        else:
            await self.async_confirm(outcome.write.endpoint, outcome.firmware)
        return write_id

    def write_with(self, write_id: str) -> dict[str, Any] | None:
        """Return the write that has this ID here; None if there is none."""
        return next((one for one in self.writes if one.get("id") == write_id), None)

    def refusal_of(self, method: str, endpoint: str) -> dict[str, Any] | None:
        """Return the last real write of its kind, if the gateway has refused it.

        That is: not for this account, or not by this method.
        """
        page = same_page(endpoint)
        last = next(
            (
                write
                for write in reversed(self.writes)
                if not is_rehearsed(write)
                and write["method"] == method
                and same_page(write["endpoint"]) == page
            ),
            None,
        )
        return last if last and last["status"] in _NOT_FOR_US else None

    async def async_verified(self, write_id: str, proof: Verification) -> None:
        """Remember what the endpoint showed after a write."""
        for write in self.writes:
            if write.get("id") == write_id:
                write["verified"] = proof.verified
                keep(write, "after", proof.found)
        self._drop_oldest()
        await self._save()

    async def async_note_sending(self, write_id: str) -> None:
        """Have it on the disk that a rehearsed write is sent now. Raises NotNoted.

        What is found there after a restart may have been sent.
        """
        row = self.write_with(write_id)
        if row is None:
            raise NotNoted
        row.setdefault(_SENDING, dt_util.utcnow().isoformat())
        await self._save()
        # Home Assistant only logs that it can't write, and writes later while it stops.
        try:
            found = kept_writes(await self._new_store().async_load())
        except Exception as err:
            raise NotNoted from err
        if not any(
            one.get("id") == write_id and may_have_been_sent(one)
            for one in found.writes
        ):
            raise NotNoted

    async def async_not_sent(self, write_id: str) -> None:
        """Take the note back: nothing has left. If that can't be stored, it stays."""
        row = self.write_with(write_id)
        if row and row.pop(_SENDING, None):
            await self._save()

    def _drop_oldest(self) -> None:
        """Keep within the bounds."""
        self.writes[:] = within_bounds(self.writes)

    def firmware_at(self, endpoint: str) -> str | None:
        """Return the firmware that the last write to a page met."""
        return self._firmware.get(same_page(endpoint))

    async def async_confirm(self, endpoint: str, firmware: str) -> None:
        """Remember that the page may be written with this firmware."""
        page = same_page(endpoint)
        self._firmware.pop(page, None)
        self._firmware[page] = firmware
        while len(self._firmware) > MOST_PAGES:
            del self._firmware[next(iter(self._firmware))]
        await self._save()

    async def _save(self) -> None:
        """Store everything, unless the entry is gone."""
        await async_finish(self._hass, self._write())

    async def _write(self) -> None:
        """Write the file."""
        async with self._saving:
            if self._is_removed:
                return
            try:
                await self._store.async_save(
                    {"writes": self.writes, "firmware": self._firmware}
                )
            except Exception as err:  # noqa: BLE001 - a full disk, a folder without rights
                _LOGGER.warning("The %s could not be stored: %s", _WHAT, err)

    async def async_remove(self) -> None:
        """Delete what was stored, and store nothing more."""
        self._is_removed = True
        await async_delete(self._store, self._saving, _WHAT)


def may_have_been_sent(write: dict[str, Any]) -> bool:
    """Return whether a rehearsed write was being sent when Home Assistant ended."""
    return _SENDING in write
