"""Test mode shows what a write would change, and writes nothing."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import read

from ..support import (
    CHANGE,
    DPEL,
    PARTS,
    SETTINGS,
    asked,
    hear,
    load_as_installer,
    write,
)

LONG = 12345678901234567890123


async def test_comparison(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It has method, address, headers, exact body, what is there and what changes."""
    entry = await load_as_installer(hass, gateway)
    heard = hear(hass)
    current = gateway.device.documents[DPEL]
    data = {
        "dynamic_pel_settings": {
            "enable": True,
            "export_limit": True,
            "limit_value_W": 50,
            "slew_rate": 50,
        },
        "note": ["ü"],
    }
    reply = await write(hass, entry, DPEL, data=data, test_mode=True, compare=True)
    body = (
        '{"dynamic_pel_settings":{"enable":true,"export_limit":true,'
        '"limit_value_W":50,"slew_rate":50},"note":["ü"]}'
    )
    assert reply.pop("test_mode")
    assert reply == {
        DPEL: data,
        "comparison": {
            "method": "POST",
            "address": DPEL,
            "headers": {
                "Accept": "application/json",
                "Content-Length": str(len(body.encode())),
                "Content-Type": "application/octet-stream",
            },
            "body": body,
            "current": current,
            "changes": [
                {"path": "dynamic_pel_settings.enable", "from": False, "to": True},
                {"path": "dynamic_pel_settings.limit_value_W", "from": 0.0, "to": 50},
                {
                    "path": "dynamic_pel_settings.enable_dynamic_limiting",
                    "removed": False,
                },
                {"path": "filename", "removed": "site_settings"},
                {"path": "version", "removed": "00.00.01"},
                {"path": "note", "added": ["ü"]},
            ],
            "left_out": [
                {
                    "path": "dynamic_pel_settings.enable_dynamic_limiting",
                    "value": False,
                },
                {"path": "filename", "value": "site_settings"},
                {"path": "version", "value": "00.00.01"},
            ],
            "would_be_refused": None,
        },
    }
    assert asked(gateway) == [f"GET {DPEL}"]
    assert entry.data["token"] not in json.dumps(reply)
    assert not heard
    assert not entry.runtime_data.log.writes


@pytest.mark.parametrize(
    ("page", "data", "changes"),
    [
        ({"a": 50.0}, {"a": 50}, []),
        ({"a": 50}, {"a": 50.0}, []),
        ({"a": 1}, {"a": True}, [{"path": "a", "from": 1, "to": True}]),
        ({"a": "1"}, {"a": 1}, [{"path": "a", "from": "1", "to": 1}]),
        ({"a": None}, {"a": 0}, [{"path": "a", "from": None, "to": 0}]),
        ({"a": 1, "b": 2}, {"a": 1}, []),
        (
            {"a": {"b": {"c": 1, "d": 2}}},
            {"a": {"b": {"c": 3}}},
            [
                {"path": "a.b.c", "from": 1, "to": 3},
                {"path": "a.b.d", "removed": 2},
            ],
        ),
        (
            {"a": [1, {"b": 2}, 3]},
            {"a": [1, {"b": 4}]},
            [
                {"path": "a[1].b", "from": 2, "to": 4},
                {"path": "a[2]", "removed": 3},
            ],
        ),
        ([1], [1, [2]], [{"path": "[1]", "added": [2]}]),
        ({"a": [1]}, {"a": {"b": 1}}, [{"path": "a", "from": [1], "to": {"b": 1}}]),
        (
            {"a": LONG},
            {"a": LONG + 1},
            [{"path": "a", "from": str(LONG), "to": str(LONG + 1)}],
        ),
    ],
)
async def test_changes(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    page: Any,
    data: Any,
    changes: list[dict[str, Any]],
) -> None:
    """Each change is told by its path; 50 and 50.0 are the same number."""
    gateway.faults.add(PARTS, faults.Fixed(200, json.dumps(page)))
    reply = await write(hass, entry, PARTS, data=data, test_mode=True, compare=True)
    found = reply["comparison"]["changes"]
    assert found == changes
    assert str(found) == str(changes)
    assert not gateway.journal.writes


async def test_what_is_there_now(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """The endpoint is read at that moment; an earlier reply doesn't count."""
    await read(hass, entry, SETTINGS)
    gateway.device.documents[SETTINGS]["exercise_config"]["day"] = "Sun"
    reply = await write(hass, entry, data=CHANGE, test_mode=True, compare=True)
    assert reply["comparison"]["current"]["exercise_config"]["day"] == "Sun"
    assert asked(gateway) == [f"GET {SETTINGS}"] * 2


async def test_merge(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """With merge, test mode shows the whole body that would be sent."""
    before = gateway.device.documents[SETTINGS]
    merged = {**before, "exercise_config": before["exercise_config"] | {"day": "Sun"}}
    reply = await write(hass, entry, data=CHANGE, test_mode=True, merge=True)
    assert reply.pop("test_mode")
    assert reply == {SETTINGS: merged}
    assert asked(gateway) == [f"GET {SETTINGS}"]


async def test_merge_and_comparison(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """With both, the only change is the one that was named."""
    reply = await write(
        hass, entry, data=CHANGE, test_mode=True, merge=True, compare=True
    )
    comparison = reply["comparison"]
    assert json.loads(comparison["body"]) == reply[SETTINGS]
    assert comparison["changes"] == [
        {"path": "exercise_config.day", "from": "Sat", "to": "Sun"}
    ]
    assert asked(gateway) == [f"GET {SETTINGS}"]


async def test_delete_without_data(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A write without a body shows an empty one, and no header about content."""
    entry = await load_as_installer(hass, gateway)
    reply = await write(
        hass, entry, "/ivp/peb/newscan", method="DELETE", test_mode=True, compare=True
    )
    assert reply["comparison"]["body"] == ""
    assert reply["comparison"]["headers"] == {"Accept": "application/json"}
    assert not gateway.journal.writes


async def test_comparison_belongs_to_test_mode(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Without test mode it is an ordinary write with its ordinary reply."""
    reply = await write(hass, entry, data=CHANGE, compare=True)
    assert list(reply) == [SETTINGS]
    assert asked(gateway) == [f"POST {SETTINGS}"]
