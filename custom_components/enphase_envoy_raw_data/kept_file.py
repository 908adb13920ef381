"""Files of ours in Home Assistant's storage: written to the end, read or set aside."""

import asyncio
from collections.abc import Coroutine
import logging
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.storage import Store

_LOGGER = logging.getLogger(__name__)


async def async_set_aside(hass: HomeAssistant, store: Store[Any], what: str) -> None:
    """Give what can't be read another name, so that it isn't written over."""
    path = Path(store.path)
    aside = path.with_name(f"{path.name}.unreadable")
    try:
        await hass.async_add_executor_job(path.replace, aside)
    except OSError as err:
        _LOGGER.warning("The %s in %s can't be read: %s", what, path, err)
    else:
        _LOGGER.warning("A part of the %s can't be read; it is in %s now", what, aside)


@callback
def begin_storing(
    hass: HomeAssistant, storing: Coroutine[Any, Any, None]
) -> asyncio.Task[None]:
    """Store something to the end, also if Home Assistant stops meanwhile."""
    # What a task that starts at once has done by threads is cancelled when Home
    # Assistant stops.
    task = hass.async_create_task(storing, eager_start=False)

    async def wait(_event: Event) -> None:
        """Have Home Assistant wait, too."""
        await asyncio.wait([task])

    # While it stops, it waits for what begins then, and cancels what was under way.
    stop_listening = hass.bus.async_listen(EVENT_HOMEASSISTANT_FINAL_WRITE, wait)
    task.add_done_callback(lambda _: stop_listening())
    # Whatever it ends with, also if nobody waits for it any more.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


async def async_finish(hass: HomeAssistant, storing: Coroutine[Any, Any, None]) -> None:
    """Store something to the end, also if who waits for it is cancelled."""
    task = begin_storing(hass, storing)
    # Not a shield: it logs an error that comes after who waits was cancelled.
    await asyncio.wait([task])
    await task


async def async_delete(store: Store[Any], saving: asyncio.Lock, what: str) -> None:
    """Delete a file, after what is being written to it: that would be there again."""
    async with saving:
        try:
            await store.async_remove()
        except OSError as err:
            _LOGGER.warning("The %s could not be deleted: %s", what, err)
