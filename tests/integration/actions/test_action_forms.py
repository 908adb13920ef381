"""The forms of the actions: what they start with, and examples that work."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.helpers.service import (
    _load_services_file,
    async_get_all_descriptions,
)
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from gateway_simulator import GatewaySimulator

from ..helpers import DOMAIN, FOLDER, by_hand, call, load, note_rehearsed

FORMS: dict[str, Any] = yaml.safe_load((FOLDER / "services.yaml").read_bytes())
REPLICA = "8.2"
SETTINGS = "/ivp/ss/gen_schedule"

NO_EXAMPLE = ("device_id", "area_id")
"""No ID would be there everywhere, and a call with an unknown one is refused."""


def _fields(action: str) -> dict[str, Any]:
    """Return the fields of an action, those in sections included."""
    found: dict[str, Any] = {}
    for name, field in FORMS[action]["fields"].items():
        found |= field.get("fields", {name: field})
    return found


def _filled(action: str) -> dict[str, Any]:
    """Return the data that “Fill example data” gives.

    The frontend reads each example as YAML and, where that fails, as text. An
    object would be spoilt: it becomes “object Object”.
    """
    filled = {}
    for name, field in _fields(action).items():
        if name in NO_EXAMPLE:
            assert "example" not in field
            continue
        example = field["example"]
        assert example, "the frontend leaves out what counts as false"
        assert isinstance(example, str | int | float)
        try:
            filled[name] = yaml.safe_load(str(example))
        except yaml.YAMLError:
            filled[name] = example
    return filled


@pytest.mark.parametrize("gateway", [REPLICA], indirect=True)
@pytest.mark.parametrize("action", FORMS)
async def test_the_example_works(
    hass: HomeAssistant, gateway: GatewaySimulator, action: str, tmp_path: Path
) -> None:
    """All examples of an action together are a call that works and writes nothing."""
    token = gateway.token("installer")
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    hass.config.config_dir = str(tmp_path)
    filled = _filled(action)
    assert filled["config_entry_id"] == "YOUR_ENTRY_ID"
    assert filled.get("endpoint") != "/"
    if action == "restore_data":
        # One of the two names the write, and there has to be one.
        del filled["write_id"]
        page = filled["endpoint"]
        shown = (
            await call(hass, "read_data", config_entry_id=entry.entry_id, endpoint=page)
        )[page]
        await call(
            hass,
            "send_data",
            config_entry_id=entry.entry_id,
            endpoint=page,
            method="POST",
            data=shown,
            risk_acknowledged=True,
        )
        gateway.journal.clear()
    if action == "send_rehearsed":
        note_rehearsed(entry, SETTINGS, {"exercise_config": {"day": "Sun"}})
    reply = await call(hass, action, **filled | {"config_entry_id": entry.entry_id})
    assert reply
    assert "errors" not in reply
    if action == "list_writes":
        # It is our own record.
        gateway.journal.clear()
        await call(hass, action, config_entry_id=entry.entry_id)
        assert gateway.journal.count() == 0
        return
    assert gateway.journal.count() > 0
    assert {request.method for request in gateway.journal.requests} == {"GET"}


def test_the_example_of_a_write() -> None:
    """It is an object, for an endpoint and a method that take it."""
    filled = _filled("send_data")
    assert isinstance(filled["data"], dict)
    assert filled["test_mode"] is True
    assert filled["endpoint"] in [known.endpoint for known in catalogue().to_write()]


@pytest.mark.parametrize("action", FORMS)
def test_the_example_and_the_default_fit_the_field(action: str) -> None:
    """Home Assistant's own check of what a form gives takes both."""
    filled = _filled(action)
    for name, field in _fields(action).items():
        check: Any = selector(field["selector"])
        values = [filled[name]] if name in filled else []
        if "default" in field:
            values.append(field["default"])
        for value in values:
            if name == "endpoint" and action == "read_data":
                value = [value]  # noqa: PLW2901 - the frontend shows one as a list
            if name == "verify":
                value = {True: "on"}.get(value, value)  # noqa: PLW2901 - YAML 1.1
            check(value)


def test_what_has_to_be_seen_is_seen() -> None:
    """What decides whether something is sent is in no section that has to be opened."""
    fields = FORMS["send_data"]["fields"]
    assert list(fields)[:6] == [
        "config_entry_id",
        "endpoint",
        "method",
        "data",
        "test_mode",
        "risk_acknowledged",
    ]
    assert fields["test_mode"]["default"] is True
    assert fields["risk_acknowledged"]["default"] is False


async def _preselected(hass: HomeAssistant) -> set[str | None]:
    """Return what the forms have for the gateway before anybody enters something."""
    described = (await async_get_all_descriptions(hass))[DOMAIN]
    assert set(described) == set(FORMS)
    return {
        form["fields"]["config_entry_id"].get("default") for form in described.values()
    }


async def test_a_single_gateway_is_preselected(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """As long as it is the only one, whatever comes and goes."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert await _preselected(hass) == {None}
    one = await load(hass, gateway)
    assert await _preselected(hass) == {one.entry_id}
    MockConfigEntry(domain="other").add_to_hass(hass)
    assert await _preselected(hass) == {one.entry_id}

    async with GatewaySimulator("7.6") as second:
        two = await load(hass, second)
        assert await _preselected(hass) == {None}
        await hass.config_entries.async_set_disabled_by(
            one.entry_id, ConfigEntryDisabler.USER
        )
        assert await _preselected(hass) == {two.entry_id}
        await hass.config_entries.async_set_disabled_by(one.entry_id, None)
        assert await _preselected(hass) == {None}
        await hass.config_entries.async_remove(two.entry_id)
    assert await _preselected(hass) == {one.entry_id}
    await hass.config_entries.async_remove(one.entry_id)
    assert await _preselected(hass) == {None}


async def test_the_example_has_a_gateway_that_is_there(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """“Fill example data” drops the gateway that was selected, so it brings one."""

    async def examples() -> set[str]:
        described = (await async_get_all_descriptions(hass))[DOMAIN]
        return {
            form["fields"]["config_entry_id"]["example"] for form in described.values()
        }

    assert await async_setup_component(hass, DOMAIN, {})
    assert await examples() == {"YOUR_ENTRY_ID"}
    one = await load(hass, gateway)
    assert await examples() == {one.entry_id}
    async with GatewaySimulator("7.6") as second:
        two = await load(hass, second)
        assert await examples() == {one.entry_id}
        await hass.config_entries.async_remove(one.entry_id)
        assert await examples() == {two.entry_id}
        await hass.config_entries.async_remove(two.entry_id)
    assert await examples() == {"YOUR_ENTRY_ID"}


async def test_the_forms_are_those_of_the_file(hass: HomeAssistant) -> None:
    """Without a gateway, the frontend gets what Home Assistant would read itself.

    Only the lists of endpoints are ours.
    """
    assert await async_setup_component(hass, DOMAIN, {})
    ours = (await async_get_all_descriptions(hass))[DOMAIN]
    read: Any = await hass.async_add_executor_job(
        _load_services_file, await async_get_integration(hass, DOMAIN)
    )
    for action, form in read.items():
        if action in ("read_data", "send_data"):
            choices = ours[action]["fields"]["endpoint"]["selector"]["choose"][
                "choices"
            ]
            assert choices["listed"]["selector"]["select"].pop("options")
            theirs = form["fields"]["endpoint"]["selector"]["choose"]["choices"]
            assert theirs["listed"]["selector"]["select"].pop("options") == []
        assert ours[action]["fields"] == form["fields"]
        assert list(ours[action]["fields"]) == list(form["fields"])
