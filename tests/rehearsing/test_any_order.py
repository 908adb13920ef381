"""Writes, rehearsals, restarts and changes of others, in any order."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from hypothesis import example, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.rehearsing import kept
from custom_components.enphase_envoy_raw_data.restoring import restores
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import make_entry, read
from tests.restoring.clock import Clock
from tests.restoring.house import day
from tests.restoring.put_back import PutsBack
from tests.writes.support import OPTIONS, SETTINGS, choose, write

# Of up to 14 calls each, over real sockets.
EXAMPLES: Final = settings().max_examples // 4

type Step = tuple[str, Any]

_DAYS: Final = st.sampled_from(["Mon", "Tue", "Wed"])

_STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.none() | st.integers(60, 4000)),
        st.tuples(st.just("end"), st.none()),
        st.tuples(st.just("write"), _DAYS),
        st.tuples(st.just("replace"), _DAYS),
        st.tuples(st.just("for a while"), st.tuples(_DAYS, st.integers(10, 3600))),
        st.tuples(st.just("by others"), _DAYS),
        st.tuples(st.just("time"), st.integers(1, 4000)),
        st.tuples(st.just("reload"), st.none()),
        st.tuples(st.just("restart"), st.none()),
    ),
    min_size=1,
    max_size=14,
)


@pytest.fixture
def seen() -> Iterator[Counter[str]]:
    """Return what has happened in all of the stories; some of each has to."""
    seen: Counter[str] = Counter()
    yield seen
    assert {"rehearsed", "sent", "shown", "refused", "ended"} <= seen.keys()


class Story(PutsBack):
    """One sequence of steps with an entry of its own."""

    def __init__(
        self,
        hass: HomeAssistant,
        gateway: GatewaySimulator,
        clock: Clock,
        seen: Counter[str],
    ) -> None:
        """Begin with a page that nobody has written."""
        self.hass = hass
        self.gateway = gateway
        self.clock = clock
        self.seen = seen
        self.entry: MockConfigEntry = make_entry(hass, gateway)
        self.until: float | None = None
        self.is_on = False
        self.received = 0
        gateway.journal.clear()

    @property
    def rehearses(self) -> bool:
        """Return whether a rehearsal should be on now."""
        return self.is_on and (
            self.until is None or self.clock.now().timestamp() < self.until
        )

    async def run(self, steps: list[Step]) -> None:
        """Take the steps, and look at the gateway after each."""
        entries = self.hass.config_entries
        assert await entries.async_setup(self.entry.entry_id)
        for name, given_ in steps:
            was_on = self.rehearses
            await getattr(self, f"_{name.replace(' ', '_')}")(given_)
            await self.hass.async_block_till_done(wait_background_tasks=True)
            if was_on and self.rehearses:
                assert self.now_received == self.received, f"sent by {name}"
            self.received = self.now_received
            if not self.rehearses:
                await self._compare()
        await self._end(None)
        await self._compare()
        assert not [one for one in self.restores.pending if one.rehearsed]
        await entries.async_remove(self.entry.entry_id)

    @property
    def now_received(self) -> int:
        """Return how many writes the gateway has received."""
        return len(self.gateway.journal.writes)

    async def _compare(self) -> None:
        """Fail unless reads show what the gateway has."""
        page = await read(self.hass, self.entry, SETTINGS)
        assert page == self.gateway.device.documents[SETTINGS]

    async def _begin(self, seconds: int | None) -> None:
        """Begin a rehearsal, or give the one that is on another end."""
        await self.hass.async_block_till_done(wait_background_tasks=True)
        fields: dict[str, Any] = {"rehearse": True}
        if seconds:
            fields["rehearse_for"] = {"seconds": seconds}
        was_on = self.rehearses
        try:
            await choose(self.hass, self.entry, **fields)
        except AssertionError:
            # Something has to be put back for real before.
            assert not was_on
            pending = self.restores.pending
            assert [one for one in pending if not one.rehearsed]
            self.seen["refused"] += 1
            return
        self.is_on = True
        if not was_on:
            # Nothing is left of the one before.
            await self._compare()
        if seconds:
            self.until = self.clock.now().timestamp() + seconds
        elif not was_on:
            self.until = None

    async def _end(self, _given: None) -> None:
        """End it."""
        self.seen["ended"] += self.rehearses
        await choose(self.hass, self.entry)
        self.is_on = False

    async def _send(self, name: str, **fields: Any) -> None:
        """Write, and compare with what is on."""
        rehearses, before = self.rehearses, self.now_received
        try:
            reply = await write(self.hass, self.entry, verify=True, **fields)
        except HomeAssistantError:
            assert self.now_received == before
            return
        assert reply.get("rehearsed", False) is rehearses
        self.seen["rehearsed" if rehearses else "sent"] += 1
        assert self.now_received == before + (not rehearses)
        page = await read(self.hass, self.entry, SETTINGS)
        if self.rehearses is rehearses:
            assert page["exercise_config"]["day"] == name
            self.seen["shown"] += rehearses

    async def _write(self, name: str) -> None:
        """Write a day for good."""
        await self._send(name, data=day(name), merge=True)

    async def _replace(self, name: str) -> None:
        """Write the whole page."""
        page = await read(self.hass, self.entry, SETTINGS)
        config = page["exercise_config"] | {"day": name}
        await self._send(name, data=page | {"exercise_config": config})

    async def _for_a_while(self, given_: tuple[str, int]) -> None:
        """Write a day for some seconds."""
        name, seconds = given_
        await self._send(name, data=day(name), merge=True, restore_after=seconds)

    async def _by_others(self, name: str) -> None:
        """Have somebody else change the day."""
        page = self.gateway.device.documents[SETTINGS]
        config = page["exercise_config"] | {"day": name}
        self.gateway.device.documents[SETTINGS] = page | {"exercise_config": config}

    async def _time(self, seconds: int) -> None:
        """Let time pass."""
        self.clock.pass_by(self.hass, seconds=seconds)

    async def _reload(self, _given: None) -> None:
        """Reload the entry."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)

    async def _restart(self, _given: None) -> None:
        """Go on with what is stored, as a new process does."""
        entries = self.hass.config_entries
        await entries.async_unload(self.entry.entry_id)
        self.hass.data[restores._RESTORES].pop(self.entry.entry_id)  # noqa: SLF001 - a new process has none
        self.hass.data[kept._REHEARSALS].pop(self.entry.entry_id).wake(None)  # noqa: SLF001 - as above
        assert await entries.async_setup(self.entry.entry_id)


@pytest.mark.timeout(5400)
@settings(max_examples=EXAMPLES)
@given(steps=_STEPS)
# Some of each kind are seen in any case.
@example(steps=[("for a while", ("Mon", 3000)), ("begin", None)])
@example(
    steps=[("write", "Mon"), ("begin", None), ("write", "Tue"), ("end", None)],
)
async def test_in_any_order(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    clock: Clock,
    seen: Counter[str],
    steps: list[Step],
) -> None:
    """Nothing leaves in a rehearsal, and after it reads show the real gateway."""
    clock.ahead = timedelta()
    gateway.device.documents[SETTINGS] = _FIRST | {}
    await Story(hass, gateway, clock, seen).run(steps)


_FIRST: Final[dict[str, Any]] = {
    "exercise_config": {"day": "Sat", "period": "Weekly", "time": 60},
}


def test_the_form_has_these_options() -> None:
    """A story chooses nothing else."""
    assert "rehearse" not in OPTIONS
