"""The README is short, leads to the answers, and its first calls fit every gateway."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import parse_yaml
import pytest

from gateway_simulator import GatewaySimulator, replica_names

from .home_assistant import entry_of
from .pages import ROOT, examples

README = ROOT / "README.md"
FIRST_CALL, FIRST_WRITE = (
    one.block.text for one in examples() if one.block.page == README
)

MOST_LINES = 150
"""Three screens of text, and what the two examples show."""

WITH_STORAGE = sorted(name for name in replica_names() if name.startswith(("7.", "8.")))
"""Their tariff has a reserve, with and without batteries."""


async def _call(hass: HomeAssistant, gateway: GatewaySimulator, text: str) -> Any:
    """Return the reply of an example at a gateway."""
    entry_id = await entry_of(hass, gateway)
    config: Any = parse_yaml(text.replace("YOUR_ENTRY_ID", entry_id))
    domain, action = config["action"].split(".")
    return await hass.services.async_call(
        domain, action, config["data"], blocking=True, return_response=True
    )


def test_length() -> None:
    """It fits on three screens."""
    assert len(README.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    "place",
    [
        "blueprints.md#value-as-a-sensor",
        "recipes.md#a-card-and-a-button",
        "recipes.md#a-sensor-per-panel",
        "fleet.md",
        "recipes.md#grid-profile",
        "recipes.md#live-data-each-second",
        "what-replies-mean.md",
        "actions.md#restore_data",
    ],
)
def test_answers(place: str) -> None:
    """What people ask for first is one click away; that it is there, links tell."""
    assert f"](docs/{place})" in README.read_text()


@pytest.mark.parametrize("way", ["scripts/demo", "test_mode: true"])
def test_practising(way: str) -> None:
    """So are the ways to try everything without a risk."""
    assert way in README.read_text()


@pytest.mark.parametrize("name", replica_names())
async def test_first_call(hass: HomeAssistant, name: str) -> None:
    """It tells the truth on every firmware."""
    async with GatewaySimulator(name) as gateway:
        reply = await _call(hass, gateway, FIRST_CALL)
        assert reply["/info"]["serial"] == gateway.serial
        assert reply["/info"]["firmware"][0] in "DR"


@pytest.mark.parametrize("name", WITH_STORAGE)
async def test_first_write(hass: HomeAssistant, name: str) -> None:
    """It shows one change, and nothing is sent."""
    async with GatewaySimulator(name) as gateway:
        reply = await _call(hass, gateway, FIRST_WRITE)
        assert gateway.journal.writes == []
    comparison = reply["comparison"]
    assert [one["path"] for one in comparison["changes"]] == [
        "tariff.storage_settings.reserved_soc"
    ]
    assert comparison["left_out"] == []
