"""Has things put back when they are due: one timer for all of an entry."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
import logging
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .pending import Pending, State
from .restores import Restores

LONGEST_WAIT: Final = 60
"""Seconds between two looks at the clock, which may be set meanwhile. A small
computer without a battery wakes up in the past."""

FIRST_PAUSE: Final = 30
"""Seconds after a try that failed; longer than a relay takes to follow a write."""

LONGEST_PAUSE: Final = 1800
"""Seconds; a gateway that is off for a night is asked twice an hour."""

type CarryOut = Callable[[Pending], Awaitable[bool]]
"""Puts something back, and returns whether it has to be tried again later."""

_LOGGER = logging.getLogger(__name__)


class RestoreSchedule:
    """What is due when at one gateway, as long as its entry is loaded."""

    def __init__(
        self, hass: HomeAssistant, name: str, restores: Restores, carry_out: CarryOut
    ) -> None:
        """Have things carried out for the entry of this name."""
        self._hass = hass
        self._name = name
        self._restores = restores
        self._carry_out = carry_out
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._pauses: dict[str, float] = {}
        self._not_before: dict[str, float] = {}

    @callback
    def start(self) -> None:
        """Begin; what is due already is carried out at once."""
        self._restores.on_change = self._look
        self._look()

    @callback
    def stop(self) -> None:
        """Carry nothing out any more; a write that has left goes on."""
        self._is_stopped = True
        if self._restores.on_change == self._look:
            self._restores.on_change = None
        self._clear_timer()
        if self._task:
            self._task.cancel()

    @callback
    def hurry(self, pending_id: str) -> None:
        """Forget that something has failed, so that it is tried at once."""
        self._pauses.pop(pending_id, None)
        self._not_before.pop(pending_id, None)
        self._look()

    @callback
    def _look(self) -> None:
        """Carry out what is due, or come back for what is due next."""
        self._clear_timer()
        if self._is_stopped or self._task or self._hass.is_stopping:
            return
        waiting = [
            self._time_of(one)
            for one in self._restores.pending
            if one.state is State.WAITING and not self._restores.is_held(one.id)
        ]
        if not waiting:
            return
        wait = min(waiting) - _now()
        if wait <= 0:
            # In the background, so that a gateway that is off delays neither the
            # start nor the stop of Home Assistant.
            self._task = self._hass.async_create_background_task(
                self._run(), f"what is put back at {self._name}", eager_start=False
            )
            self._task.add_done_callback(self._ended)
            return
        self._cancel_timer = async_call_later(
            self._hass, min(wait, LONGEST_WAIT), self._wake
        )

    def _time_of(self, pending: Pending) -> float:
        """Return when something is tried, in seconds since 1970.

        A pause isn't longer than it was meant if the clock is set back meanwhile.
        """
        if (end := self._not_before.get(pending.id)) is None:
            return pending.due
        end = self._not_before[pending.id] = min(end, _now() + self._pauses[pending.id])
        return max(pending.due, end)

    @callback
    def _wake(self, _now: datetime) -> None:
        """Look what is due."""
        self._cancel_timer = None
        self._look()

    @callback
    def _ended(self, task: asyncio.Task[None]) -> None:
        """Come back for what is next."""
        self._task = None
        if not task.cancelled() and (err := task.exception()):
            _LOGGER.error("Putting something back failed", exc_info=err)
        self._look()

    async def _run(self) -> None:
        """Carry out what is due, one after the other."""
        for one in self._restores.pending:
            pending = self._restores.get(one.id)
            if (
                pending is None
                or pending.state is not State.WAITING
                or self._restores.is_held(pending.id)
                or self._time_of(pending) > _now()
            ):
                continue
            # Also if it fails in a way that nobody has thought of.
            self._wait_longer(pending.id)
            if not await self._carry_out(pending):
                self._pauses.pop(pending.id, None)
                self._not_before.pop(pending.id, None)

    def _wait_longer(self, pending_id: str) -> None:
        """Let more time pass before the next try than before this one."""
        pause = min(self._pauses.get(pending_id, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
        self._pauses[pending_id] = pause
        self._not_before[pending_id] = _now() + pause

    @callback
    def _clear_timer(self) -> None:
        """Forget the timer."""
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None


def _now() -> float:
    """Return the time in seconds since 1970."""
    return dt_util.utcnow().timestamp()
