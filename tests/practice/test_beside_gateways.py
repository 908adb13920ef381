"""What is recorded gets among the values of a gateway only if a call names it."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.service import async_get_all_descriptions
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.actions.endpoint_lists import (
    listed_to_read,
)
from gateway_simulator import GatewaySimulator
from tests.fixtures import gateway
from tests.integration.helpers import DOMAIN, INVERTERS, call, load

from .support import KEPT, keep, practise

__all__ = ["gateway"]

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def real(
    hass: HomeAssistant, gateway: GatewaySimulator, practice: MockConfigEntry
) -> MockConfigEntry:
    """Return the entry of a gateway, which came after the practice."""
    return await load(hass, gateway)


async def count(hass: HomeAssistant, **fields: Any) -> Any:
    """Return what a call has for the inverters."""
    return await call(hass, "read_data", endpoint=INVERTERS, **fields)


async def test_without_a_name_it_is_the_gateway(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """The practice takes no part in the question which gateway is meant."""
    assert len((await count(hass))[INVERTERS]) == 62
    listed = await call(hass, "list_endpoints", probe=True)
    assert listed["probe"]["gateway"] == real.title
    forms = (await async_get_all_descriptions(hass))[DOMAIN]
    field = forms["read_data"]["fields"]["config_entry_id"]
    assert field["default"] == real.entry_id


async def test_a_gateway_that_is_disabled_is_still_meant(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """A call doesn't turn to a recording because its gateway is off for a while."""
    await hass.config_entries.async_set_disabled_by(
        real.entry_id, ConfigEntryDisabler.USER
    )
    with pytest.raises(ServiceValidationError) as caught:
        await count(hass)
    assert caught.value.translation_key == "entry_disabled"
    assert real.title in str(caught.value)


async def test_without_a_gateway_it_is_the_practice(
    hass: HomeAssistant, practice: MockConfigEntry, configuration: Path
) -> None:
    """So that examples run as they are; of two, one has to be named."""
    assert len((await count(hass))[INVERTERS]) == 24
    assert list(await count(hass, config_entry_id="all")) == [practice.entry_id]
    keep(configuration)
    other = await practise(hass, _copied(configuration), title="Practice 2")
    with pytest.raises(ServiceValidationError) as caught:
        await count(hass)
    assert caught.value.translation_key == "gateway_not_named"
    assert other.title in str(caught.value)


def _copied(configuration: Path) -> str:
    """Return the name of a copy of a recording that was made here."""
    name = "practice-0123456789abcdef.zip"
    shelf = configuration / DOMAIN / "practice"
    shelf.mkdir()
    kept = configuration / DOMAIN / "recordings" / KEPT
    (shelf / name).write_bytes(kept.read_bytes())
    return name


async def test_all_are_all_gateways(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """A sum over all of them has no recorded value in it."""
    reply = await count(
        hass,
        config_entry_id="all",
        select="length(@)",
        select_all="sum(values(@)[].values(@)[])",
        metadata=True,
    )
    assert reply["selected"] == 62
    assert list(reply["metadata"]["names"]) == [real.entry_id]


async def test_an_area_has_gateways_first(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """Also if somebody has put both into one."""
    area = ar.async_get(hass).async_create("Garage")
    registry = dr.async_get(hass)
    for entry in (practice, real):
        (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
        registry.async_update_device(device.id, area_id=area.id)
    assert list(await count(hass, area_id=area.id)) == [real.entry_id]


async def test_both_in_one_call_are_refused(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """Whoever names both wouldn't get a sum that means anything."""
    with pytest.raises(ServiceValidationError) as caught:
        await count(hass, config_entry_id=[real.entry_id, practice.entry_id])
    assert caught.value.translation_key == "gateways_mixed"
    assert practice.title in str(caught.value)
    # One that is named is what the call is for.
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), practice.entry_id)
    assert len((await count(hass, device_id=device.id))[INVERTERS]) == 24
    with pytest.raises(ServiceValidationError) as caught:
        await count(hass, config_entry_id=[real.entry_id, "unknown"])
    assert caught.value.translation_key == "entry_not_found"


async def test_what_it_answers_says_nothing_of_the_gateway(
    hass: HomeAssistant, practice: MockConfigEntry, real: MockConfigEntry
) -> None:
    """The list of endpoints to choose from marks what the gateway has answered."""
    await call(hass, "list_endpoints", config_entry_id=practice.entry_id, probe=True)
    labels = {one["value"]: one["label"] for one in listed_to_read(hass)}
    assert "answers" not in labels[INVERTERS]
    await hass.config_entries.async_remove(real.entry_id)
    labels = {one["value"]: one["label"] for one in listed_to_read(hass)}
    assert labels[INVERTERS].endswith("answers")
