"""Half of a character in a form: a client that cuts an emoji in two sends one.

Home Assistant's own pages don't, and its web server takes none; but forms have other
callers, too.
"""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.json import json_bytes
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import EMAIL, PASSWORD, entry_data, make_entry, reauths, set_up

_HALF = "\ud83d"


@pytest.mark.parametrize("field", ["username", "password"])
async def test_account(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, field: str
) -> None:
    """It is nobody's login: that is told, and the cloud isn't asked."""
    login = {"username": EMAIL, "password": PASSWORD}
    given = {"host": gateway.host, "use_manual_token": False, **login}
    dialog = await Dialog.add(hass)
    await dialog.submit(**given | {field: login[field] + _HALF})
    assert dialog.errors == {"password": "login_unwritable"}
    assert "nothing was sent" in dialog.complaint
    assert not cloud.journal.requests
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
@pytest.mark.parametrize("field", ["username", "password"])
async def test_local_user(
    hass: HomeAssistant, gateway: GatewaySimulator, field: str
) -> None:
    """The same on firmware before 7: nothing is asked by such a login."""
    login = {"username": "envoy", "password": gateway.passwords["envoy"]}
    given = {"host": gateway.host, "use_manual_token": False, **login}
    dialog = await Dialog.add(hass)
    await dialog.submit(**given | {field: login[field] + _HALF})
    assert dialog.errors == {"password": "login_unwritable"}
    assert {request.path for request in gateway.journal.requests} == {"/info"}
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_host(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """No host has it either."""
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, use_manual_token=True)
    await dialog.submit(
        host=f"{_HALF}{gateway.host}", token=gateway.token(), use_manual_token=True
    )
    assert dialog.errors == {"host": "host_not_a_host"}
    assert not gateway.journal.requests


async def test_stored(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An entry that has it from elsewhere asks for another login."""
    data = entry_data(gateway, token="", password=f"{PASSWORD}{_HALF}")
    entry = make_entry(hass, gateway, data)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "login_unwritable"
    assert len(reauths(hass)) == 1
    assert not cloud.journal.requests
    assert json_bytes(entry.error_reason_translation_placeholders)
