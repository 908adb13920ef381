"""Home Assistant with many gateways, and the ways to read all of them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..common import DOMAIN, Call, add_gateway, running_home
from ..gateway import Gateway, Page

ONE = "read_data, one gateway"
ALL = "read_data, all"
REST_COMMAND = "rest_command in parallel"

PAGE = Page(size=12_000, wait=50)


class Site:
    """Gateways in Home Assistant."""

    def __init__(self, hass: HomeAssistant, gateways: Sequence[Gateway]) -> None:
        """Compare on these."""
        self.hass = hass
        self.gateways = gateways

    async def add(self) -> None:
        """Add the gateways, and a script for each way to read them."""
        entries = [await add_gateway(self.hass, gateway) for gateway in self.gateways]
        scripts = {
            "one": _script(_reads(entries[0].entry_id)),
            "all": _script(_reads("all")),
            "commands": _script(
                {
                    "parallel": [
                        {"action": f"rest_command.{name}", "response_variable": name}
                        for name in _commands(self.gateways)
                    ]
                }
            ),
        }
        if not await async_setup_component(self.hass, "script", {"script": scripts}):
            raise RuntimeError("The scripts were not set up")

    async def read_all(self, **fields: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the reply to a call for all gateways."""
        data = {"config_entry_id": "all", "endpoint": PAGE.endpoint(), **fields}
        return await self.hass.services.async_call(
            DOMAIN, "read_data", data, blocking=True, return_response=True
        )

    def ways(self) -> Mapping[str, Call]:
        """Return the ways to read, each a script as an owner would write it."""
        names = {ONE: "one", ALL: "all", REST_COMMAND: "commands"}
        return {way: self._runs(name) for way, name in names.items()}

    def _runs(self, name: str) -> Call:
        """Return a call of a script."""
        return lambda: self.hass.services.async_call("script", name, {}, blocking=True)


def _reads(entry_id: str) -> dict[str, Any]:
    """Return a step that reads one gateway, or all."""
    return {
        "action": f"{DOMAIN}.read_data",
        "data": {"config_entry_id": entry_id, "endpoint": PAGE.endpoint()},
        "response_variable": "reply",
    }


def _script(step: dict[str, Any]) -> dict[str, Any]:
    """Return a script with one step."""
    return {"sequence": [step]}


def _commands(gateways: Sequence[Gateway]) -> dict[str, dict[str, Any]]:
    """Return a `rest_command` for each gateway."""
    return {
        f"gateway_{number}": gateway.rest_command(PAGE.endpoint())
        for number, gateway in enumerate(gateways)
    }


@asynccontextmanager
async def running_site(gateways: Sequence[Gateway]) -> AsyncIterator[Site]:
    """Start Home Assistant, which doesn't have the gateways yet."""
    async with running_home(_commands(gateways)) as hass:
        yield Site(hass, gateways)
