"""A code can be entered wherever a login can, and installers are told everywhere."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    EMAIL,
    INVERTERS,
    PASSWORD,
    TEXTS,
    by_hand,
    load,
    read,
    refusal,
    unique_id_of,
)
from ..repair import Repair, issues
from .codes import CODE, SEND, enter, factor, given

pytestmark = over_http

FIELDS = {"new_code": False, "forget_password": False}
LOGIN = {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}


@pytest.fixture
def codes(cloud: CloudSimulator) -> CloudSimulator:
    """Return a cloud whose account has a second factor."""
    cloud.add(factor())
    return cloud


async def test_taken_over(
    hass: HomeAssistant, gateway: GatewaySimulator, codes: CloudSimulator
) -> None:
    """The login that the other integration has asks for a code right away."""
    login = {"host": gateway.host, "username": EMAIL, "password": PASSWORD}
    MockConfigEntry(
        domain="enphase_envoy",
        data={**login, "name": "Envoy", "token": gateway.token()},
        title="Envoy",
        unique_id=gateway.serial,
    ).add_to_hass(hass)
    dialog = await Dialog.add(hass)
    await dialog.choose("take_over")
    assert dialog.result["step_id"] == "code"
    result = await enter(dialog, codes.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["second_factor"] is True


@pytest.mark.parametrize("key", ["token_ending", "token_expired", "role_lost"])
async def test_repairs(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    client: Any,
    key: str,
) -> None:
    """Each repair that takes a login takes a code."""
    now = dt_util.utcnow()
    lost = key == "role_lost"
    days = {"token_ending": 340, "token_expired": 366}.get(key, 0)
    token = gateway.token(issued_at=now - timedelta(days=days))
    data: dict[str, Any] = {"token": token}
    if lost:
        data["lost_role"] = "installer"
        codes.add(factor("installer"))
    else:
        data |= by_hand(gateway, token=token)
    # Its own clock lets the gateway take a token that is over by ours.
    gateway.clock_offset = timedelta(days=-10)
    entry = await load(hass, gateway, **data)
    gateway.clock_offset = timedelta()
    repair = await Repair.begin(hass, client, key)
    if lost:
        await repair.choose("login")
    if repair.step["step_id"] == "token":
        await repair.submit(use_manual_token=False)
    await repair.submit(**LOGIN)
    assert repair.step["step_id"] == "code"
    assert "six digits" in repair.description
    step = await repair.submit(code=codes.second_factor.newest, **FIELDS)
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.data["second_factor"] is True
    assert entry.data["token"] != token
    assert "lost_role" not in entry.data
    assert await read(hass, entry, INVERTERS)
    assert [codes.journal.count(path=path) for path in (SEND, CODE)] == [1, 1]


async def test_another_gateway(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """The repair for an exchanged gateway asks for a code with the stored login."""
    entry = await load(hass, gateway, second_factor=True)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "host": new.host})
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    repair = await Repair.begin(hass, client, "wrong_gateway")
    await repair.submit(host=new.host, exchanged=True)
    assert repair.step["step_id"] == "code"
    step = await repair.submit(code=codes.second_factor.newest, **FIELDS)
    assert step["type"] == "create_entry"
    assert entry.unique_id == unique_id_of(new)
    assert entry.data["second_factor"] is True
    assert await read(hass, entry, INVERTERS)


async def test_reconfigured_for_another_gateway(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    new: GatewaySimulator,
) -> None:
    """So does the form that changes the address."""
    entry = await load(hass, gateway, second_factor=True)
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(**given(new))
    assert dialog.errors == {"host": "wrong_gateway"}
    assert codes.journal.requests == []
    await dialog.submit(**given(new, exchanged=True, password=""))
    assert dialog.result["step_id"] == "code"
    result = await enter(dialog, codes.second_factor.newest)
    assert result["reason"] == "reconfigure_successful"
    assert entry.unique_id == unique_id_of(new)


async def test_calls_ask_for_no_code(
    hass: HomeAssistant, gateway: GatewaySimulator, codes: CloudSimulator
) -> None:
    """Calls with a dead token say what is wanted, and have no code sent."""
    token = gateway.token(lifetime=timedelta(seconds=30))
    entry = await load(hass, gateway, second_factor=True, token=token)
    # Clocks may differ by some minutes.
    gateway.advance(600)
    for _ in range(5):
        await refusal(read(hass, entry, INVERTERS), "multi_factor")
    assert codes.journal.requests == []


def _forms(texts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each form that asks for a password, by its place."""
    yield from texts["config"]["step"].items()
    for key, issue in texts["issues"].items():
        for step, form in issue.get("fix_flow", {}).get("step", {}).items():
            yield f"{key}.{step}", form


def test_installers_are_told_before() -> None:
    """Each form with a field for a password says what codes mean to an installer."""
    asked = [
        (place, form)
        for place, form in _forms(TEXTS)
        if "password" in form.get("data", {})
    ]
    assert len(asked) >= 8
    for place, form in asked:
        told = form["data_description"]["use_manual_token"]
        assert "can't work unattended" in told, place
        assert "12 hours" in told, place
        assert form["data"]["use_manual_token"] == "Log in with a token instead", place
