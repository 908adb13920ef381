"""The action `send_data`, where it is right to send."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
import voluptuous as vol

from gateway_simulator import GatewaySimulator, faults

from ..helpers import DOMAIN, TARIFF, call, load, read, refusal, send, whole

DPEL = "/ivp/ss/dpel"
SCAN = "/ivp/peb/newscan"
SLEEP = "/admin/lib/acb_config"
SETTINGS = "/ivp/ss/gen_schedule"


async def test_write_and_read_back(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A write changes what a later read shows, and its reply comes back."""
    entry = await load(hass, gateway)
    tariff = (await read(hass, entry, TARIFF))["tariff"]
    tariff["currency"] = {"code": "CHF"}
    reply = await send(hass, entry, TARIFF, data={"tariff": tariff})
    assert reply["tariff"]["currency"] == {"code": "CHF"}
    assert await read(hass, entry, TARIFF) == reply


async def test_request_looks_like_pyenphase(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """One request with the token and the bytes that pyenphase would send."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    await send(
        hass, entry, DPEL, method="POST", data={"dynamic_pel_settings": {"ü": None}}
    )
    (request,) = gateway.journal.requests
    assert (request.method, request.target) == ("POST", DPEL)
    assert request.body == '{"dynamic_pel_settings":{"ü":null}}'.encode()
    assert request.headers["Authorization"] == f"Bearer {entry.data['token']}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Content-Length"] == str(len(request.body))
    assert "Cookie" not in request.headers


DATA: dict[str, tuple[Any, bytes]] = {
    "object": (
        {"a": {"b": [1, 2.5, True, None, "x"]}},
        b'{"a":{"b":[1,2.5,true,null,"x"]}}',
    ),
    "list": ([{"eid": 1}, {"eid": 2}], b'[{"eid":1},{"eid":2}]'),
    "text": ('{ "a" : [ 1 ] }', b'{"a":[1]}'),
    "text_list": ("[1, 2]", b"[1,2]"),
    "empty_object": ({}, b"{}"),
    "empty_list": ([], b"[]"),
    "empty_object_text": ("{}", b"{}"),
    "empty_list_text": (" [] ", b"[]"),
    "big_integer": ({"a": 2**70}, b'{"a":1180591620717411303424}'),
    "text_in_it": ({"a": "None", "b": "{}"}, b'{"a":"None","b":"{}"}'),
}


@pytest.mark.parametrize("kind", DATA)
async def test_data(hass: HomeAssistant, gateway: GatewaySimulator, kind: str) -> None:
    """Objects, lists and JSON text arrive as JSON; nothing empty becomes a GET."""
    data, body = DATA[kind]
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, "{}"))
    await send(hass, entry, SETTINGS, method="POST", data=data)
    (request,) = gateway.journal.requests
    assert (request.method, request.target, request.body) == ("POST", SETTINGS, body)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "put", " Delete "])
async def test_method(
    hass: HomeAssistant, gateway: GatewaySimulator, method: str
) -> None:
    """Each method that writes is sent, however it is spelled."""
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Fixed(200, '{"ok": true}'))
    assert await send(hass, entry, SCAN, method=method, data={"a": 1}) == {"ok": True}
    assert gateway.journal.requests[-1].method == method.strip().upper()


async def test_delete_without_data(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """DELETE works without data and sends no body then."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    reply = await send(hass, entry, SCAN, method="DELETE")
    (request,) = gateway.journal.requests
    assert (request.method, request.body) == ("DELETE", b"")
    assert request.applied
    assert reply == await read(hass, entry, SCAN)


async def test_delete_with_data(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """DELETE sends data if there is some."""
    entry = await load(hass, gateway)
    await send(
        hass, entry, SLEEP, method="DELETE", data={"acb_sleep": [{"serial_num": "1"}]}
    )
    assert gateway.journal.requests[-1].json() == {"acb_sleep": [{"serial_num": "1"}]}


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"a": None}, {"a": None}),
        ("[1]", [1]),
        ({}, {}),
    ],
)
async def test_test_mode(
    hass: HomeAssistant, gateway: GatewaySimulator, data: Any, shown: Any
) -> None:
    """In test mode nothing is sent, and the reply is what would have been."""
    entry = await load(hass, gateway)
    assert await send(hass, entry, SETTINGS, data=data, test_mode=True) == shown
    assert gateway.journal.requests == []


async def test_test_mode_without_data(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Test mode shows that a DELETE would have no data."""
    entry = await load(hass, gateway)
    assert await send(hass, entry, SCAN, method="DELETE", test_mode=True) is None
    assert gateway.journal.requests == []


@pytest.mark.parametrize("test_mode", [True, False])
@pytest.mark.parametrize("risk", [{}, {"risk_acknowledged": False}])
async def test_risk(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    test_mode: bool,
    risk: dict[str, bool],
) -> None:
    """Without the risk acknowledged nothing happens, in test mode either."""
    entry = await load(hass, gateway)
    text = await refusal(
        call(
            hass,
            "send_data",
            config_entry_id=entry.entry_id,
            endpoint=TARIFF,
            method="PUT",
            data={"tariff": {}},
            test_mode=test_mode,
            **risk,
        ),
        "risk_not_acknowledged",
        callers_mistake=True,
    )
    assert "risk_acknowledged" in text
    assert gateway.journal.requests == []


async def test_test_mode_is_off_unless_set(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A call without the field sends, as with version 2.x."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    await call(
        hass,
        "send_data",
        config_entry_id=entry.entry_id,
        endpoint=SCAN,
        method="PUT",
        data={},
        risk_acknowledged=True,
    )
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize("test_mode", [True, False])
async def test_without_a_reply(
    hass: HomeAssistant, gateway: GatewaySimulator, test_mode: bool
) -> None:
    """A call that wants no reply gets none; the write is made all the same."""
    entry = await load(hass, gateway)
    reply = await hass.services.async_call(
        DOMAIN,
        "send_data",
        {
            "config_entry_id": entry.entry_id,
            "endpoint": SETTINGS,
            "method": "POST",
            "data": {"enable": True},
            "risk_acknowledged": True,
            "test_mode": test_mode,
        },
        blocking=True,
    )
    assert reply is None
    assert len(gateway.journal.writes) == (0 if test_mode else 1)


@pytest.mark.parametrize(
    ("page", "value"),
    [
        (faults.Fixed(200), ""),
        (faults.Fixed(204), ""),
        (faults.Fixed(201, '{"a": 1}'), {"a": 1}),
        (
            faults.Fixed(200, "<b>Saved</b>", {"Content-Type": "text/html"}),
            "<b>Saved</b>",
        ),
    ],
)
async def test_reply(
    hass: HomeAssistant, gateway: GatewaySimulator, page: faults.Fixed, value: Any
) -> None:
    """Any 2xx is a success, and its reply comes as with `read_data`."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, page)
    assert await send(hass, entry, SETTINGS, method="POST", data={}) == value


@pytest.mark.parametrize("body", [b"\x00\x01\x02", b"[" * 400 + b"]" * 400])
async def test_unusable_reply_of_a_write(
    hass: HomeAssistant, gateway: GatewaySimulator, body: bytes
) -> None:
    """A write that succeeded is no error, even if its reply can't be handed on."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, body))
    reply = await send(hass, entry, SETTINGS, method="POST", data={})
    assert isinstance(reply, str)


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_digest(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Firmware before 7 is written to with its local login."""
    entry = await load(hass, gateway)
    tariff = (await read(hass, entry, TARIFF))["tariff"]
    tariff["currency"] = {"code": "CHF"}
    await send(hass, entry, TARIFF, data={"tariff": tariff})
    assert (await read(hass, entry, TARIFF))["tariff"]["currency"] == {"code": "CHF"}
    assert [request.applied for request in gateway.journal.writes].count(True) == 1


@pytest.mark.parametrize("missing", ["endpoint", "method"])
async def test_missing_field(
    hass: HomeAssistant, gateway: GatewaySimulator, missing: str
) -> None:
    """A call without a required field is refused before anything is sent."""
    entry = await load(hass, gateway)
    fields = {
        "config_entry_id": entry.entry_id,
        "endpoint": TARIFF,
        "method": "PUT",
        "data": {},
        "risk_acknowledged": True,
    }
    del fields[missing]
    with pytest.raises(vol.Invalid):
        await call(hass, "send_data", **fields)
    assert gateway.journal.requests == []


async def test_unreadable_after_a_write(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A write that can't be read back says why, in whole words."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(404, "gone"), method="GET")
    reply = await call(
        hass,
        "send_data",
        config_entry_id=entry.entry_id,
        endpoint=SETTINGS,
        method="POST",
        data={"enable": True},
        risk_acknowledged=True,
        verify="on",
        verify_seconds=0,
    )
    assert reply["verification"]["verified"] is False
    assert SETTINGS in whole(reply["verification"]["reason"])
