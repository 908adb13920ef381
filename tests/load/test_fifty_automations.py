"""Fifty automations for an hour, at a gateway that fails in many ways."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
import gc
from pathlib import Path
import random
from typing import Any
from unittest.mock import Mock

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE as FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.async_ import get_scheduled_timer_handles
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults
from tests.integration.helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    TARIFF,
    load,
    read,
)
from tests.secret_watch import SecretWatch

LIMIT = "/ivp/ss/dpel"
PAGES = (INVERTERS, "/api/v1/production", "/ivp/meters", "/ivp/meters/readings")

MINUTES = 60
CALM = range(30, MINUTES + 1, 6)
"""Minutes without a fault, in which everything is counted. The records of writes, calls
and automations are full by the first one; all automations run in each."""

READERS, MERGERS = 20, 20
"""Of the automations; the other ten write without reading before."""

# After these the caller can't know whether a write was carried out.
LOSES_THE_REPLY = (faults.DropAfterApplying(), faults.Truncate(keep=5))

FAULTS = (
    *LOSES_THE_REPLY,
    faults.Delay(0.05),
    faults.DropBeforeReply(),
    faults.Fixed(500, "no"),
    faults.Fixed(301, "", {"Location": "/error"}),
    faults.Unauthorized(),
    faults.UnauthorizedUntilLogin(),
    faults.busy(),
)


def every(number: int) -> int:
    """Return after how many minutes an automation runs again."""
    return 2 + number % 2


def automation(entry: MockConfigEntry, number: int) -> dict[str, Any]:
    """Return an automation that tells by an event what became of its call."""
    kind = "read" if number < READERS else "send"
    mark, at = f"{kind}_{number}", "{{ trigger.event.data.number }}"
    call: dict[str, Any] = {"endpoint": PAGES[number % len(PAGES)]}
    if number >= READERS + MERGERS:
        call = {"endpoint": LIMIT, "method": "POST", "data": {mark: at}}
    elif number >= READERS:
        call = {"endpoint": TARIFF, "method": "PUT", "merge": True}
        call["data"] = {"tariff": {"marks": {mark: at}}}
    if kind == "send":
        call |= {"risk_acknowledged": True, "test_mode": False}
    return {
        "id": mark,
        "alias": mark,
        "mode": "queued",
        # Runs that fail have longer ones, which would look like growth.
        "trace": {"stored_traces": 0},
        "triggers": [{"trigger": "event", "event_type": "minute"}],
        "conditions": f"{{{{ trigger.event.data.number % {every(number)} == 0 }}}}",
        "actions": [
            {
                "action": f"{DOMAIN}.{kind}_data",
                "data": {"config_entry_id": entry.entry_id} | call,
                "response_variable": "answer",
                "continue_on_error": True,
            },
            {
                "event": "told",
                "event_data": {
                    "mark": mark,
                    "at": at,
                    "claimed": "{{ answer is defined }}",
                },
            },
        ],
    }


@dataclass
class Books:
    """What was claimed and what the gateway did, by mark and minute."""

    claimed: dict[str, bool] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)
    marks: dict[str, dict[str, int]] = field(
        default_factory=lambda: {TARIFF: {}, LIMIT: {}}
    )
    lost_replies: int = 0

    @callback
    def tell(self, event: Event) -> None:
        """Note what an automation tells."""
        told = event.data
        self.claimed[f"{told['mark']}@{told['at']}"] = told["claimed"]

    def read_journal(self, gateway: GatewaySimulator) -> None:
        """Note what was carried out; each write changes its own mark and no other."""
        assert gateway.journal.max_in_flight <= 1
        for write in gateway.journal.writes:
            if not write.applied:
                continue
            marks = self.marks[write.path]
            new = write.json()
            if write.path == TARIFF:
                new = new["tariff"]["marks"]
                assert new.keys() >= marks.keys()
            ((mark, at),) = {
                mark: at for mark, at in new.items() if marks.get(mark) != at
            }.items()
            marks[mark] = at
            self.applied[f"{mark}@{at}"] += 1
        gateway.journal.clear()

    def balance(self, gateway: GatewaySimulator) -> None:
        """Compare all of it."""
        stored = gateway.device.documents
        assert stored[TARIFF]["tariff"]["marks"] == self.marks[TARIFF]
        assert stored[LIMIT].items() >= self.marks[LIMIT].items()
        # A write that is claimed was made once; no other was made twice.
        writes = {mark: ok for mark, ok in self.claimed.items() if "read" not in mark}
        assert self.applied.keys() <= writes.keys()
        assert set(self.applied.values()) == {1}
        claimed = {mark for mark, ok in writes.items() if ok}
        assert claimed <= self.applied.keys()
        # Only a lost reply may hide what was done.
        assert len(self.applied) - len(claimed) <= self.lost_replies
        assert len(self.claimed) == sum(
            MINUTES // every(number) for number in range(50)
        )
        assert 0.8 < sum(self.claimed.values()) / len(self.claimed) < 1


@dataclass(frozen=True)
class Usage:
    """What must not grow."""

    tasks: int
    timers: int
    files: int
    """Sockets, most of all."""

    objects: Counter[str]
    """Without dicts and lists: bounded records and replies consist of them."""

    listeners: dict[Any, int]

    def total(self) -> int:
        """Return the number of all objects."""
        return self.objects.total()

    @classmethod
    def now(cls, hass: HomeAssistant) -> Usage:
        """Count, without what only the tests keep."""
        for kept in gc.get_objects():
            if isinstance(kept, Mock):
                kept.reset_mock()
        gc.collect()
        timers = get_scheduled_timer_handles(hass.loop)
        return cls(
            tasks=len(asyncio.all_tasks()),
            # What Home Assistant stores later has one for as long as it waits.
            timers=sum(
                not timer.cancelled() and "Store._async_schedule" not in str(timer)
                for timer in timers
            ),
            files=len(list(Path("/proc/self/fd").iterdir())),
            objects=Counter(
                f"{type(kept).__module__}.{type(kept).__qualname__}"
                for kept in gc.get_objects()
                if type(kept) not in (dict, list)
            ),
            # So has what is stored later.
            listeners=dict(hass.bus.async_listeners()) | {FINAL_WRITE: 0},
        )


async def count(hass: HomeAssistant) -> Usage:
    """Return what is used now."""
    # Cancelled timers, which keep the context of their call, wait for a clearance;
    # the event loop has one when they are most of more than a hundred.
    for _ in range(1000):
        hass.loop.call_later(3600, gc.collect).cancel()
    await asyncio.sleep(0)
    return Usage.now(hass)


class Hour:
    """Sixty minutes, of which each may bring a fault."""

    def __init__(
        self,
        hass: HomeAssistant,
        gateway: GatewaySimulator,
        chance: random.Random,
    ) -> None:
        """Start with empty books."""
        self._hass = hass
        self._gateway = gateway
        self._chance = chance
        self.books = Books()

    async def minute(self, number: int, *, calm: bool) -> None:
        """Let a minute pass, and all that is started in it end."""
        faulty = self._gateway.faults
        rule = faulty.add(
            self._chance.choice((None, TARIFF, LIMIT, *PAGES)),
            self._chance.choice(FAULTS),
            times=self._chance.randint(0, 3),
        )
        down: asyncio.Task[None] | None = None
        if calm:
            faulty.clear()
        elif self._chance.random() < 0.1:
            down = asyncio.create_task(self._gateway.restart(down_for=0.05))
        self._gateway.advance(60)
        self._hass.bus.async_fire("minute", {"number": number})
        await self._hass.async_block_till_done(wait_background_tasks=True)
        if down:
            await down
        if rule.fault in LOSES_THE_REPLY:
            self.books.lost_replies += rule.hits
        faulty.clear()
        self.books.read_journal(self._gateway)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait as often as usual before a read is repeated, and not as long."""
    limits = Limits(first_pause=0.01, longest_pause=0.1)
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=limits)
    )


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("quick")
async def test_an_hour(
    *,
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    chance: random.Random,
    caplog: pytest.LogCaptureFixture,
    secret_watch: SecretWatch,
    request: pytest.FixtureRequest,
) -> None:
    """No update is lost, none is made twice, nothing grows and nothing is left."""
    hour = Hour(hass, gateway, chance)
    cloud.add(Account(EMAIL, PASSWORD, role="installer"))
    start = await count(hass)
    # The gateway refuses it after half an hour.
    token = gateway.token("installer", timedelta(minutes=30))
    entry = await load(hass, gateway, token=token)
    # The catalogue is loaded for the first error that names near matches.
    with pytest.raises(HomeAssistantError):
        await read(hass, entry, "/ivp/metres")
    hass.bus.async_listen("told", hour.books.tell)
    automations = [automation(entry, number) for number in range(50)]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()

    # It keeps what is logged, too, for the report of a test that fails.
    reports: Any = request.config.pluginmanager.get_plugin("logging-plugin")
    usage: list[Usage] = []
    for minute in range(1, MINUTES + 1):
        # What is kept of the latest run that failed would look like growth.
        await hour.minute(minute, calm=minute in CALM)
        secret_watch.look_at_log(caplog.get_records("call"))
        secret_watch.check()
        caplog.clear()
        reports.report_handler.reset()
        if minute in CALM:
            usage.append(await count(hass))
    hour.books.balance(gateway)
    assert entry.data["token"] != token
    assert cloud.journal.max_in_flight == 1

    # What comes and goes may stand in one count, and what grows stands in all.
    warm, end = min(usage[:3], key=Usage.total), min(usage[3:], key=Usage.total)
    assert (end.tasks, end.listeners) == (warm.tasks, warm.listeners)
    assert end.timers <= warm.timers + 2
    assert end.files <= warm.files + 2
    # There were at least 250 calls in between. What Home Assistant stores later, such
    # as issues, has a timer that keeps the run it comes from: 150 objects if it failed.
    assert end.total() - warm.total() < 500, end.objects - warm.objects

    everything = {"entity_id": "all"}
    await hass.services.async_call("automation", "turn_off", everything, blocking=True)
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await gateway.stop()
    left = await count(hass)
    assert left.tasks == start.tasks
    # One is aiohttp's for idle connections, which all integrations share.
    assert left.timers <= start.timers + 1
    assert left.files <= start.files
    assert "minute" not in left.listeners
