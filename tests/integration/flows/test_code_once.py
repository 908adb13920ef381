"""A code that was taken is not wanted again, whatever the gateway says then."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import CloudSimulator, GatewaySimulator, faults
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    CHECK,
    EMAIL,
    INVERTERS,
    entry_data,
    load,
    make_entry,
    read,
    set_up,
)
from ..repair import Repair, issues
from .codes import CODE, LOGIN, SEND, ask, enter, factor, given

SESSIONS = faults.Fixed(401, '{"error": "Too many open sessions"}')

TROUBLES = {
    "too many sessions": (SESSIONS, "too_many_sessions"),
    "too many sessions, as busy": (
        faults.Fixed(503, "Too many sessions, please log out"),
        "too_many_sessions",
    ),
    "busy": (faults.busy(), "busy"),
    "away": (faults.DropBeforeReply(), "cannot_connect_lost"),
    "half a reply": (faults.Truncate(), "cannot_connect_lost"),
}


def asked_once(cloud: CloudSimulator) -> None:
    """Fail unless there was one login, one code that was sent, and one entered."""
    found = [cloud.journal.count(path=path) for path in (LOGIN, SEND, CODE)]
    assert found == [1, 1, 1]


@pytest.mark.parametrize("name", TROUBLES)
async def test_adding(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, name: str
) -> None:
    """The form stays, says why, and goes on without a code once that has passed."""
    fault, key = TROUBLES[name]
    dialog = await ask(hass, gateway, cloud)
    rule = gateway.faults.add(CHECK, fault)
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.result["step_id"] == "code"
    assert dialog.errors == {"base": key}
    # Trying again is no mistake either.
    await enter(dialog)
    assert dialog.errors == {"base": key}
    gateway.faults.remove(rule)
    result = await enter(dialog)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert await read(hass, result["result"], INVERTERS)
    asked_once(cloud)


async def test_logging_in_again(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The same in the form for a dead token."""
    cloud.add(factor())
    token = gateway.token(lifetime=timedelta(seconds=-60))
    data = entry_data(gateway, token=token, second_factor=True)
    entry = await set_up(hass, make_entry(hass, gateway, data))
    dialog = await Dialog.under_way(hass)
    await dialog.submit(**given(gateway))
    rule = gateway.faults.add(CHECK, SESSIONS)
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.errors == {"base": "too_many_sessions"}
    assert "Login and account are fine" in dialog.complaint
    gateway.faults.remove(rule)
    result = await enter(dialog)
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED
    asked_once(cloud)


@over_http
async def test_the_repair(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    """The same in the repair."""
    cloud.add(factor())
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    issued_at = dt_util.utcnow() - timedelta(days=340)
    token = gateway.token(issued_at=issued_at)
    entry = await load(hass, gateway, token=token, second_factor=True)
    repair = await Repair.begin(hass, client, "code_wanted")
    await repair.submit(username=EMAIL, use_manual_token=False)
    rule = gateway.faults.add(CHECK, SESSIONS)
    fields: dict[str, Any] = {"new_code": False, "forget_password": False}
    await repair.submit(code=cloud.second_factor.newest, **fields)
    assert repair.step["step_id"] == "code"
    assert "too many sessions" in repair.errors["base"]
    gateway.faults.remove(rule)
    step = await repair.submit(code="", **fields)
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.data["token"] != token
    asked_once(cloud)
