"""Runs a blueprint as the script or automation that an owner makes of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.script.const import DOMAIN as SCRIPT
from homeassistant.components.template.const import DOMAIN as TEMPLATE
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.helpers import restore_state
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import by_hand, load
from tests.restoring.put_back import PutsBack
from tests.waiting import until

from .patterns import long_before_a_pattern

DOMAIN = "enphase_envoy_raw_data"
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "blueprints/script" / DOMAIN
NAMES = sorted(path.name for path in FOLDER.glob("*.yaml"))
AUTOMATIONS = ROOT / "blueprints/automation" / DOMAIN
TEMPLATES = ROOT / "blueprints/template" / DOMAIN

DPEL = "/ivp/ss/dpel"
POWER = "/ivp/mod/603980032/mode/power"
TARIFF = "/admin/lib/tariff"
RELAY = "/ivp/ensemble/relay"
CONTACTS = "/ivp/ensemble/dry_contacts"
SLEEP = "/admin/lib/acb_config"
STREAM = "/ivp/livedata/stream"
LIVE = "/ivp/livedata/status"
METERS = "/ivp/meters"
READINGS = "/ivp/meters/readings"
INVENTORY = "/ivp/ensemble/inventory"
STORAGE = "/ivp/ensemble/power"
CONTROL = "/ivp/ensemble/secctrl"

PROFILES = "/installer/agf/index.json"
SET_PROFILE = "/installer/agf/set_profile.json"

BATTERY = "121730090001"
PROFILE = "EN 50549-1:2019 RfG E02 Netherlands:1.2.4"

INPUTS: dict[str, dict[str, Any]] = {
    "ac_battery_sleep.yaml": {"serial": BATTERY},
    "battery.yaml": {"look_again": 0},
    "dry_contact.yaml": {"contact": "NC2"},
    "grid_profile.yaml": {},
    "grid_relay.yaml": {},
    "limit_power.yaml": {"limited": "export", "watts": 2500, "look_after": 0},
    "live_stream.yaml": {},
    "production.yaml": {"look_after": 0},
}
"""What an owner has to choose in each blueprint; none waits for an effect."""

FIELDS: dict[str, dict[str, Any]] = {
    "ac_battery_sleep.yaml": {"asleep": True},
    "battery.yaml": {"mode": "backup", "reserve": 40},
    "dry_contact.yaml": {"closed": False},
    "grid_profile.yaml": {"profile": PROFILE},
    "grid_relay.yaml": {"grid": False},
    "limit_power.yaml": {},
    "live_stream.yaml": {},
    "production.yaml": {"production": False},
}
"""What a call of each script says."""

PAGES = {
    "ac_battery_sleep.yaml": SLEEP,
    "battery.yaml": TARIFF,
    "dry_contact.yaml": CONTACTS,
    "grid_profile.yaml": SET_PROFILE,
    "grid_relay.yaml": RELAY,
    "limit_power.yaml": DPEL,
    "live_stream.yaml": STREAM,
    "production.yaml": POWER,
}
"""What each script writes to."""


@dataclass(frozen=True, kw_only=True)
class Bench(PutsBack):
    """Home Assistant, a gateway and the entry for it."""

    hass: HomeAssistant
    gateway: GatewaySimulator
    entry: MockConfigEntry

    @staticmethod
    async def load(
        hass: HomeAssistant, gateway: GatewaySimulator, role: str = "installer"
    ) -> MockConfigEntry:
        """Return an entry that is loaded, with a token of that role.

        Before firmware 7 it logs in as the installer, who needs no password.
        """
        token = gateway.token(role)
        return await load(hass, gateway, **by_hand(gateway, token=token))

    async def show_value(self, endpoint: Any, select: str) -> None:
        """Make a sensor of one value; it has looked once, and looks anew each time."""
        self.change("value_sensor.yaml", "max_age: 10", "max_age: 0")
        await self.show(self.sensor("power", endpoint, select))
        await self.next_look()

    async def next_look(self, minutes: float = 5) -> None:
        """Let the next look of the sensor come, some minutes after the last one."""
        moment = dt_util.utcnow()
        due = self.hass.data.setdefault("looked", moment)
        due += timedelta(minutes=minutes, seconds=1)
        self.hass.data["looked"] = due
        await self.pass_time(seconds=(due - moment).total_seconds())
        await self.settled()

    async def make(self, name: str, **inputs: Any) -> None:
        """Make a script of a blueprint, with the risk acknowledged."""
        given = {"gateway": self.entry.entry_id, "risk_acknowledged": True}
        given |= INPUTS[name] | inputs
        path = f"{DOMAIN}/{name}"
        script = {"try": {"use_blueprint": {"path": path, "input": given}}}
        assert await async_setup_component(self.hass, SCRIPT, {SCRIPT: script})
        await self.hass.async_block_till_done()
        state = self.state("script.try").state
        assert state == "off", "Home Assistant refuses the script"

    async def run(self, context: Context | None = None, /, **fields: Any) -> Any:
        """Run the script and return its response."""
        return await self.hass.services.async_call(
            SCRIPT, "try", fields, blocking=True, context=context, return_response=True
        )

    async def make_and_run(self, name: str, **inputs: Any) -> Any:
        """Make a script and run it as a usual call does."""
        await self.make(name, **inputs)
        return await self.run(**FIELDS[name])

    def change(self, name: str, old: str, new: str) -> None:
        """Change the copy of a blueprint, to make it wait less."""
        (file,) = Path(self.hass.config.path("blueprints")).rglob(name)
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    async def automate(self, name: str, **inputs: Any) -> None:
        """Make an automation of a blueprint, in place of one that is there."""
        await long_before_a_pattern()
        given = {"gateway": self.entry.entry_id} | inputs
        use = {"path": f"{DOMAIN}/{name}", "input": given}
        automation = {"id": "try", "alias": "try", "use_blueprint": use}
        if self.hass.services.has_service(AUTOMATION, "reload"):
            for wanted in ([], [automation]):
                self._configure({AUTOMATION: wanted})
                await self.hass.services.async_call(AUTOMATION, "reload", blocking=True)
                # It doesn't come back with what the one before it has done.
                restore_state.async_get(self.hass).last_states.clear()
        else:
            config = {AUTOMATION: [automation]}
            assert await async_setup_component(self.hass, AUTOMATION, config)
        await self.settled()
        state = self.state("automation.try").state
        assert state == "on", "Home Assistant refuses the automation"

    async def show(self, *sensors: dict[str, Any]) -> None:
        """Make the sensors that stand in the owner's configuration.yaml."""
        await long_before_a_pattern()
        self._configure({TEMPLATE: sensors})
        if self.hass.services.has_service(TEMPLATE, "reload"):
            await self.hass.services.async_call(TEMPLATE, "reload", blocking=True)
        else:
            config = {TEMPLATE: list(sensors)}
            assert await async_setup_component(self.hass, TEMPLATE, config)
        await self.settled()

    def _configure(self, config: dict[str, Any]) -> None:
        """Write the owner's configuration.yaml."""
        file = Path(self.hass.config.path("configuration.yaml"))
        file.write_text(json.dumps(config))

    def sensor(self, name: str, endpoint: Any, select: str, **inputs: Any) -> Any:
        """Return a sensor of the blueprint, as it stands in the configuration."""
        given = {"gateway": self.entry.entry_id, "endpoint": endpoint, "select": select}
        use = {"path": f"{DOMAIN}/value_sensor.yaml", "input": given | inputs}
        return {"use_blueprint": use, "name": name, "unique_id": name}

    def state(self, entity_id: str) -> State:
        """Return the state of an entity that is there."""
        state = self.hass.states.get(entity_id)
        assert state is not None
        return state

    async def pass_time(self, **given: float) -> None:
        """Let time pass for what waits; `pass_time(minutes=10)`.

        Templates don't notice it, and each call starts from now. The limit of a
        request that is under way would be over, too, so its end is waited for.
        """
        with suppress(TimeoutError):
            await self.quiet(turns=12, seconds=2)
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(**given))

    async def trigger(self) -> None:
        """Have the automation triggered; its conditions count."""
        await self.hass.services.async_call(
            AUTOMATION,
            "trigger",
            {"entity_id": "automation.try", "skip_condition": False},
            blocking=True,
        )
        await self.settled()

    async def home_assistant_starts(self) -> None:
        """End the start of Home Assistant that a test has begun."""
        await self.hass.async_start()
        await self.settled()

    async def turn_off(self) -> None:
        """Take all triggers away, and end what automations do."""
        if self.hass.services.has_service(AUTOMATION, "turn_off"):
            await self.hass.services.async_call(
                AUTOMATION, "turn_off", {"entity_id": "all"}, blocking=True
            )
        if self.hass.services.has_service(TEMPLATE, "reload"):
            self._configure({TEMPLATE: []})
            await self.hass.services.async_call(TEMPLATE, "reload", blocking=True)

    async def start(self) -> None:
        """Have the automation triggered, and don't wait for its end."""
        await self.hass.services.async_call(
            AUTOMATION,
            "trigger",
            {"entity_id": "automation.try", "skip_condition": False},
        )

    until = staticmethod(until)

    async def quiet(self, *, turns: int = 50, seconds: float = 20) -> None:
        """Wait until nothing has been under way for some turns of the event loop.

        Turns, not seconds: from a reply to what an automation makes of it, or to the
        next request, are about ten of them, on any machine.
        """
        passed = 0
        async with asyncio.timeout(seconds):
            while passed < turns:
                await asyncio.sleep(0.005)
                passed = 0 if self.gateway.journal.in_flight else passed + 1

    @property
    def runs(self) -> int:
        """Return how many runs of the automation are under way."""
        found: int = self.state("automation.try").attributes["current"]
        return found

    async def settled(self) -> None:
        """Wait until everything that runs is done, or waits for its time."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def read(self, endpoint: str) -> Any:
        """Return what the gateway shows now."""
        reply = await self.hass.services.async_call(
            DOMAIN,
            "read_data",
            {"config_entry_id": self.entry.entry_id, "endpoint": endpoint},
            blocking=True,
            return_response=True,
        )
        assert reply is not None
        return reply[endpoint]

    def sent(self) -> list[tuple[str, str, Any]]:
        """Return the writes that the gateway received: method, endpoint, body."""
        return [
            (request.method, request.target, request.json())
            for request in self.gateway.journal.writes
        ]
