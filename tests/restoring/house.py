"""A house with one gateway, whose owner writes for a while."""

from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.restoring import (
    EVENT_RESTORED,
    restores,
)
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, call
from tests.integration.repair import issues
from tests.waiting import until
from tests.writes.support import SETTINGS, day_at, days_written, hear, write

from .clock import Clock
from .put_back import PutsBack

QUARTER: dict[str, Any] = {"minutes": 15}


def day(name: str) -> dict[str, Any]:
    """Return data that changes one field of SETTINGS, where it is Sat at first."""
    return {"exercise_config": {"day": name}}


@dataclass(slots=True, kw_only=True)
class House(PutsBack):
    """One entry, its gateway, and what happens there."""

    hass: HomeAssistant
    gateway: GatewaySimulator
    entry: MockConfigEntry
    clock: Clock

    storage: dict[str, Any]
    """What Home Assistant has stored, by key."""

    heard: list[Event] = field(init=False)
    """What was told of the ends of writes."""

    def __post_init__(self) -> None:
        """Take note of what is told."""
        self.heard = hear(self.hass, EVENT_RESTORED)

    @property
    def day(self) -> str:
        """Return the day that the gateway has."""
        return day_at(self.gateway)

    def set_by_hand(self, name: str) -> None:
        """Have somebody else change the day."""
        self.gateway.device.documents[SETTINGS]["exercise_config"]["day"] = name

    @property
    def written(self) -> list[str]:
        """Return the day of each write that the gateway has received."""
        return days_written(self.gateway)

    def forget(self) -> None:
        """Forget what is not stored, as a new process has."""
        self.hass.data[restores._RESTORES].clear()  # noqa: SLF001 - there is no other way

    @property
    def stored(self) -> list[Any]:
        """Return what the storage has of it."""
        kept = self.storage[f"{DOMAIN}.restores.{self.entry.entry_id}"]
        return list(kept["data"]["pending"])

    async def listed(self) -> Any:
        """Return what `list_writes` lists of it."""
        reply = await call(
            self.hass, "list_writes", config_entry_id=self.entry.entry_id
        )
        return reply["pending"]

    async def write(self, name: str, **fields: Any) -> Any:
        """Write a day for good and return the whole reply."""
        given: dict[str, Any] = {"data": day(name), "merge": True}
        return await write(self.hass, self.entry, **given | fields)

    async def for_a_while(self, name: str = "Sun", **fields: Any) -> Any:
        """Write a day for a quarter of an hour and return `restore` of the reply."""
        reply = await self.write(name, **{"restore_after": QUARTER} | fields)
        return reply["restore"]

    @property
    def issues(self) -> dict[str, ir.IssueEntry]:
        """Return the repair issues by their translation keys."""
        return issues(self.hass)

    async def restart(self, **time: float) -> None:
        """Have Home Assistant start anew after some time, from what is stored."""
        entries = self.hass.config_entries
        await entries.async_unload(self.entry.entry_id)
        self.forget()
        self.clock.pass_by(self.hass, **time)
        assert await entries.async_setup(self.entry.entry_id)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def later(self, **time: float) -> None:
        """Let time pass, and wait for what is done then."""
        self.clock.pass_by(self.hass, **time)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def end(self, **time: float) -> dict[str, Any]:
        """Let a quarter of an hour pass and return what is told of a restore then."""
        before = len(self.heard)
        self.clock.pass_by(self.hass, **time or {"minutes": 15, "seconds": 1})
        await until(lambda: len(self.heard) > before)
        await self.hass.async_block_till_done(wait_background_tasks=True)
        assert len(self.heard) == before + 1
        return dict(self.heard[-1].data)
