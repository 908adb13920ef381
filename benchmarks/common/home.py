"""A real Home Assistant core in this process, without what would only add noise.

It is made by the steps of Home Assistant's own bootstrap: registries, config
entries, integrations set up by name, start. What is left out is the rest of a
default installation (frontend, recorder, web server): its timers and its
database would run in between and measure themselves.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
import logging
import tempfile
from typing import Any, Protocol

from homeassistant import bootstrap, loader
from homeassistant.config_entries import ConfigEntries, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.setup import async_setup_component

DOMAIN = "enphase_envoy_raw_data"

_CORE = {"name": "Benchmark", "time_zone": "UTC", "country": "NL", "currency": "EUR"}


@asynccontextmanager
async def running_home(
    commands: Mapping[str, Mapping[str, Any]],
) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant with these `rest_command`s and stop it in the end."""
    logging.getLogger().setLevel(logging.WARNING)
    # It warns that a custom integration is in use, which is why we are here.
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    config = {"homeassistant": _CORE, "rest_command": commands}
    with tempfile.TemporaryDirectory(
        prefix="benchmark-", ignore_cleanup_errors=True
    ) as folder:
        hass = HomeAssistant(folder)
        loader.async_setup(hass)
        hass.config.skip_pip = True
        hass.config_entries = ConfigEntries(hass, config)
        try:
            if not await bootstrap.async_load_base_functionality(hass):
                raise RuntimeError("Home Assistant has not come up")
            await async_process_ha_core_config(hass, _CORE)
            for name in ("network", "rest_command", DOMAIN):
                if not await async_setup_component(hass, name, config):
                    raise RuntimeError(f"{name} was not set up")
            await hass.async_start()
            await hass.async_block_till_done()
            yield hass
        finally:
            await hass.async_stop(force=True)


class Reachable(Protocol):
    """A gateway that can be added."""

    @property
    def host(self) -> str:
        """Return its address."""

    @property
    def token(self) -> str:
        """Return a token for it."""


async def add_gateway(hass: HomeAssistant, gateway: Reachable) -> ConfigEntry[Any]:
    """Add the gateway by the integration's own form."""
    flow = hass.config_entries.flow
    form = await flow.async_init(DOMAIN, context={"source": "user"})
    if form["type"] == "menu":
        # Earlier builds can't add a recording, and begin with the form.
        enter = {"next_step_id": "enter"}
        form = await flow.async_configure(form["flow_id"], enter)
    entered = {
        "host": gateway.host,
        "token": gateway.token,
        "use_manual_token": True,
    }
    result = await flow.async_configure(form["flow_id"], entered)
    if result["type"] == "menu":
        # It shows what stands in the token.
        step = {"next_step_id": "use_token"}
        result = await flow.async_configure(form["flow_id"], step)
    if result["type"] != "create_entry":
        raise RuntimeError(f"The form answered {result.get('errors')}")
    await hass.async_block_till_done()
    return result["result"]


async def add_recording(hass: HomeAssistant, name: str) -> ConfigEntry[Any]:
    """Add a recording that is kept, by the integration's own form."""
    flow = hass.config_entries.flow
    form = await flow.async_init(DOMAIN, context={"source": "user"})
    form = await flow.async_configure(form["flow_id"], {"next_step_id": "practise"})
    result = await flow.async_configure(form["flow_id"], {"recording": name})
    if result["type"] != "create_entry":
        raise RuntimeError(f"The form answered {result.get('errors')}")
    await hass.async_block_till_done()
    return result["result"]
