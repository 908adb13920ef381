"""All that has to be put back at one gateway, in Home Assistant's storage."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..gateway import Leaf, same_page
from ..kept_file import async_delete, async_finish, async_set_aside
from .pending import Pending

STORAGE_VERSION: Final = 1

_RESTORES: Final[HassKey[dict[str, Restores]]] = HassKey(f"{DOMAIN}_restores")

_WHAT: Final = "list of what has to be put back"


class NotStored(Exception):
    """What has to be put back is not in the storage."""


def restores_of(hass: HomeAssistant, entry_id: str) -> Restores:
    """Return what has to be put back: one object as long as Home Assistant runs.

    So a write whose entry is reloaded meanwhile is not forgotten, and a repair can be
    answered while the entry is not loaded.
    """
    all_restores = hass.data.setdefault(_RESTORES, {})
    return all_restores.setdefault(entry_id, Restores(hass, entry_id))


async def async_remove_restores(hass: HomeAssistant, entry_id: str) -> list[Pending]:
    """Delete what is kept of an entry that is removed, and return what it was."""
    restores = restores_of(hass, entry_id)
    await restores.async_load()
    left = restores.pending
    await restores.async_remove()
    hass.data[_RESTORES].pop(entry_id, None)
    return left


class Restores:
    """What has to be put back at one gateway."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep what belongs to this entry."""
        self._hass = hass
        self._store = self._new_store(entry_id)
        self._entry_id = entry_id
        self._loading = asyncio.Lock()
        self._saving = asyncio.Lock()
        self._is_loaded = False
        self._is_removed = False
        self._by_id: dict[str, Pending] = {}
        self._held: dict[str, int] = {}
        self.on_change: Callable[[], None] | None = None
        """Called when something has become due at another time."""

    def _new_store(self, entry_id: str) -> Store[dict[str, Any]]:
        """Return a way to the file, which is on the disk when it is written."""
        return Store(
            self._hass,
            STORAGE_VERSION,
            f"{DOMAIN}.restores.{entry_id}",
            private=True,
            atomic_writes=True,
        )

    @property
    def pending(self) -> list[Pending]:
        """Return all of it, what was asked for first at the beginning."""
        return list(self._by_id.values())

    def get(self, pending_id: str) -> Pending | None:
        """Return one by its ID; None if it isn't there any more."""
        return self._by_id.get(pending_id)

    def is_held(self, pending_id: str) -> bool:
        """Return whether a write is under way of which it depends."""
        return pending_id in self._held

    def leaves_at(
        self, endpoint: str, *, rehearsed: bool
    ) -> list[tuple[Pending, Leaf]]:
        """Return all places on the page of an endpoint that have to be put back.

        What was rehearsed and what is real don't know each other.
        """
        page, query = same_page(endpoint), endpoint.partition("?")[2]
        return [
            (pending, leaf)
            for pending in self._by_id.values()
            if pending.rehearsed == rehearsed
            and pending.endpoint.partition("?")[2] == query
            and same_page(pending.endpoint) == page
            for leaf in pending.leaves
        ]

    async def async_load(self) -> None:
        """Read what was stored, once; what can't be read is set aside."""
        async with self._loading:
            if self._is_loaded:
                return
            try:
                stored = await self._store.async_load()
            except Exception:  # noqa: BLE001 - a folder, another version, no rights
                stored = {}
            found = stored if isinstance(stored, dict) else {}
            rows = [] if stored is None else found.get("pending")
            is_whole = isinstance(rows, list)
            for row in rows if isinstance(rows, list) else []:
                try:
                    self.put(Pending.from_stored(row))
                except ValueError:
                    is_whole = False
            if not is_whole:
                await async_set_aside(self._hass, self._store, _WHAT)
                # What could be read has to be there after the next start, too.
                await self.async_keep()
            self._is_loaded = True

    async def async_save(self) -> None:
        """Have all of it on the disk. Raises NotStored.

        It goes on if who waits for it is cancelled.
        """
        await async_finish(self._hass, self._save())

    async def async_keep(self) -> None:
        """Have all of it on the disk if that can be.

        Else the storage has what was there before, and the gateway is read before
        anything is made of that.
        """
        with suppress(NotStored):
            await self.async_save()

    async def _save(self) -> None:
        """Write the file, and look whether it is there.

        Home Assistant only logs that it can't write, and writes later while it stops.
        """
        async with self._saving:
            if self._is_removed:
                raise NotStored
            wanted = {"pending": [one.stored() for one in self._by_id.values()]}
            try:
                await self._store.async_save(wanted)
                found = await self._new_store(self._entry_id).async_load()
            except Exception as err:
                raise NotStored from err
            if found != wanted:
                raise NotStored

    @callback
    def put(self, pending: Pending) -> None:
        """Keep one in place of what had its ID; not in the storage yet."""
        self._by_id[pending.id] = pending

    @callback
    def take(self, pending_id: str) -> None:
        """Forget one; not in the storage yet."""
        self._by_id.pop(pending_id, None)

    @callback
    def take_rehearsed(self) -> list[str]:
        """Forget what was rehearsed, and return the IDs; not in the storage yet."""
        gone = [one.id for one in self._by_id.values() if one.rehearsed]
        for one in gone:
            self.take(one)
        return gone

    @callback
    def hold(self, *ids: str) -> None:
        """Have these wait until they are released as often as they were held."""
        for one in ids:
            self._held[one] = self._held.get(one, 0) + 1

    @callback
    def release(self, *ids: str) -> None:
        """Let these be carried out when they are due."""
        for one in ids:
            self._held[one] -= 1
            if not self._held[one]:
                del self._held[one]
        self.tell_change()

    @callback
    def tell_change(self) -> None:
        """Have the schedule look again."""
        if self.on_change:
            self.on_change()

    async def async_remove(self) -> None:
        """Delete what was stored, and store nothing more."""
        self._is_removed = True
        self._by_id.clear()
        await async_delete(self._store, self._saving, _WHAT)
