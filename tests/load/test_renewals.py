"""Tokens are renewed for 400 days (owner) and 72 hours (installer), cloud or not."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
import random

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults
from tests.integration.helpers import EMAIL, PASSWORD, load, read, reauths

LOGIN = "/login/login.json"
PAGES = ("/ivp/meters", "/ivp/meters/readings", "/inventory", "/production")

type Span = tuple[timedelta, timedelta]
"""Begin and end, counted from the start."""

OUTAGES = (
    faults.Fixed(503, "later"),
    faults.Fixed(429, "slower"),
    faults.Fixed(200, "<html>Maintenance</html>"),
    faults.DropBeforeReply(),
    faults.DropAfterApplying(),
    faults.Truncate(),
)


class Ride:
    """One entry, one gateway and one cloud, while time passes."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        gateway: GatewaySimulator,
        cloud: CloudSimulator,
        chance: random.Random,
    ) -> None:
        """Start with nothing lost."""
        self._hass = hass
        self._freezer = freezer
        self._gateway = gateway
        self._cloud = cloud
        self._chance = chance
        self.calls: Counter[str] = Counter()
        self.logins: list[datetime] = []
        self.tokens: set[str] = set()

    async def go(
        self,
        entry: MockConfigEntry,
        length: timedelta,
        step: timedelta,
        down: list[Span],
    ) -> None:
        """Let time pass in steps, with calls in each."""
        passed = timedelta()
        while passed < length:
            passed += step
            out = any(begin <= passed < end for begin, end in down)
            with self._outage() if out else self._no_outage():
                before = self._cloud.journal.count(path=LOGIN)
                self._freezer.tick(step)
                over = entry.runtime_data.client.token.is_over()
                self.calls["begun with a token that was over"] += over
                async_fire_time_changed(self._hass)
                await self._calls(entry, out=out)
                asked = self._cloud.journal.count(path=LOGIN) - before
                self.logins += [dt_util.utcnow()] * asked
            self._gateway.journal.clear()
            self.tokens.add(entry.data["token"])

    async def _calls(self, entry: MockConfigEntry, *, out: bool) -> None:
        """Call at once, with the renewal that is under way; see who gets a reply."""
        pages = self._chance.sample(PAGES, self._chance.randint(1, len(PAGES)))
        replies = await asyncio.gather(
            *(read(self._hass, entry, page) for page in pages), return_exceptions=True
        )
        await self._hass.async_block_till_done(wait_background_tasks=True)
        client = entry.runtime_data.client
        for reply in replies:
            if isinstance(reply, BaseException):
                assert isinstance(reply, HomeAssistantError), reply
                # Only this may cost a call: no token, and no way to a new one.
                assert out, reply
                assert client.token.is_over(), reply
                assert reply.translation_key in (
                    "cloud_failed",
                    "cloud_failed_reply",
                    "cloud_unreachable",
                )
            self.calls["lost" if isinstance(reply, BaseException) else "answered"] += 1

    @contextmanager
    def _outage(self) -> Iterator[None]:
        """Have the cloud fail in some way, at one of its pages or at both."""
        path = self._chance.choice((None, LOGIN, "/tokens"))
        rule = self._cloud.faults.add(path, self._chance.choice(OUTAGES))
        yield
        self._cloud.faults.remove(rule)

    @contextmanager
    def _no_outage(self) -> Iterator[None]:
        """Leave the cloud alone."""
        yield


async def test_owner_for_400_days(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    chance: random.Random,
) -> None:
    """A year's token is renewed in its last month, though the cloud fails for weeks.

    No call is lost, and Home Assistant is restarted now and then.
    """
    entry = await load(hass, gateway)
    ride = Ride(hass, freezer, gateway, cloud, chance)
    days = timedelta(days=1)
    # It is due after 335 days and over after 365.
    down = [(334 * days, chance.uniform(336, 362) * days)]
    for _ in range(20):
        begin = chance.uniform(0, 400)
        down.append((begin * days, (begin + chance.uniform(0, 2)) * days))
    for _ in range(16):
        await ride.go(entry, 25 * days, timedelta(hours=12), down)
        down = [(begin - 25 * days, end - 25 * days) for begin, end in down]
        await hass.config_entries.async_reload(entry.entry_id)

    assert ride.calls["lost"] == 0
    assert ride.calls["begun with a token that was over"] == 0
    assert ride.calls["answered"] > 800
    assert len(ride.tokens) == 2
    assert cloud.journal.max_in_flight == 1
    assert len(ride.logins) > 2
    assert not reauths(hass)


async def test_installer_for_72_hours(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    chance: random.Random,
) -> None:
    """Half a day's token: a call is lost only if it is over and the cloud is down."""
    cloud.add(Account(EMAIL, PASSWORD, role="installer"))
    entry = await load(hass, gateway, token=gateway.token("installer"))
    ride = Ride(hass, freezer, gateway, cloud, chance)
    hours = timedelta(hours=1)
    # The first token is due after 9 hours and over after 12, while this one lasts.
    down = [(8 * hours, 14 * hours)]
    for _ in range(8):
        begin = chance.uniform(20, 70)
        down.append((begin * hours, (begin + chance.uniform(0, 2.5)) * hours))
    await ride.go(entry, 72 * hours, timedelta(minutes=10), down)

    lost = ride.calls["lost"]
    assert 0 < lost < ride.calls["answered"] / 5
    assert 5 <= len(ride.tokens) <= 10
    assert cloud.journal.max_in_flight == 1
    pauses = [later - earlier for earlier, later in pairwise(ride.logins)]
    assert max(pauses) <= 12 * hours
    assert not reauths(hass)
