"""A secret that a caller sends: what Home Assistant keeps of it, and what we do."""

import logging

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import load
from tests.writes.support import hear

SECRET = "Wi-Fi-Horse-77"
OURS = ("custom_components", "pyenphase", "aiohttp")


@pytest.mark.parametrize("works", [True, False])
async def test_what_a_caller_sends(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    caplog: pytest.LogCaptureFixture,
    *,
    works: bool,
) -> None:
    """Ours are log, events and diagnostics: it is in none of them.

    Home Assistant's are its own log of calls and the trace of the run.
    """
    entry = await load(hass, gateway)
    heard = hear(hass)
    step = {
        "action": "enphase_envoy_raw_data.send_data",
        "data": {
            "config_entry_id": entry.entry_id,
            "endpoint": "/ivp/ss/gen_schedule" if works else "/ivp/nothing",
            "method": "POST",
            "risk_acknowledged": True,
            "test_mode": False,
            "data": {"passphrase": SECRET},
        },
        "continue_on_error": True,
    }
    script = {"send": {"sequence": [step]}}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "send", {}, blocking=True)

    assert gateway.journal.writes[0].json() == {"passphrase": SECRET}
    assert len(heard) == 1
    assert SECRET not in str([event.data for event in heard])
    assert SECRET not in str(await async_get_config_entry_diagnostics(hass, entry))
    told = [record for record in caplog.records if SECRET in record.getMessage()]
    assert not [record for record in told if record.name.startswith(OURS)]
    assert not [record for record in told if record.levelno > logging.DEBUG]
    # So that this test would see it: Home Assistant tells all of a call.
    assert "homeassistant.core" in {record.name for record in told}
