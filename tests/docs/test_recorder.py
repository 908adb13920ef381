"""Home Assistant records calls with their data, and how that is turned off."""

import json
from typing import Any

from homeassistant.components.recorder import CONFIG_SCHEMA
from homeassistant.components.recorder.db_schema import EventData
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance, session_scope
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from gateway_simulator import GatewaySimulator

from .home_assistant import ACTION, entry_of
from .pages import CONFIGURATION, ROOT, blocks

SECRET = "password of the wifi"

(SHOWN,) = (
    block for block in blocks(ROOT / "docs/privacy.md") if block.note == CONFIGURATION
)


@pytest.fixture
def recorder_config(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the configuration of the recorder, checked as Home Assistant does it."""
    config: dict[str, Any] = CONFIG_SCHEMA(request.param)["recorder"]
    return config


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Have the recorder ready before Home Assistant starts."""


@pytest.mark.parametrize(
    ("recorder_config", "recorded"),
    [({"recorder": {}}, True), (parse_yaml(SHOWN.text), False)],
    indirect=["recorder_config"],
    ids=["as it comes", "as the page shows"],
)
@pytest.mark.usefixtures("recorder_mock")
async def test_data_of_calls(hass: HomeAssistant, *, recorded: bool) -> None:
    """The data of a call is in the database, unless `call_service` is left out."""
    async with GatewaySimulator("8.2") as gateway:
        entry_id = await entry_of(hass, gateway)
        await hass.services.async_call(
            ACTION,
            "send_data",
            {
                "config_entry_id": entry_id,
                "endpoint": "/ivp/ensemble/relay",
                "method": "POST",
                "data": {"password": SECRET},
                "risk_acknowledged": True,
                "test_mode": True,
            },
            blocking=True,
            return_response=True,
        )
        hass.bus.async_fire("any_other")
        await async_wait_recording_done(hass)
        found = await get_instance(hass).async_add_executor_job(_all_data, hass)
    assert (SECRET in json.dumps(found)) == recorded


def _all_data(hass: HomeAssistant) -> list[str | None]:
    """Return the data of every event that was recorded."""
    with session_scope(hass=hass, read_only=True) as session:
        return [row.shared_data for row in session.query(EventData)]
