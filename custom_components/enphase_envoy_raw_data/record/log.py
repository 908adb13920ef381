"""The last writes of an entry, kept over restarts, and the firmware they met."""

import asyncio
from collections.abc import Collection
from http import HTTPStatus
import json
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util, ulid as ulid_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..gateway import (
    CONTENT_TYPE_FORM,
    Json,
    Outcome,
    Reply,
    Verification,
    handed_on,
    same_page,
)
from ..gateway.errors import UnusableReply
from ..kept_file import async_delete, async_finish, async_set_aside
from .events import refusal_in_words
from .stored_writes import KeptWrites, kept_writes

STORAGE_VERSION: Final = 1

MOST_WRITES: Final = 200

LARGEST_RECORD: Final = 2 * 1024 * 1024
"""Characters of JSON of all writes, without the white space of the file."""

LONGEST_VALUE: Final = 64 * 1024
"""Characters of JSON; a tariff has about 2,000."""

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


class WriteLog:
    """What was written to one gateway.

    It is a convenience: whatever is wrong with its storage, nothing of it changes
    what becomes of a write.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep the writes of this entry."""
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}", private=True
        )
        self._loading = asyncio.Lock()
        self._saving = asyncio.Lock()
        self._is_loaded = False
        self._is_removed = False
        self.writes: list[dict[str, Any]] = []
        self._firmware: dict[str, str] = {}

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
        write_id = ulid_util.ulid_now()
        self.writes.append(
            {
                "id": write_id,
                "at": dt_util.utcnow().isoformat(),
                "method": outcome.write.method,
                "endpoint": outcome.write.endpoint,
                "status": outcome.status,
                "duration": round(outcome.duration, 3),
                "firmware": outcome.firmware,
                "serial": outcome.serial,
                "verified": None,
                **refusal_in_words(outcome),
                **({"rehearsed": True} if outcome.rehearsed else {}),
                "user": user,
                "senders": sorted(senders),
                "form": outcome.body.content_type == CONTENT_TYPE_FORM,
                "after": None,
                "cut": [],
            }
        )
        row = self.writes[-1]
        _keep(row, "sent", outcome.body.value)
        _keep(row, "before", _value_of(outcome.before))
        if outcome.rehearsed:
            _keep_call(row, outcome)
            row["restore_after"] = restore_after
        if sends and not outcome.rehearsed and (rehearsed := self.write_with(sends)):
            rehearsed["sent_as"] = write_id
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
                _keep(write, "after", proof.found)
        self._drop_oldest()
        await self._save()

    def _drop_oldest(self) -> None:
        """Keep within the bounds; the newest write stays in any case.

        What was rehearsed counts for itself, and goes before what was sent.
        """
        for kind in (True, False):
            alike = [one for one in self.writes if is_rehearsed(one) is kind]
            gone = {id(one) for one in alike[:-MOST_WRITES]}
            self.writes[:] = [one for one in self.writes if id(one) not in gone]
        sizes = [len(json.dumps(write, ensure_ascii=False)) for write in self.writes]
        size = sum(sizes)
        while size > LARGEST_RECORD and len(self.writes) > 1:
            oldest = next(
                (
                    place
                    for place, write in enumerate(self.writes[:-1])
                    if is_rehearsed(write)
                ),
                0,
            )
            size -= sizes.pop(oldest)
            del self.writes[oldest]

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


def is_rehearsed(write: dict[str, Any]) -> bool:
    """Return whether a write in the record was rehearsed, and not sent."""
    return write.get("rehearsed") is True


def _value_of(reply: Reply | None) -> Json:
    """Return what a reply says; nothing if it can't be handed on."""
    if reply is None:
        return None
    try:
        return reply.value()
    except UnusableReply:
        return None


def _keep_call(row: dict[str, Any], outcome: Outcome) -> None:
    """Keep what the caller asked for, so that the same can be sent for real."""
    asked = outcome.write
    row["content_type"] = asked.body.content_type
    row["merge"] = asked.merge
    row["merge_add"] = asked.merge_add
    _keep(row, "asked", asked.body.value)
    if handed_on(asked.body.value) != asked.body.value:
        # Not every digit of it can be kept.
        row["cut"] = [*row["cut"], "asked"]


def _keep(row: dict[str, Any], name: str, value: Json) -> None:
    """Keep a value in a row; of a long one the start of its JSON, and note that."""
    value = handed_on(value)
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST_VALUE:
        value = text[:LONGEST_VALUE]
        row["cut"] = [*row.get("cut", []), name]
    row[name] = value
