"""A sensor made of a helper in the forms of Home Assistant, as the page says."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from .bench import ROOT, Bench

_PAGE = ROOT / "docs/blueprints.md"
_HELPER = "input_number.solar_now"


async def test_template_helper(hass: HomeAssistant, bench: Bench) -> None:
    """The helper follows the gateway, and the sensor has unit and statistics."""
    template = f"{{{{ states('{_HELPER}') }}}}"
    assert f"`{template}`" in _PAGE.read_text()
    limits = {"min": -100, "max": 100000}
    config = {"input_number": {"solar_now": limits}}
    assert await async_setup_component(hass, "input_number", config)
    await bench.automate(
        "value_to_helper.yaml",
        endpoint=["/api/v1/production"],
        select="wattsNow",
        helper=_HELPER,
    )
    flows = hass.config_entries.flow
    menu = await flows.async_init("template", context={"source": "user"})
    form = await flows.async_configure(menu["flow_id"], {"next_step_id": "sensor"})
    made = await flows.async_configure(
        form["flow_id"],
        {
            "name": "Solar",
            "state": template,
            "unit_of_measurement": "W",
            "device_class": "power",
            "state_class": "measurement",
        },
    )
    assert made["type"] is FlowResultType.CREATE_ENTRY
    await bench.trigger()
    state = bench.state("sensor.solar")
    assert float(state.state) == 14206
    assert (
        state.attributes.items()
        >= {
            "unit_of_measurement": "W",
            "device_class": "power",
            "state_class": "measurement",
        }.items()
    )
