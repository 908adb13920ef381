"""What happens in the middle of a job."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryDisabler

from .bench import Bench

type Interrupt = Callable[[Bench, asyncio.Task[Any]], Coroutine[Any, Any, None]]
"""Gets the task of the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that happens in the middle of a job."""

    words: str

    interrupt: Interrupt

    needs_caller: bool = False
    """Whether it is about somebody who waits for the job."""

    stops: bool = False
    """Whether Home Assistant doesn't run afterwards."""


async def _reload(bench: Bench, _job: asyncio.Task[Any]) -> None:
    """Reload the entry."""
    await bench.hass.config_entries.async_reload(bench.entry.entry_id)


async def _disable(bench: Bench, _job: asyncio.Task[Any]) -> None:
    """Disable the entry."""
    await bench.hass.config_entries.async_set_disabled_by(
        bench.entry.entry_id, ConfigEntryDisabler.USER
    )


async def _remove(bench: Bench, _job: asyncio.Task[Any]) -> None:
    """Remove the entry."""
    await bench.hass.config_entries.async_remove(bench.entry.entry_id)


async def _stop(bench: Bench, _job: asyncio.Task[Any]) -> None:
    """Stop Home Assistant."""
    await bench.hass.async_stop()


async def _give_up(_bench: Bench, job: asyncio.Task[Any]) -> None:
    """Have the caller give up."""
    job.cancel()


RELOAD: Final = Trouble(words="Reload", interrupt=_reload)
DISABLE: Final = Trouble(words="Disable", interrupt=_disable)
REMOVE: Final = Trouble(words="Remove", interrupt=_remove)
STOP: Final = Trouble(words="Stop", interrupt=_stop, stops=True)
GIVE_UP: Final = Trouble(words="Give up", interrupt=_give_up, needs_caller=True)

TROUBLES: Final = [RELOAD, DISABLE, REMOVE, STOP, GIVE_UP]
