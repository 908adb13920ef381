"""Jobs beside reads and writes: looks ahead, the Explorer, diagnostics."""

import asyncio
from datetime import timedelta
import logging
from typing import Any, ClassVar, override

from homeassistant.auth.models import RefreshToken
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import ServiceCall
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from tests.integration.helpers import DOMAIN

from .bench import Bench
from .jobs import Job, Send
from .long_jobs import ends_of
from .points import Point

_CORE = "enphase_envoy"


_UNDER_WAY = f"{DOMAIN}_probes_under_way"


def _drop(_message: object) -> None:
    """Send nothing on: there is no page."""


class TestModeForAWhile(Send):
    """A look at what a write that ends by itself would change, and put back."""

    words = "Test mode with restore_after"
    writes = False
    fields: ClassVar[dict[str, Any]] = {
        "compare": True,
        "merge": True,
        "restore_after": {"minutes": 15},
        "test_mode": True,
    }


class TestModeMissing(Send):
    """The same at a page that isn't there, so that the catalogue is asked for it."""

    words = "Test mode with restore_after of an endpoint that isn't there"
    writes = False
    ends_with = "refused_not_found"
    fields: ClassVar[dict[str, Any]] = {
        "compare": True,
        "endpoint": "/ivp/meter",
        "restore_after": {"minutes": 15},
        "test_mode": True,
    }


class SendAndRefreshCore(Send):
    """A write after which Home Assistant's own integration looks."""

    words = "Write with refresh_core"
    fields: ClassVar[dict[str, Any]] = {"refresh_core": True}

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        hass = bench.hass
        if hass.config_entries.async_entries(_CORE):
            return
        core = MockConfigEntry(domain=_CORE, unique_id=bench.gateway.serial)
        core.add_to_hass(hass)
        core.mock_state(hass, ConfigEntryState.LOADED)
        registry = er.async_get(hass)
        power = registry.async_get_or_create("sensor", _CORE, "x", config_entry=core)
        hass.states.async_set(power.entity_id, "1")

        async def look(_call: ServiceCall) -> None:
            """Take some time."""
            await asyncio.sleep(0.01)

        hass.services.async_register("homeassistant", "update_entity", look)


class ProbeOfExplorer(Job):
    """The Explorer's probe; the page is closed if it is given up."""

    words = "Probe by the Explorer"

    @override
    def chosen(self, points: list[Point]) -> list[Point]:
        return ends_of(points)

    @override
    async def run(self, bench: Bench) -> Any:
        user = MockUser(is_owner=True).add_to_hass(bench.hass)
        logger: Any = logging.getLogger(__name__)
        # Older releases don't ask where the page is, and want a login behind it.
        names = ActiveConnection.__init__.__code__.co_varnames
        more: dict[str, Any] = {"remote": None} if "remote" in names else {}
        login: Any = RefreshToken(user, None, timedelta(minutes=30))
        page: Any = ActiveConnection(logger, bench.hass, _drop, user, login, **more)
        page.async_handle(
            {
                "id": 1,
                "type": f"{DOMAIN}/probe",
                "entry_id": bench.entry.entry_id,
            }
        )
        under_way = bench.hass.data[_UNDER_WAY]
        try:
            while bench.entry.entry_id in under_way:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        finally:
            page.async_handle_close()


class Diagnostics(Job):
    """Diagnostics of an entry that was not loaded yet."""

    words = "Diagnostics of an entry that is not loaded"
    sets_up = True

    @override
    async def prepare(self, bench: Bench) -> None:
        bench.make_entry()
        bench.stored.parent.mkdir(exist_ok=True)
        bench.stored.write_text(
            '{"version": 1, "minor_version": 1, "key": "",'
            ' "data": {"writes": [], "firmware": {}}}'
        )

    @override
    async def run(self, bench: Bench) -> Any:
        return await async_get_config_entry_diagnostics(bench.hass, bench.entry)
