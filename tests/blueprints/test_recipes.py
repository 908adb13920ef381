"""Each recipe does what it says: what the gateway received, and shows after it."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from gateway_simulator import GatewaySimulator

from .bench import (
    BATTERY,
    CONTACTS,
    DPEL,
    FIELDS,
    LIVE,
    NAMES,
    PAGES,
    POWER,
    RELAY,
    SLEEP,
    STREAM,
    TARIFF,
    Bench,
)

_VERIFIED = {"verified": True, "differences": []}


def _limit(*, enable: bool, export: bool, watts: float) -> dict[str, Any]:
    """Return the whole document of the power limit."""
    return {
        "dynamic_pel_settings": {
            "enable": enable,
            "export_limit": export,
            "limit_value_W": watts,
            "slew_rate": 50.0,
            "enable_dynamic_limiting": False,
        },
        "filename": "site_settings",
        "version": "00.00.01",
    }


@pytest.mark.parametrize("limited", ["export", "production"])
async def test_limit(bench: Bench, limited: str) -> None:
    """The usual limit, another one, and none again."""
    export = limited == "export"
    await bench.make("limit_power.yaml", limited=limited)
    calls: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, _limit(enable=True, export=export, watts=2500.0)),
        ({"watts": 800}, _limit(enable=True, export=export, watts=800.0)),
        ({"active": False}, _limit(enable=False, export=export, watts=800.0)),
    ]
    for fields, document in calls:
        reply = await bench.run(**fields)
        assert bench.sent()[-1] == ("POST", DPEL, document)
        assert await bench.read(DPEL) == document
        assert reply["verification"].items() >= _VERIFIED.items()
    assert len(bench.sent()) == len(calls)


async def test_production(bench: Bench) -> None:
    """Off and on again."""
    await bench.make("production.yaml")
    for production, value in ((False, 1), (True, 0)):
        reply = await bench.run(production=production)
        assert bench.sent()[-1] == ("PUT", POWER, {"length": 1, "arr": [value]})
        assert await bench.read(POWER) == {"powerForcedOff": not production}
        assert reply["verification"].items() >= _VERIFIED.items()


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"mode": "backup"}, {"mode": "backup"}),
        ({"mode": "", "reserve": 50}, {"reserved_soc": 50.0}),
        ({"reserve": 40}, {"reserved_soc": 40.0}),
        ({"reserve": 0}, {"reserved_soc": 0.0}),
        ({"charge_from_grid": True}, {"charge_from_grid": True}),
        ({"opt_schedules": False}, {"opt_schedules": False}),
        (
            {"mode": "economy", "reserve": "25", "charge_from_grid": "on"},
            {"mode": "economy", "reserved_soc": 25.0, "charge_from_grid": True},
        ),
    ],
)
async def test_battery(
    bench: Bench, fields: dict[str, Any], changed: dict[str, Any]
) -> None:
    """What is given changes, and the rest of the tariff is sent as it is."""
    tariff = (await bench.read(TARIFF))["tariff"]
    tariff["storage_settings"] |= changed
    await bench.make("battery.yaml")
    reply = await bench.run(**fields)
    assert bench.sent() == [("PUT", TARIFF, {"tariff": tariff})]
    assert (await bench.read(TARIFF))["tariff"] == tariff
    assert reply["verification"].items() >= _VERIFIED.items()


async def test_relay(bench: Bench) -> None:
    """Off the grid and back."""
    await bench.make("grid_relay.yaml")
    for grid, position in ((False, "open"), (True, "closed")):
        reply = await bench.run(grid=grid)
        assert bench.sent()[-1] == ("POST", RELAY, {"mains_admin_state": position})
        assert (await bench.read(RELAY))["mains_oper_state"] == position
        assert (reply["followed"], reply["position"]) == (True, position)


async def test_contact(bench: Bench) -> None:
    """One contact moves, the others stay."""
    await bench.make("dry_contact.yaml")
    for closed, status in ((False, "open"), (True, "closed")):
        reply = await bench.run(closed=closed)
        body = {"dry_contacts": {"id": "NC2", "status": status}}
        assert bench.sent()[-1] == ("POST", CONTACTS, body)
        states = (await bench.read(CONTACTS))["dry_contacts"]
        assert {entry["id"]: entry["status"] for entry in states} == {
            "NC1": "closed",
            "NC2": status,
            "NO1": "closed",
            "NO2": "closed",
        }
        assert reply["verification"].items() >= _VERIFIED.items()


@pytest.mark.parametrize("others", [[], ["121730090002"]])
async def test_ac_battery(bench: Bench, others: list[str]) -> None:
    """It sleeps and wakes, whatever the others do."""
    asleep = [
        {"serial_num": serial, "sleep_min_soc": 5, "sleep_max_soc": 9}
        for serial in others
    ]
    bench.gateway.device.documents[SLEEP] = {"acb_sleep": asleep}
    await bench.make("ac_battery_sleep.yaml", charge=20)
    mine = {"serial_num": BATTERY, "sleep_min_soc": 20, "sleep_max_soc": 30}
    await bench.run(asleep=True)
    assert bench.sent()[-1] == ("PUT", SLEEP, {"acb_sleep": [mine]})
    assert await bench.read(SLEEP) == {"acb_sleep": [*asleep, mine]}
    await bench.run(asleep=False)
    body = {"acb_sleep": [{"serial_num": BATTERY}]}
    assert bench.sent()[-1] == ("DELETE", SLEEP, body)
    assert await bench.read(SLEEP) == {"acb_sleep": asleep}


async def test_live_stream(bench: Bench) -> None:
    """It is on, and the live values come with it."""
    reply = await bench.make_and_run("live_stream.yaml")
    assert bench.sent() == [("POST", STREAM, {"enable": 1})]
    live = await bench.read(LIVE)
    assert live["connection"]["sc_stream"] == "enabled"
    assert reply[STREAM] == {"sc_stream": "enabled"}
    assert reply[LIVE] == live
    assert reply["verification"].items() >= _VERIFIED.items()


@pytest.mark.parametrize("name", NAMES)
async def test_afterwards(
    hass: HomeAssistant, bench: Bench, name: str, notifications: list[ServiceCall]
) -> None:
    """The owner's actions run after a write that worked, and know the reply."""
    calls = async_mock_service(hass, "notify", "send_message")
    tell = {
        "action": "notify.send_message",
        "data": {"message": "{{ reply | list | first }} of {{ 1 + 1 }}"},
    }
    reply = await bench.make_and_run(name, afterwards=[tell])
    assert [call.data["message"] for call in calls] == [f"{next(iter(reply))} of 2"]
    assert notifications == []


@pytest.mark.parametrize("name", NAMES)
async def test_test_mode(
    hass: HomeAssistant, bench: Bench, gateway: GatewaySimulator, name: str
) -> None:
    """Nothing is written, the owner's actions do not run, and the body shows."""
    calls = async_mock_service(hass, "notify", "send_message")
    tell = {"action": "notify.send_message", "data": {"message": "written"}}
    await bench.make(name, afterwards=[tell])
    reply = await bench.run(**FIELDS[name], test_mode=True)
    assert gateway.journal.writes == []
    assert calls == []
    shown = reply.get("comparison", {}).get("body")
    await bench.run(**FIELDS[name])
    (write,) = gateway.journal.writes
    assert len(calls) == 1
    if name in ("grid_profile.yaml", "live_stream.yaml"):
        # The page can't be read, and so it is not compared.
        assert reply.pop("test_mode")
        assert reply == {PAGES[name]: write.json()}
    else:
        assert shown == write.body.decode()
