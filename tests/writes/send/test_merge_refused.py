"""A merge that would lose something, or isn't clear, is refused in words."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TARIFF, refusal

from ..seasons import SETTINGS, WINTER, entry, merge
from ..support import asked, hear, outcome, write

__all__ = ["entry"]


pytestmark = pytest.mark.parametrize("gateway", ["8.2"], indirect=True)


REFUSED: list[tuple[str, str, Any, list[str]]] = [
    (
        "not_there",
        TARIFF,
        {"id": "autumn"},
        ["id=autumn", "winter, summer", "merge_add"],
    ),
    ("names_nothing", TARIFF, {"winter": {"start": "11/1"}}, ["id: winter, summer"]),
    ("names_nothing", TARIFF, [{"start": "11/1"}], ["tariff.seasons", "id: winter"]),
    ("names_twice", TARIFF, [{"id": "winter"}] * 2, ["tariff.seasons[id=winter]"]),
    ("empties_list", TARIFF, [], ["winter, summer", "without merge"]),
    ("only_complete", SETTINGS, {"id": "NC1", "soc_low": None}, ["NC1, NC2", "crash"]),
    ("only_complete", SETTINGS, {"id": "NC9", "soc_low": 1}, ["NC1, NC2", "crash"]),
    ("names_nothing", SETTINGS, {"soc_low": 1}, ["id: NC1, NC2, NO1, NO2"]),
]


@pytest.mark.parametrize("test_mode", [True, False])
@pytest.mark.parametrize(("key", "endpoint", "part", "words"), REFUSED)
async def test_what_is_refused(
    *,
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    key: str,
    endpoint: str,
    part: Any,
    words: list[str],
    test_mode: bool,
) -> None:
    """What would lose something or isn't clear: the error says what is there."""
    heard = hear(hass)
    data = (
        {"tariff": {"seasons": part}} if endpoint == TARIFF else {"dry_contacts": part}
    )
    call = write(hass, entry, endpoint, data=data, merge=True, test_mode=test_mode)
    text = await refusal(call, f"data_merge_{key}", callers_mistake=True)
    for word in (*words, "Nothing was sent"):
        assert word in text
    assert asked(gateway) == [f"GET {endpoint}"]
    assert not heard


@pytest.mark.parametrize("arr", [[1], [1, 2, 3], [], [1, "x"], [{}, 2]])
async def test_a_list_without_names(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, arr: Any
) -> None:
    """It is replaced whole or not at all, and the error shows it."""
    page = '{"arr":[1.0,2],"more":[{"start":1,"rate":2.0},{"start":3,"rate":4}]}'
    gateway.faults.add(TARIFF, faults.Fixed(200, page))
    assert str(await outcome(merge(hass, entry, {"arr": arr}))).startswith("data_merge")
    rest = [{"start": 1, "rate": 3}]
    text = await refusal(
        merge(hass, entry, {"more": rest}), "data_merge_drops", callers_mistake=True
    )
    assert '[{"start":1,"rate":2.0},{"start":3,"rate":4}]' in text
    assert "without merge" in text
    assert gateway.journal.writes == []
    rest.append({"start": 3, "rate": 5})
    await merge(hass, entry, {"arr": [2, 3], "more": rest})
    (request,) = gateway.journal.writes
    assert request.body.decode() == (
        '{"arr":[2.0,3],"more":[{"start":1,"rate":3.0},{"start":3,"rate":5}]}'
    )


async def test_added_and_incomplete(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A new season without what all others have is refused."""
    data = {"tariff": {"seasons": [{"id": "autumn", "start": "9/1"}]}}
    call = merge(hass, entry, data, merge_add=True)
    text = await refusal(call, "data_merge_adds_incomplete", callers_mistake=True)
    assert "days, tiers" in text
    assert gateway.journal.writes == []


@pytest.mark.parametrize("test_mode", [True, False])
async def test_delete(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    test_mode: bool,
) -> None:
    """A merge for DELETE would name all that is there, so it isn't made."""
    call = merge(hass, entry, WINTER, method="DELETE", test_mode=test_mode)
    text = await refusal(call, "data_merge_deletes", callers_mistake=True)
    assert "without merge" in text
    assert gateway.journal.requests == []
