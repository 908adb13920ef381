"""A merge reaches into lists, and sends nothing that would lose a part of them."""

from copy import deepcopy
from dataclasses import dataclass
import json
from typing import Any, override

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, Received, faults
from gateway_simulator.faults import Fault
from gateway_simulator.wire import Answer, Reply
from tests.integration.helpers import TARIFF, refusal

from ..seasons import (
    CONTACTS,
    METERS,
    SEASONS,
    SETTINGS,
    SLEEP,
    WINTER,
    entry,
    merge,
)
from ..support import asked, outcome, write

__all__ = ["entry"]


pytestmark = pytest.mark.parametrize("gateway", ["8.2"], indirect=True)


@dataclass(frozen=True)
class Loses(Fault):
    """A write takes effect, and a season or a part of one goes with it."""

    place: int
    key: str = ""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Show the tariff without it."""
        reply = await answer(request)
        document = json.loads(reply.body)
        seasons = document["tariff"]["seasons"]
        if self.key:
            del seasons[self.place][self.key]
        else:
            del seasons[self.place]
        return Reply(status=200, headers=[], body=json.dumps(document).encode())


@pytest.mark.parametrize("seasons", [[{"id": "winter", "start": "11/1"}], None])
async def test_one_of_two_seasons(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, seasons: Any
) -> None:
    """The other season and all else of the named one are sent as they are."""
    expected = {"tariff": deepcopy(gateway.device.documents[TARIFF]["tariff"])}
    expected["tariff"]["seasons"][0]["start"] = "11/1"
    # The same as an object, which means one element.
    data = {"tariff": {"seasons": seasons or {"id": "winter", "start": "11/1"}}}
    reply = await merge(hass, entry, data, verify="strict")
    assert asked(gateway) == [f"GET {TARIFF}", f"PUT {TARIFF}", f"GET {TARIFF}"]
    sent = gateway.journal.writes[0].body.decode()
    assert sent == json.dumps(expected, separators=(",", ":"))
    assert reply["verification"]["verified"] is True
    assert "metadata" not in reply


async def test_deep_in_lists(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A rate three lists down is changed, in the type that it has."""
    period = {"id": "peak", "rate": "1"}
    data = {"id": "winter", "days": {"id": "all_days", "periods": period}}
    await merge(hass, entry, {"tariff": {"seasons": data}})
    sent = gateway.journal.writes[0].json()["tariff"]["seasons"]
    expected = deepcopy(SEASONS)
    expected[0]["days"][0]["periods"][0]["rate"] = 1.0
    assert str(sent) == str(expected)


async def test_digits(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What isn't named arrives in the digits in which the gateway shows it."""
    page = (
        '{"tariff":{"single_rate":{"rate":0.00009899999713525176,"sell":1E-2},'
        '"seasons":[{"id":"winter","rate":0.00002500000118743628,"start":1},'
        '{"id":"summer","rate":-0.0,"n":12345678901234567890123,"start":20.0}]}}'
    )
    gateway.faults.add(TARIFF, faults.Fixed(200, page), method="GET")
    data = {"tariff": {"seasons": [{"id": "summer", "start": 30}]}}
    shown = await merge(hass, entry, data, test_mode=True, compare=True)
    await merge(hass, entry, data)
    expected = page.replace("20.0", "30.0")
    assert gateway.journal.writes[0].body.decode() == expected
    assert shown["comparison"]["body"] == expected
    assert shown["comparison"]["changes"] == [
        {"path": "tariff.seasons[id=summer].start", "from": 20.0, "to": 30.0}
    ]
    json.dumps(shown)


@pytest.mark.parametrize("endpoint", [SETTINGS, CONTACTS])
async def test_dry_contact(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    endpoint: str,
) -> None:
    """One contact is sent alone, complete and in the gateway's types."""
    (first, *others) = deepcopy(gateway.device.documents[endpoint]["dry_contacts"])
    status = endpoint == CONTACTS
    change = {"status": "open"} if status else {"soc_low": 30, "override": True}
    data = {"dry_contacts": {"id": first["id"]} | change}
    reply = await write(
        hass, entry, endpoint, data=data, merge=True, verify="strict", verify_seconds=5
    )
    first |= change if status else {"soc_low": 30.0, "override": "true"}
    sent = gateway.journal.writes[0].json()
    assert str(sent) == str({"dry_contacts": first})
    assert gateway.journal.writes[0].applied
    assert reply["verification"]["verified"] is True
    found = gateway.device.documents[endpoint]["dry_contacts"]
    assert [one for one in found if one["id"] != first["id"]] == others


async def test_dry_contacts_as_a_list(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Written as a list, all contacts go, each complete; none is a part."""
    before = deepcopy(gateway.device.documents[SETTINGS]["dry_contacts"])
    data = {"dry_contacts": [{"id": "NC2", "override": True}]}
    await outcome(write(hass, entry, SETTINGS, data=data, merge=True))
    before[1]["override"] = "true"
    assert gateway.journal.writes[0].json() == {"dry_contacts": before}


async def test_meters(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A page that is a list is merged, too."""
    before = deepcopy(gateway.device.documents[METERS])
    data = [{"eid": str(before[1]["eid"]), "state": "disabled"}]
    reply = await write(
        hass, entry, METERS, method="PUT", data=data, merge=True, verify=True
    )
    before[1]["state"] = "disabled"
    assert gateway.journal.writes[0].json() == before
    assert reply["verification"]["verified"] is True


AUTUMN = {"id": "autumn", "start": "9/1", "days": [], "tiers": []}


@pytest.mark.parametrize("test_mode", [True, False])
async def test_added(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    test_mode: bool,
) -> None:
    """With merge_add, a new season goes to the end, and the reply says so."""
    data = {"tariff": {"seasons": [AUTUMN, {"id": "winter", "start": "11/1"}]}}
    reply = await merge(
        hass, entry, data, merge_add=True, verify="strict", test_mode=test_mode
    )
    assert reply["metadata"] == {"added": ["tariff.seasons[id=autumn]"]}
    assert len(gateway.journal.writes) == (not test_mode)
    seasons = reply[TARIFF]["tariff"]["seasons"]
    assert seasons == [SEASONS[0] | {"start": "11/1"}, SEASONS[1], AUTUMN]


async def test_asleep_and_another(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A list that is empty takes elements with merge_add only."""
    gateway.device.documents[SLEEP] = {"acb_sleep": []}
    battery = {"serial_num": "122200000001", "sleep_min_soc": 20, "sleep_max_soc": 30}
    call: dict[str, Any] = {"method": "PUT", "data": {"acb_sleep": [battery]}}
    call["merge"] = True
    await refusal(
        write(hass, entry, SLEEP, **call), "data_merge_not_there", callers_mistake=True
    )
    reply = await write(hass, entry, SLEEP, **call, merge_add=True, verify="strict")
    assert reply["metadata"] == {"added": ["acb_sleep[serial_num=122200000001]"]}
    assert gateway.device.documents[SLEEP] == {"acb_sleep": [battery]}


@pytest.mark.parametrize(
    ("fault", "path", "lost"),
    [
        (Loses(1), "tariff.seasons[id=summer]", SEASONS[1]),
        (Loses(0, "days"), "tariff.seasons[id=winter].days", SEASONS[0]["days"]),
        (Loses(1, "tiers"), "tariff.seasons[id=summer].tiers", []),
    ],
)
async def test_proof_that_something_was_lost(
    *,
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    fault: Fault,
    path: str,
    lost: Any,
) -> None:
    """What was named shows, and something else has gone: that is not verified."""
    before = json.dumps(gateway.device.documents[TARIFF])
    gateway.faults.add(TARIFF, faults.Fixed(200, before), method="GET", times=1)
    gateway.faults.add(TARIFF, fault, method="GET")
    reply = await merge(hass, entry, WINTER, verify=True, verify_seconds=0)
    assert reply["verification"]["verified"] is False
    assert reply["verification"]["differences"] == [
        {"path": path, "wanted": lost, "found": None}
    ]
    gateway.faults.clear()
    gateway.faults.add(TARIFF, faults.Fixed(200, before), method="GET", times=1)
    gateway.faults.add(TARIFF, fault, method="GET")
    call = merge(hass, entry, WINTER, verify="strict", verify_seconds=0)
    assert path in await refusal(call, "not_verified")
