"""What was written in the rehearsal of an entry, in Home Assistant's storage."""

import asyncio
from collections.abc import Coroutine
from functools import partial
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..gateway import Rehearsal, RehearsedWrite
from ..kept_file import async_delete, async_set_aside, begin_storing
from .choice import choice_of, is_rehearsing

STORAGE_VERSION: Final = 1

_REHEARSALS: Final[HassKey[dict[str, KeptRehearsal]]] = HassKey(f"{DOMAIN}_rehearsals")

_LOGGER = logging.getLogger(__name__)


def rehearsal_of(hass: HomeAssistant, entry: ConfigEntry) -> KeptRehearsal:
    """Return the rehearsal of an entry: one object as long as Home Assistant runs."""
    all_of_them = hass.data.setdefault(_REHEARSALS, {})
    if entry.entry_id not in all_of_them:
        all_of_them[entry.entry_id] = KeptRehearsal(hass, entry)
    return all_of_them[entry.entry_id]


async def async_remove_rehearsal(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete what is kept of an entry that is removed."""
    await rehearsal_of(hass, entry).async_remove()
    hass.data[_REHEARSALS].pop(entry.entry_id, None)


class KeptRehearsal:
    """The rehearsal of an entry, and the file with what was written in it.

    The options decide whether it is on. Whatever is wrong with the file, nothing
    leaves because of that: what is lost is only what reads would show.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Keep what belongs to this entry."""
        self._hass = hass
        self._entry = entry
        self._store: Store[dict[str, Any]] = Store(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.rehearsal.{entry.entry_id}",
            private=True,
            atomic_writes=True,
        )
        self._loading = asyncio.Lock()
        self._saving = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_loaded = False
        self._is_removed = False
        self._followed = ("", False)
        self._cancel_timer: CALLBACK_TYPE | None = None
        self.is_new = False
        """Whether what was to be put back is of another run than the one that is on."""
        self.rehearsal = Rehearsal(partial(is_rehearsing, entry))
        """What the client of the entry asks."""

    async def async_load(self) -> None:
        """Go on with what was stored, once; what can't be read is set aside."""
        async with self._loading:
            if self._is_loaded:
                return
            try:
                stored = await self._store.async_load()
            except Exception:  # noqa: BLE001 - a folder, another version, no rights
                stored = {}
            writes, is_whole = _writes_in(stored)
            if not is_whole:
                await async_set_aside(self._hass, self._store, "rehearsal")
            run = stored.get("run") if isinstance(stored, dict) else None
            now = (choice_of(self._entry).run, is_rehearsing(self._entry))
            self.is_new = now != (run, True)
            if not self.is_new:
                self.rehearsal.start(writes)
            self._followed = now
            self._is_loaded = True

    @callback
    def follows(self, run: str, *, is_on: bool) -> bool:
        """Return whether a rehearsal has begun or ended since this was asked last.

        Then nothing of the one before is left.
        """
        before, self._followed = self._followed, (run, is_on)
        if before == self._followed:
            return False
        self.forget()
        return True

    @callback
    def forget(self) -> None:
        """Forget what was written: the run is over, or the gateway another one."""
        self.is_new = True
        self.rehearsal.start()
        if self._is_loaded:
            self.save()

    @callback
    def wake(self, cancel_timer: CALLBACK_TYPE | None) -> None:
        """Keep the timer of the next look in place of the one before."""
        if self._cancel_timer:
            self._cancel_timer()
        self._cancel_timer = cancel_timer

    @callback
    def save(self) -> None:
        """Store what was written, unless the entry is gone."""
        self.begin(self._save())

    @callback
    def begin(self, saving: Coroutine[Any, Any, None]) -> None:
        """Begin to store something that the rehearsal has changed."""
        task = begin_storing(self._hass, saving)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def async_save(self) -> None:
        """Have what was written on the disk; it goes on if who waits is cancelled."""
        self.save()
        await self.async_saved()

    async def async_saved(self) -> None:
        """Wait until all of it is on the disk."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _save(self) -> None:
        """Write the file."""
        async with self._saving:
            if self._is_removed:
                return
            rows = [write.stored() for write in self.rehearsal.writes]
            try:
                await self._store.async_save({"run": self._followed[0], "writes": rows})
            except Exception as err:  # noqa: BLE001 - a full disk, a folder without rights
                _LOGGER.warning("The rehearsal could not be stored: %s", err)

    async def async_remove(self) -> None:
        """Delete what was stored, and store nothing more."""
        self._is_removed = True
        self.wake(None)
        await async_delete(self._store, self._saving, "rehearsal")


def _writes_in(stored: object) -> tuple[list[RehearsedWrite], bool]:
    """Return the writes in a file, and whether that is all that stands there."""
    if stored is None:
        return [], True
    rows = stored.get("writes") if isinstance(stored, dict) else None
    if not isinstance(rows, list):
        return [], False
    try:
        return [RehearsedWrite.from_stored(row) for row in rows], True
    except ValueError:
        # A part of them would show a page that never was.
        return [], False
