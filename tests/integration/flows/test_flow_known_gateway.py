"""Adding a gateway that is there already."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL, PASSWORD, by_hand, entry_data, load, title_of


@pytest.mark.parametrize("way", ["password", "wrong_password", "token"])
async def test_nothing_is_overwritten(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, way: str
) -> None:
    """A second attempt says so; the stored login stays and the cloud isn't asked."""
    entry = await load(hass, gateway)
    before = dict(entry.data)
    ways: dict[str, dict[str, Any]] = {
        "password": {"username": EMAIL, "password": PASSWORD},
        "wrong_password": {"username": "somebody@example.com", "password": "else"},
        "token": {"token": gateway.token()},
    }
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=f"https://{gateway.host}/", use_manual_token=way == "token", **ways[way]
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert dict(entry.data) == before
    assert cloud.journal.requests == []
    assert [r.path for r in gateway.journal.requests] == ["/info"]
    assert hass.config_entries.async_entries(DOMAIN) == [entry]


@pytest.mark.parametrize(
    "unique_id", [None, "enphase_envoy_raw_data_for_None"], ids=["none", "for_None"]
)
async def test_entry_of_2x_without_serial(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    unique_id: str | None,
) -> None:
    """An old entry that doesn't know its serial is recognized by its address."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data=entry_data(gateway),
        title="Envoy-raw-data",
        unique_id=unique_id,
        disabled_by=None,
    )
    entry.add_to_hass(hass)
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["reason"] == "already_configured"
    assert cloud.journal.requests == []


async def test_known_at_another_address(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The serial counts, not the address: a gateway isn't added twice."""
    entry = await load(hass, gateway)
    async with GatewaySimulator(serial=gateway.serial) as moved:
        dialog = await Dialog.add(hass)
        result = await dialog.submit(
            host=moved.host, token=moved.token(), use_manual_token=True
        )
    assert result["reason"] == "already_configured"
    assert entry.data["host"] == gateway.host


async def test_second_gateway(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Another gateway becomes a second entry with a title of its own."""
    first = await load(hass, gateway, **by_hand(gateway))
    async with GatewaySimulator("7.6") as other:
        dialog = await Dialog.add(hass)
        result = await dialog.submit(
            host=other.host, token=other.token(), use_manual_token=True
        )
        assert result["type"] is FlowResultType.CREATE_ENTRY
        titles = [entry.title for entry in hass.config_entries.async_entries(DOMAIN)]
        assert titles == [first.title, title_of(other)]
        await hass.config_entries.async_unload(result["result"].entry_id)


async def test_two_dialogs_at_once(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Of two dialogs for one gateway, the second to finish says that it is there."""
    first, second = await Dialog.add(hass), await Dialog.add(hass)
    given: dict[str, Any] = {
        "host": gateway.host,
        "token": gateway.token(),
        "use_manual_token": True,
    }
    assert (await first.submit(**given))["type"] is FlowResultType.CREATE_ENTRY
    assert (await second.submit(**given))["reason"] == "already_configured"
