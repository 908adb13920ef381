"""Options that can't be read, such as those of a later version, are strict."""

from homeassistant.core import Context, HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.enphase_envoy_raw_data.options import options_of
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import load, refusal

from ..support import (
    CHANGE,
    SETTINGS,
    data_of,
    hear,
    option_name,
    outcome,
    sent_data,
    write,
)


@pytest.mark.parametrize("odd", [None, 17, "", "Everyone", ["everyone"], {}], ids=repr)
async def test_odd_choice_of_who_may_send(
    hass: HomeAssistant, gateway: GatewaySimulator, odd: object
) -> None:
    """What can't be read lets nobody send, and the form shows that."""
    entry = await load(hass, gateway)
    hass.config_entries.async_update_entry(entry, options={"who_may_send": odd})
    text = await refusal(
        write(hass, entry, data=CHANGE), "locked_for_everybody", callers_mistake=True
    )
    assert option_name("who_may_send") in text
    assert not gateway.journal.writes
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["type"] == "form"


@pytest.mark.parametrize(
    "odd", [None, 17, "", SETTINGS, [17], {"a": 1}, [None]], ids=repr
)
async def test_odd_list(
    hass: HomeAssistant, gateway: GatewaySimulator, odd: object
) -> None:
    """A list that can't be read allows nothing; no locked page is open by it."""
    entry = await load(hass, gateway)
    options = {"who_may_send": "everyone", "allowed_endpoints": odd}
    hass.config_entries.async_update_entry(entry, options=options)
    assert await outcome(write(hass, entry, data=CHANGE)) == "locked_by_list"
    options = {"who_may_send": "everyone", "opened_pages": odd}
    hass.config_entries.async_update_entry(entry, options=options)
    found = await outcome(write(hass, entry, "/ivp/zb/reset_device", data={}))
    assert found == "locked_page"
    assert not gateway.journal.writes
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["type"] == "form"


@pytest.mark.parametrize(
    "odd", [None, 17, 2.5, True, "", "script.evening", [], [17], [None], [[]], {"a": 1}]
)
async def test_odd_senders(
    hass: HomeAssistant, gateway: GatewaySimulator, odd: object
) -> None:
    """A list that can't be read names nobody who may send."""
    entry = await load(hass, gateway)
    options = {"who_may_send": "named", "allowed_senders": odd}
    hass.config_entries.async_update_entry(entry, options=options)
    context = Context()
    script = {"entity_id": "script.evening"}
    hass.bus.async_fire("script_started", script, context=context)
    found = await outcome(write(hass, entry, data=CHANGE, context=context))
    assert found == "locked_by_name"
    assert not gateway.journal.writes
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["type"] == "form"
    await async_get_config_entry_diagnostics(hass, entry)


@pytest.mark.parametrize("odd", [None, 17, 0, "", "false", [], {}], ids=repr)
async def test_odd_place_in_the_sidebar(
    hass: HomeAssistant, gateway: GatewaySimulator, odd: object
) -> None:
    """The page is there unless somebody has chosen that it is not."""
    entry = await load(hass, gateway)
    hass.config_entries.async_update_entry(entry, options={"in_sidebar": odd})
    assert options_of(entry).in_sidebar
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["type"] == "form"
    await async_get_config_entry_diagnostics(hass, entry)


@pytest.mark.parametrize("odd", [None, 17, 0, "", "false", [], {}], ids=repr)
async def test_odd_switches(
    hass: HomeAssistant, gateway: GatewaySimulator, odd: object
) -> None:
    """Data stay out of events, and a new firmware waits for its owner."""
    entry = await load(hass, gateway)
    options = {"event_bodies": odd, "confirm_firmware": odd, "certificate": odd}
    hass.config_entries.async_update_entry(entry, options=options)
    heard = hear(hass)
    await write(hass, entry, data=CHANGE)
    assert [data_of(event) for event in heard] == [sent_data(entry)]
    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    assert await outcome(write(hass, entry, data=CHANGE)) == "firmware_not_confirmed"
