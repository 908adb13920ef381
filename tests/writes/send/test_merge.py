"""A merge changes what it names and loses nothing else."""

import asyncio
from copy import deepcopy
import json
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TARIFF, load, read, refusal

from ..support import CHANGE, PARTS, SETTINGS, STREAM, asked, hear, write

pytestmark = pytest.mark.parametrize("gateway", ["8.2"], indirect=True)

LONG = 12345678901234567890123


async def test_reserve_of_a_tariff(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The whole tariff is sent with one leaf changed, and no other top-level key."""
    entry = await load(hass, gateway)
    expected = {"tariff": deepcopy(gateway.device.documents[TARIFF]["tariff"])}
    assert expected["tariff"]["storage_settings"]["reserved_soc"] == 30.0
    expected["tariff"]["storage_settings"]["reserved_soc"] = 20.0
    reply = await write(
        hass,
        entry,
        TARIFF,
        method="PUT",
        data={"tariff": {"storage_settings": {"reserved_soc": 20}}},
        merge=True,
    )
    assert asked(gateway) == [f"GET {TARIFF}", f"PUT {TARIFF}"]
    # As text, since 20 and 20.0 are equal as numbers, and keys have an order.
    sent = gateway.journal.writes[0].body.decode()
    assert sent == json.dumps(expected, separators=(",", ":"))
    assert reply[TARIFF]["tariff"] == expected["tariff"]
    assert gateway.device.documents[TARIFF]["schedule"]["reserved_soc"] == 30.0


@pytest.mark.parametrize(
    ("page", "data", "sent"),
    [
        ('{"a":20.0}', {"a": 30}, '{"a":30.0}'),
        ('{"a":20.0}', {"a": "30"}, '{"a":30.0}'),
        ('{"a":20}', {"a": 30.0}, '{"a":30}'),
        ('{"a":20}', {"a": 30.5}, '{"a":30.5}'),
        ('{"a":"true"}', {"a": False}, '{"a":"false"}'),
        ('{"a":"20"}', {"a": 30}, '{"a":"30"}'),
        ('{"a":true}', {"a": "false"}, '{"a":false}'),
        ('{"a":true}', {"a": 0}, '{"a":false}'),
        ('{"a":null}', {"a": {"b": [1]}}, '{"a":{"b":[1]}}'),
        ('{"a":[1,2.0],"b":1}', {"a": [3, 4]}, '{"a":[3,4.0]}'),
        ('{"a":{"b":1,"c":2}}', {"a": {"b": None}}, '{"a":{"c":2}}'),
        ('{"a":{"b":1}}', {"a": {"x": None}}, '{"a":{"b":1}}'),
        ("{}", {"a": {"b": None, "c": 1}}, '{"a":{"c":1}}'),
        (
            f'{{"a":{{"b":{LONG},"c":1}}}}',
            {"a": {"c": 2}},
            f'{{"a":{{"b":{LONG},"c":2}}}}',
        ),
        ('{"a":1}', {"a": LONG}, f'{{"a":{LONG}}}'),
        ('{"a":1}', {"a": str(LONG)}, f'{{"a":{LONG}}}'),
        (f'{{"a":{LONG}}}', {"a": LONG + 2}, f'{{"a":{LONG + 2}}}'),
        ('{"a":1.5}', {"a": 2**60 + 1}, f'{{"a":{2**60 + 1}}}'),
    ],
)
async def test_types_are_the_gateways(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    page: str,
    data: Any,
    sent: str,
) -> None:
    """What is sent has the types that the gateway has, and every digit."""
    entry = await load(hass, gateway)
    gateway.faults.add(PARTS, faults.Fixed(200, page))
    await write(hass, entry, PARTS, data=data, merge=True)
    (request,) = gateway.journal.writes
    assert request.body.decode() == sent


@pytest.mark.parametrize(
    ("page", "data", "where"),
    [
        ({"a": [1]}, {"a": {"b": 1}}, "a is a list"),
        ({"a": "x"}, {"a": {"b": 1}}, 'a is "x"'),
        ({"a": {"b": 1}}, {"a": 1}, "a is an object"),
        ({"a": {"b": 1}}, {"a": [1]}, "a is an object"),
        ({"a": [1]}, {"a": 1}, "a is a list"),
        ({"a": {"b": {"c": 5}}}, {"a": {"b": {"c": [1]}}}, "a.b.c is 5"),
        ({"a": 5}, {"a": "five"}, "a is 5"),
        ({"a": 5}, {"a": True}, "a is 5"),
        ({"a": True}, {"a": 7}, "a is true"),
        ([{"a": 1}], {"a": 1}, "the whole reply is a list"),
        ("text", {"a": 1}, 'the whole reply is "text"'),
        (5, {"a": 1}, "the whole reply is 5"),
    ],
)
@pytest.mark.parametrize("test_mode", [True, False])
async def test_other_shape(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    page: Any,
    data: Any,
    where: str,
    test_mode: bool,
) -> None:
    """Data of another shape than what is there is refused, and the place is shown."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, json.dumps(page)))
    heard = hear(hass)
    text = await refusal(
        write(hass, entry, data=data, merge=True, test_mode=test_mode),
        "data_merge_other_shape",
        callers_mistake=True,
    )
    assert where in text
    assert SETTINGS in text
    assert asked(gateway) == [f"GET {SETTINGS}"]
    assert not heard


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "data_merge_empty"),
        ([], "data_merge_needs_object"),
        ([{"a": 1}], "data_merge_needs_object"),
        ({"exercise_config": None}, "data_merge_removes_top_level"),
        ({"exercise_config": {}, "other": None}, "data_merge_removes_top_level"),
    ],
)
async def test_patch_that_makes_no_sense(
    hass: HomeAssistant, gateway: GatewaySimulator, data: Any, key: str
) -> None:
    """Nothing to change, no object, or a top-level key to remove: nothing is sent."""
    entry = await load(hass, gateway)
    await refusal(write(hass, entry, data=data, merge=True), key, callers_mistake=True)
    assert not gateway.journal.writes


async def test_fresh_read(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It builds on what is there now, not on an earlier reply."""
    entry = await load(hass, gateway)
    await read(hass, entry, SETTINGS)
    gateway.device.documents[SETTINGS]["exercise_config"]["start"] = 777
    await write(hass, entry, data=CHANGE, merge=True)
    assert gateway.journal.writes[0].json()["exercise_config"]["start"] == 777


async def test_concurrent_merges_lose_nothing(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Each merge reads what the one before it has written."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Delay(0.05))
    settings = gateway.device.documents[SETTINGS]["exercise_config"]
    patches = [
        {"duration": 30},
        {"start": 100},
        {"freq_in_weeks": 10},
        {"day": "Sun"},
    ]
    await asyncio.gather(
        *(
            write(hass, entry, data={"exercise_config": patch}, merge=True)
            for patch in patches
        ),
        read(hass, entry, SETTINGS),
    )
    assert gateway.device.documents[SETTINGS]["exercise_config"] == settings | {
        "duration": 30,
        "start": 100,
        "freq_in_weeks": 10,
        "day": "Sun",
    }
    assert asked(gateway).count(f"POST {SETTINGS}") == len(patches)
    assert gateway.journal.max_in_flight == 1


async def test_page_that_cant_be_read(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What can't be read can't be merged with, so nothing is written."""
    entry = await load(hass, gateway)
    await refusal(
        write(hass, entry, STREAM, data={"enable": 1}, merge=True), "refused_method"
    )
    assert not gateway.journal.writes
