"""The actions over the websocket and REST, as a dashboard and other programs call."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from gateway_simulator import GatewaySimulator, faults
from tests.writes.support import over_http

from ..helpers import DOMAIN, INVERTERS, TARIFF, load, make_entry, set_up, whole

pytestmark = over_http

_LONG = "12345678901234567890123"


async def _call(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    service: str = "read_data",
    **fields: Any,
) -> Any:
    """Call an action as the frontend does and return the whole message."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": DOMAIN,
            "service": service,
            "service_data": fields,
            "return_response": True,
        }
    )
    return await client.receive_json()


async def test_reply(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """The reply comes whole over the websocket."""
    entry = await load(hass, gateway)
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint=INVERTERS
    )
    assert message["success"]
    inverters = message["result"]["response"][INVERTERS]
    assert inverters == gateway.device.documents[INVERTERS]


async def test_long_integers(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """An integer beyond 64 bits comes as a string, any other as a number."""
    entry = await load(hass, gateway)
    body = f'{{"a": {2**64}, "b": {2**64 - 1}, "c": {-(2**63)}, "d": {-(2**63) - 1}}}'
    gateway.faults.add("/home", faults.Fixed(200, body))
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint="/home"
    )
    assert message["success"]
    assert message["result"]["response"]["/home"] == {
        "a": str(2**64),
        "b": 2**64 - 1,
        "c": -(2**63),
        "d": str(-(2**63) - 1),
    }


@pytest.mark.parametrize(
    ("body", "success"),
    [
        ("[" * depth + inside + "]" * depth, depth <= 200)
        for depth in (150, 200, 260, 5000)
        for inside in ("", _LONG)
    ],
    ids=lambda value: str(len(value)) if isinstance(value, str) else None,
)
async def test_deep_reply(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_ws_client: WebSocketGenerator,
    body: str,
    success: bool,
) -> None:
    """A reply that is too deep for the websocket is an error with a reason."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(200, body))
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint="/home"
    )
    assert message["success"] is success, message
    if not success:
        error = message["error"]
        assert error["translation_key"] == "unusable_reply_too_deep"
        assert "nested deeper" in error["message"]


async def test_odd_text(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """Half a surrogate pair in a reply doesn't break the connection."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(200, '{"a": "\\ud800"}'))
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint="/home"
    )
    assert message["success"]


async def test_errors(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """A dashboard gets the words, the key and what to fill in."""
    entry = await load(hass, gateway)
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint="home"
    )
    error = message["error"]
    assert error["code"] == "service_validation_error"
    assert error["translation_domain"] == DOMAIN
    assert error["translation_key"] == "endpoint_no_leading_slash"
    assert "has to start with a slash" in whole(error["message"])

    gateway.faults.add("/home", faults.Fixed(404, "nope"))
    message = await _call(
        hass, hass_ws_client, config_entry_id=entry.entry_id, endpoint="/home"
    )
    error = message["error"]
    assert error["code"] == "home_assistant_error"
    assert error["translation_key"] == "refused_not_here"
    assert error["translation_placeholders"]["status"] == "404"
    assert "nope" in whole(error["message"])


async def test_gateway_is_off(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """A dashboard learns which gateway is off, and why."""
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway))
    message = await _call(
        hass,
        hass_ws_client,
        "send_data",
        config_entry_id=entry.entry_id,
        endpoint=TARIFF,
        method="PUT",
        data={},
        risk_acknowledged=True,
    )
    assert entry.title in message["error"]["message"]
    assert "can't be reached" in message["error"]["message"]


async def test_rest(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """Other programs get the reply over REST."""
    assert await async_setup_component(hass, "api", {})
    entry = await load(hass, gateway)
    client = await hass_client()
    address = f"/api/services/{DOMAIN}/read_data?return_response"
    fields = {"config_entry_id": entry.entry_id, "endpoint": INVERTERS}
    response = await client.post(address, json=fields)
    assert response.status == 200
    reply = (await response.json())["service_response"]
    assert reply[INVERTERS] == gateway.device.documents[INVERTERS]


async def test_all_actions_are_described(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_ws_client: WebSocketGenerator
) -> None:
    """The frontend gets each action with its fields, and whether it has to reply."""
    await load(hass, gateway)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "get_services"})
    services = (await client.receive_json())["result"][DOMAIN]
    assert {name: service["response"] for name, service in services.items()} == {
        "list_endpoints": {"optional": False},
        "list_writes": {"optional": False},
        "read_data": {"optional": True},
        "record_gateway": {"optional": False},
        "restore_data": {"optional": True},
        "send_data": {"optional": True},
        "send_rehearsed": {"optional": True},
    }
    for name in ("read_data", "restore_data", "send_data"):
        assert {"config_entry_id", "endpoint"} <= services[name]["fields"].keys()
