"""Home Assistant with real files, one gateway, and what they leave behind."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any, Final

import aiohttp
from homeassistant import loader
from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import frame, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util.async_ import get_scheduled_timer_handles
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.enphase_envoy_raw_data.gateway import Rehearsal
from custom_components.enphase_envoy_raw_data.rehearsing import is_rehearsing
from custom_components.enphase_envoy_raw_data.restoring import (
    RESTORE_ISSUES,
    State,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from tests.integration.helpers import DOMAIN, by_hand, entry_data, make_entry
from tests.restoring.put_back import PutsBack
from tests.writes.support import REFUSED, SENT

# Seconds in which connections and tasks that were ended are gone, on a machine that has
# other things to do. What has to wait for a timer of ours takes longer.
_GONE_AFTER: Final = 15.0

# Serial number of a second gateway.
_ANOTHER: Final = "202248000001"

# Issues about writes, which wait for their owner even if the entry is disabled.
_KEPT: Final = {"firmware_changed", "firmware_changed_waits", *RESTORE_ISSUES}


@asynccontextmanager
async def home(folder: Path, *, knows_us: bool = True) -> AsyncGenerator[HomeAssistant]:
    """Run a Home Assistant that keeps its files in a folder.

    Unless told otherwise, it has set the integration up for another entry before.
    """
    async with async_test_home_assistant(config_dir=str(folder)) as hass:
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        frame.async_setup(hass)
        assert await async_setup_component(hass, REPAIRS, {})
        if knows_us:
            assert await async_setup_component(hass, DOMAIN, {})
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


@dataclass(slots=True, kw_only=True)
class Bench(PutsBack):
    """One entry in one Home Assistant, to interrupt one job."""

    hass: HomeAssistant
    gateway: GatewaySimulator
    cloud: CloudSimulator

    sessions: list[aiohttp.ClientSession]
    """All that the integration has opened."""

    entry: MockConfigEntry = field(init=False)

    rehearsal: Rehearsal = field(init=False)
    """Of the entry, also when that is gone."""

    events: list[Event] = field(default_factory=list)
    """What was told of writes."""

    beside: list[asyncio.Task[Any]] = field(default_factory=list)
    """What is under way beside the job."""

    others: list[tuple[GatewaySimulator, MockConfigEntry]] = field(default_factory=list)
    """More gateways of the job, whose entries stay loaded."""

    unhear: list[Callable[[], None]] = field(default_factory=list)

    def make_entry(self, **data: Any) -> None:
        """Have an entry that is not loaded yet."""
        self.entry = make_entry(
            self.hass, self.gateway, entry_data(self.gateway, **data)
        )

    async def load(self, **data: Any) -> None:
        """Have a loaded entry."""
        self.make_entry(**data)
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.hass.async_block_till_done()
        self.gateway.journal.clear()

    async def load_another(self) -> None:
        """Have one more gateway, with a loaded entry."""
        gateway = GatewaySimulator("8.2", serial=_ANOTHER)
        await gateway.start()
        entry = make_entry(self.hass, gateway, by_hand(gateway))
        self.others.append((gateway, entry))
        assert await self.hass.config_entries.async_setup(entry.entry_id)
        await self.hass.async_block_till_done()
        gateway.journal.clear()

    @callback
    def hear(self) -> None:
        """Take note of what is told of writes from now on."""

        @callback
        def note(event: Event) -> None:
            """Keep it."""
            self.events.append(event)

        for name in (SENT, REFUSED):
            self.unhear.append(self.hass.bus.async_listen(name, note))

    async def call(self, action: str, **fields: Any) -> Any:
        """Call an action for the entry and return its reply."""
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            {"config_entry_id": self.entry.entry_id} | fields,
            blocking=True,
            return_response=True,
        )

    @property
    def is_there(self) -> bool:
        """Return whether the entry was not removed."""
        entries = self.hass.config_entries
        return entries.async_get_entry(self.entry.entry_id) is not None

    @property
    def is_loaded(self) -> bool:
        """Return whether the entry is loaded."""
        return self.entry.state is ConfigEntryState.LOADED

    @property
    def stored(self) -> Path:
        """Return the file of the record."""
        return Path(
            self.hass.config.path(".storage", f"{DOMAIN}.{self.entry.entry_id}")
        )

    @property
    def recorded(self) -> list[dict[str, Any]]:
        """Return the writes in the file of the record."""
        if not self.stored.exists():
            return []
        writes: list[dict[str, Any]] = json.loads(self.stored.read_bytes())["data"][
            "writes"
        ]
        return writes

    @property
    def issues(self) -> list[str]:
        """Return the keys of the issues about the entry."""
        return [
            str(issue.translation_key)
            for issue in ir.async_get(self.hass).issues.values()
            if issue.domain == DOMAIN
            and issue.active
            and (issue.data or {}).get("entry_id") == self.entry.entry_id
        ]

    @property
    def questions(self) -> list[str]:
        """Return the forms that ask for a login of the entry by themselves."""
        return [
            flow["context"]["source"]
            for flow in self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
            if flow["context"]["source"] == SOURCE_REAUTH
            and flow["context"]["entry_id"] == self.entry.entry_id
        ]

    @property
    def stored_pending(self) -> list[dict[str, Any]]:
        """Return what has to be put back, as its file has it."""
        name = f"{DOMAIN}.restores.{self.entry.entry_id}"
        file = Path(self.hass.config.path(".storage", name))
        if not file.exists():
            return []
        kept: list[dict[str, Any]] = json.loads(file.read_bytes())["data"]["pending"]
        return kept

    @property
    def rehearsed(self) -> list[Any]:
        """Return what was rehearsed, as its file has it."""
        name = f"{DOMAIN}.rehearsal.{self.entry.entry_id}"
        file = Path(self.hass.config.path(".storage", name))
        return json.loads(file.read_bytes())["data"]["writes"] if file.exists() else []

    async def left_over(self) -> list[str]:
        """Return what is still there although nothing is under way.

        A loaded entry has one timer, one more if anything has to be put back, one more
        in a rehearsal, and may have one connection.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + _GONE_AFTER
        while (left := self._left()) and loop.time() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        return left

    def _left(self) -> list[str]:
        """Return what is left at this moment."""
        running = self.hass.is_running
        loaded = int(self.is_loaded and running)
        left = [f"task {task!r}" for task in _tasks()]
        due = [one for one in self.pending if one.state is State.WAITING]
        waits = int(bool(loaded and due))
        waits += int(bool(loaded and is_rehearsing(self.entry)))
        others = sum(
            running and entry.state is ConfigEntryState.LOADED
            for _, entry in self.others
        )
        if len(set_ := timers(self.hass)) != loaded + others + waits:
            left.append(f"timers {set_}")
        if (open_ := self.gateway.connections) > loaded:
            left.append(f"{open_} connections")
        sessions = [session for session in self.sessions if not session.closed]
        if len(sessions) != loaded + others:
            left.append(f"{len(sessions)} sessions")
        if not self.is_there and (asked := [*self.issues, *self.questions]):
            left.append(f"asked about an entry that is gone: {asked}")
        if self.entry.disabled_by and (told := set(self.issues) - _KEPT):
            left.append(f"told of an entry that is disabled: {told}")
        return left

    async def clear(self) -> None:
        """Remove the entry."""
        await asyncio.gather(*self.beside, return_exceptions=True)
        if self.is_there:
            await self.hass.config_entries.async_remove(self.entry.entry_id)
        while self.others:
            gateway, entry = self.others.pop()
            await self.hass.config_entries.async_remove(entry.entry_id)
            await gateway.stop()
        await self.hass.async_block_till_done(wait_background_tasks=True)
        while self.unhear:
            self.unhear.pop()()


def _tasks() -> list[asyncio.Task[Any]]:
    """Return the tasks that have code of ours in them."""
    return [task for task in asyncio.all_tasks() if _is_ours(task.get_coro())]


def _is_ours(coroutine: Any) -> bool:
    """Return whether a coroutine, or one that it waits for, is ours."""
    while coroutine is not None:
        code = getattr(coroutine, "cr_code", None) or getattr(
            coroutine, "ag_code", None
        )
        if code is not None and f"custom_components/{DOMAIN}" in code.co_filename:
            return True
        coroutine = getattr(coroutine, "cr_await", None) or getattr(
            coroutine, "ag_await", None
        )
    return False


def timers(hass: HomeAssistant) -> list[asyncio.TimerHandle]:
    """Return the timers that will call code of ours."""
    return [
        handle
        for handle in get_scheduled_timer_handles(hass.loop)
        if not handle.cancelled() and any(map(_is_our_job, handle._args or ()))  # noqa: SLF001 - nothing else tells
    ]


def _is_our_job(argument: object) -> bool:
    """Return whether something is a job for code of ours."""
    return isinstance(argument, HassJob) and DOMAIN in str(argument.target.__module__)
