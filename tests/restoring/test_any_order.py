"""Writes, restarts, faults and changes of others, in any order."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.actions.send import carry_out
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from custom_components.enphase_envoy_raw_data.restoring import (
    EVENT_RESTORED,
    State,
    restores,
)
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, make_entry
from tests.writes.support import PARTS, hear, write

from .clock import Clock
from .model import PLACES, By, Page, by_of
from .put_back import PutsBack

# Short, so that what is lost or refused is told soon.
_LIMITS: Final = Limits(
    read=0.2, write=0.5, check=0.5, first_pause=0.01, longest_pause=0.02
)

_PLACES = st.sets(st.sampled_from(PLACES), min_size=1)
_FAULTS = st.lists(
    st.sampled_from(["", "", "off", "busy", "lost", "ignored", "refused"]), max_size=8
)

_OUTCOMES: Final = ("restored", "already", "conflict")

type Step = tuple[str, Any]

_STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("for a while"), st.tuples(_PLACES, st.integers(10, 3600))),
        st.tuples(st.just("again"), st.integers(10, 3600)),
        st.tuples(st.just("for good"), _PLACES),
        st.tuples(st.just("by others"), st.tuples(_PLACES, st.booleans())),
        st.tuples(st.just("time"), st.integers(1, 4000)),
        st.tuples(st.just("wrong"), _FAULTS),
        st.tuples(st.just("reload"), st.none()),
        st.tuples(st.just("crash"), st.none()),
    ),
    min_size=1,
    max_size=14,
)


@pytest.fixture
def page(
    monkeypatch: pytest.MonkeyPatch,
    gateway: GatewaySimulator,
    stored: dict[str, Any],
) -> Iterator[Page]:
    """Return the page that is written; all waiting is short."""
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=_LIMITS)
    )
    monkeypatch.setattr(carry_out, "VERIFY_SECONDS", 0)
    page = Page(gateway, stored)
    gateway.faults.add(PARTS, page)
    yield page
    # Else the steps would be about nothing.
    assert page.restores
    assert {"died", State.CONFLICT, *_OUTCOMES} <= page.seen.keys()


class Story(PutsBack):
    """One sequence of steps with an entry of its own."""

    def __init__(self, hass: HomeAssistant, page: Page, clock: Clock) -> None:
        """Begin with a page that nobody has written."""
        self.hass = hass
        self.page = page
        self.clock = clock
        self.entry: MockConfigEntry = make_entry(hass, page.gateway)
        self.heard = hear(hass, EVENT_RESTORED)
        page.begin()

    async def run(self, steps: list[Step]) -> None:
        """Take the steps, let all that goes wrong end, and look what is left."""
        entries = self.hass.config_entries
        await entries.async_setup(self.entry.entry_id)
        for name, given_ in steps:
            await getattr(self, f"_{name.replace(' ', '_')}")(given_)
            await self._settle()
        self.page.wrong.clear()
        for _ in range(12):
            await self._time(3600)
            await self._settle()
        self._judge()
        await entries.async_remove(self.entry.entry_id)
        self.page.gateway.journal.clear()

    async def _settle(self) -> None:
        """Wait for what runs in the background."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def _write(self, values: dict[str, int], **fields: Any) -> None:
        """Write some places, whatever comes of it."""
        data: dict[str, Any] = {}
        for place, value in values.items():
            inner = data.setdefault("part", {}) if "." in place else data
            inner[place[-1]] = value
        with self.page.call(), suppress(HomeAssistantError):
            await write(
                self.hass,
                self.entry,
                PARTS,
                data=data,
                merge=True,
                verify=True,
                verify_seconds=0,
                **fields,
            )
        if self.page.kept is not None:
            await self._die()

    async def _for_a_while(self, given_: tuple[set[str], int]) -> None:
        """Write places for some seconds."""
        places, seconds = given_
        values = {place: self.page.new(By.PASSING) for place in sorted(places)}
        await self._write(values, restore_after=seconds)

    async def _again(self, seconds: int) -> None:
        """Write once more what is there for a while."""
        values = {
            place: value
            for place, value in self.page.values.items()
            if by_of(value) is By.PASSING
        }
        if values:
            await self._write(values, restore_after=seconds)

    async def _for_good(self, places: set[str]) -> None:
        """Write places for good."""
        await self._write({place: self.page.new(By.OWNER) for place in sorted(places)})

    async def _by_others(self, given_: tuple[set[str], bool]) -> None:
        """Have somebody else change places, or put them back."""
        places, back = given_
        for place in places:
            first = self.page.first.get(place)
            value = first if back and first is not None else self.page.new(By.STRANGER)
            self.page.set(place, value)

    async def _time(self, seconds: int) -> None:
        """Let time pass."""
        self.clock.pass_by(self.hass, seconds=seconds)

    async def _wrong(self, faults: list[str]) -> None:
        """Have the next requests for the page go wrong."""
        self.page.wrong[:] = faults

    async def _reload(self, _given: None) -> None:
        """Reload the entry."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)

    async def _crash(self, _given: None) -> None:
        """Have Home Assistant die when its next write has arrived."""
        self.page.crashes = True

    async def _die(self) -> None:
        """Go on with what was on the disk."""
        self.page.seen["died"] += 1
        entries, kept = self.hass.config_entries, self.page.kept or {}
        self.page.kept = None
        await entries.async_unload(self.entry.entry_id)
        self.hass.data[restores._RESTORES].pop(self.entry.entry_id)  # noqa: SLF001 - a new process has none
        key = f"{DOMAIN}.restores.{self.entry.entry_id}"
        self.page.storage.pop(key, None)
        if key in kept:
            self.page.storage[key] = kept[key]
        assert await entries.async_setup(self.entry.entry_id)

    def _judge(self) -> None:
        """Fail if anything is left for a while without a question to its owner."""
        asked = {
            leaf.place
            for one in self.restores.pending
            for leaf in one.leaves
            if one.state is State.CONFLICT
            and any(
                one.id in issue_id for _, issue_id in ir.async_get(self.hass).issues
            )
        }
        for place, value in self.page.values.items():
            assert by_of(value) is not By.PASSING or place in asked, place
        left = self.restores.pending
        assert all(one.state is State.CONFLICT for one in left)
        self.page.seen.update(one.state for one in left)
        self.page.seen.update(event.data["outcome"] for event in self.heard)


# 500 take half a minute, several on a busy machine; every night there are more.
@pytest.mark.timeout(5400)
@given(steps=_STEPS)
async def test_in_any_order(
    hass: HomeAssistant, page: Page, clock: Clock, steps: list[Step]
) -> None:
    """Nothing stays for a while, and no change of anybody else is written over."""
    clock.ahead = timedelta()
    await Story(hass, page, clock).run(steps)
