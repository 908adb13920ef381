"""The action `read_data`, where the gateway answers."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.setup import async_setup_component
import pytest
import voluptuous as vol

from gateway_simulator import GatewaySimulator, faults

from ..helpers import DOMAIN, INVERTERS, TARIFF, call, load, read, send

ALL = ["3.9", "5.0", "7.6", "8.2", "8.3"]


async def test_actions_without_any_entry(hass: HomeAssistant) -> None:
    """They are there as soon as the integration is, and need not reply."""
    assert await async_setup_component(hass, DOMAIN, {})
    for action in ("read_data", "send_data"):
        assert (
            hass.services.supports_response(DOMAIN, action) is SupportsResponse.OPTIONAL
        )


@pytest.mark.parametrize("gateway", ALL, indirect=True)
async def test_json(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """JSON comes as it is, under the endpoint that was asked for."""
    entry = await load(hass, gateway)
    reply = await call(
        hass, "read_data", config_entry_id=entry.entry_id, endpoint=INVERTERS
    )
    assert list(reply) == [INVERTERS]
    assert reply[INVERTERS] == gateway.device.documents[INVERTERS]
    assert {"serialNumber", "lastReportWatts"} <= reply[INVERTERS][0].keys()
    assert gateway.journal.requests[-1].target == INVERTERS


@pytest.mark.parametrize("gateway", ALL, indirect=True)
async def test_xml(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A page that isn't JSON comes as text."""
    entry = await load(hass, gateway)
    page = await read(hass, entry, "/info")
    assert page.startswith("<?xml")
    assert f"<sn>{gateway.serial}</sn>" in page


async def test_request_looks_like_pyenphase(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """One GET with the token, no cookie, no body, and the query as it was written."""
    entry = await load(hass, gateway)
    endpoint = "/ivp/meters/readings?a=1&b=%20x&c[]=[2]&d=~!$'()*+,;:@/?"
    await read(hass, entry, endpoint)
    (request,) = gateway.journal.requests
    assert (request.method, request.target) == ("GET", endpoint)
    assert request.headers["Authorization"] == f"Bearer {entry.data['token']}"
    assert request.headers["Accept"] == "application/json"
    assert "Cookie" not in request.headers
    assert request.body == b""


TEXTS_AND_VALUES: dict[str, tuple[faults.Fixed, Any]] = {
    "empty": (faults.Fixed(200), ""),
    "null": (faults.Fixed(200, "null"), None),
    "number": (faults.Fixed(200, " 12 "), 12),
    "broken_json": (faults.Fixed(200, '{"a": '), '{"a": '),
    "nan": (faults.Fixed(200, '{"a": NaN}'), '{"a": NaN}'),
    "labelled": (
        faults.Fixed(
            200, "grün".encode("latin-1"), {"Content-Type": "text/x; charset=latin-1"}
        ),
        "grün",
    ),
    "xml_says": (
        faults.Fixed(
            200, '<?xml version="1.0" encoding="ISO-8859-1"?><a>ü</a>'.encode("latin-1")
        ),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>ü</a>',
    ),
    "guessed": (faults.Fixed(200, "grün".encode("cp1252")), "grün"),
    "byte_order_mark": (faults.Fixed(200, b'\xef\xbb\xbf{"a": 1}'), {"a": 1}),
    "wrong_label": (
        faults.Fixed(200, '{"a": 1}', {"Content-Type": "text/html"}),
        {"a": 1},
    ),
    "big_integer": (
        faults.Fixed(200, '{"a": 123456789012345678901234567890, "b": 1}'),
        {"a": "123456789012345678901234567890", "b": 1},
    ),
    "64_bits": (
        faults.Fixed(200, "[18446744073709551615, -9223372036854775808]"),
        [18446744073709551615, -9223372036854775808],
    ),
    "65_bits": (
        faults.Fixed(200, "[18446744073709551616, -9223372036854775809]"),
        ["18446744073709551616", "-9223372036854775809"],
    ),
}


@pytest.mark.parametrize("kind", TEXTS_AND_VALUES)
async def test_values(
    hass: HomeAssistant, gateway: GatewaySimulator, kind: str
) -> None:
    """Whatever a gateway sends is handed on without losing a digit or a letter."""
    page, value = TEXTS_AND_VALUES[kind]
    gateway.faults.add("/home", page)
    entry = await load(hass, gateway)
    assert await read(hass, entry, "/home") == value


async def test_from_cache(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A stored reply makes no request; without one the gateway is asked."""
    entry = await load(hass, gateway)
    first = await read(hass, entry, INVERTERS, from_cache=True)
    assert gateway.journal.count(path=INVERTERS) == 1
    gateway.device.documents[INVERTERS][0]["lastReportWatts"] = 4711
    assert await read(hass, entry, INVERTERS, from_cache=True) == first
    assert gateway.journal.count(path=INVERTERS) == 1

    fresh = await read(hass, entry, INVERTERS)
    assert fresh[0]["lastReportWatts"] == 4711
    assert await read(hass, entry, INVERTERS, from_cache=True) == fresh
    assert gateway.journal.count(path=INVERTERS) == 2
    # Each query is an answer of its own.
    await read(hass, entry, f"{INVERTERS}?x=1", from_cache=True)
    assert gateway.journal.count(path=INVERTERS) == 3


async def test_stored_reply_is_not_shared(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An automation that changes its reply doesn't change the stored one."""
    entry = await load(hass, gateway)
    reply = await read(hass, entry, INVERTERS)
    reply.clear()
    assert await read(hass, entry, INVERTERS, from_cache=True)


async def test_failed_read_keeps_the_stored_reply(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Only a success replaces what is stored."""
    entry = await load(hass, gateway)
    good = await read(hass, entry, "/home")
    gateway.faults.add("/home", faults.Fixed(404, "gone"))
    with pytest.raises(Exception, match="gone"):
        await read(hass, entry, "/home")
    assert await read(hass, entry, "/home", from_cache=True) == good


async def test_write_drops_the_stored_reply(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """After a write nobody gets the page from before it."""
    entry = await load(hass, gateway)
    old = await read(hass, entry, TARIFF)
    new = {"tariff": {**old["tariff"], "currency": {"code": "CHF"}}}
    await send(hass, entry, TARIFF, data=new)
    fresh = await read(hass, entry, TARIFF, from_cache=True)
    assert fresh["tariff"]["currency"] == {"code": "CHF"}


async def test_without_a_reply(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A call that wants no reply fills the cache and returns nothing."""
    entry = await load(hass, gateway)
    reply = await hass.services.async_call(
        DOMAIN,
        "read_data",
        {"config_entry_id": entry.entry_id, "endpoint": INVERTERS},
        blocking=True,
    )
    assert reply is None
    assert gateway.journal.count(path=INVERTERS) == 1
    await read(hass, entry, INVERTERS, from_cache=True)
    assert gateway.journal.count(path=INVERTERS) == 1


async def test_one_request_at_a_time(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway is weak: calls wait for each other, twins share one request."""
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Delay(0.05))
    endpoints = [INVERTERS, INVERTERS, "/home", "/ivp/meters", "/home"]
    replies = await asyncio.gather(*(read(hass, entry, path) for path in endpoints))
    assert replies[0] == replies[1]
    assert replies[2] == replies[4]
    assert gateway.journal.count() == 3
    assert gateway.journal.max_in_flight == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"config_entry_id": "x"},
        {"config_entry_id": "x", "endpoint": "/home", "from_cache": "perhaps"},
        {"config_entry_id": "x", "endpoint": "/home", "method": "GET"},
        {"config_entry_id": None, "endpoint": "/home"},
    ],
)
async def test_fields(
    hass: HomeAssistant, gateway: GatewaySimulator, fields: dict[str, Any]
) -> None:
    """A missing or unknown field is refused before anything is asked."""
    await load(hass, gateway)
    with pytest.raises(vol.Invalid):
        await call(hass, "read_data", **fields)
    assert gateway.journal.requests == []
