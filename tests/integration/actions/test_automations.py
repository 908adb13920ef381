"""The actions inside real scripts and automations."""

from typing import Any

from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults

from ..helpers import INVERTERS, PASSWORD, load

SEND = """
action: enphase_envoy_raw_data.send_data
data:
  config_entry_id: "{entry_id}"
  endpoint: /ivp/ss/gen_schedule
  method: POST
  risk_acknowledged: true
  test_mode: {test_mode}
  data: {data}
response_variable: answer
"""

DATA: dict[str, tuple[str, Any]] = {
    "yaml": (
        '{"enable": true, "limit": null, "n": 1.5}',
        {"enable": True, "limit": None, "n": 1.5},
    ),
    "template": (
        "\"{{ {'enable': true, 'limit': none, 'list': [1, {'a': false}]} }}\"",
        {"enable": True, "limit": None, "list": [1, {"a": False}]},
    ),
    "template_of_a_list": (
        "\"{{ [{'a': none}, {'b': true}] }}\"",
        [{"a": None}, {"b": True}],
    ),
    "template_in_a_field": (
        '{"enable": "{{ true }}", "limit": "{{ none }}", "text": "{{ 1 ~ \'x\' }}"}',
        {"enable": True, "limit": None, "text": "1x"},
    ),
    "to_json": (
        "\"{{ {'enable': true, 'limit': none} | to_json }}\"",
        {"enable": True, "limit": None},
    ),
    "reply_of_a_read": ('"{{ page }}"', [{"a": None}]),
    "empty_object": ("{}", {}),
    "empty_list": ("[]", []),
}


async def _run(
    hass: HomeAssistant, sequence: list[Any], variables: dict[str, Any] | None = None
) -> None:
    """Run a sequence as a real script."""
    script = {"try": {"sequence": sequence, "variables": variables or {}}}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "try", {}, blocking=True)
    await hass.async_block_till_done()


def _sending(entry: MockConfigEntry, data: str, *, test_mode: bool = False) -> Any:
    """Return the step that sends, as YAML has it."""
    return parse_yaml(
        SEND.replace("{entry_id}", entry.entry_id)
        .replace("{test_mode}", str(test_mode).lower())
        .replace("{data}", data)
    )


@pytest.mark.parametrize("kind", DATA)
async def test_data_of_templates(
    hass: HomeAssistant, gateway: GatewaySimulator, kind: str
) -> None:
    """What templates render to arrives as JSON, None and True as null and true."""
    data, sent = DATA[kind]
    gateway.faults.add("/ivp/ss/gen_schedule", faults.Fixed(200, "{}"))
    entry = await load(hass, gateway)
    await _run(hass, [_sending(entry, data)], {"page": [{"a": None}]})
    (write,) = gateway.journal.writes
    assert write.json() == sent


async def test_python_literal_is_explained(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Text that looks like Python is refused, and `to_json` is named."""
    entry = await load(hass, gateway)
    data = """'{"limit": {{ none }}, "enable": true}'"""
    with pytest.raises(ServiceValidationError, match="to_json") as caught:
        await _run(hass, [_sending(entry, data)])
    assert caught.value.translation_key == "data_python_text"
    assert gateway.journal.requests == []


AUTOMATION = """
alias: Read at noon
triggers:
  - trigger: event
    event_type: noon
conditions: []
actions:
  - action: enphase_envoy_raw_data.read_data
    data:
      config_entry_id: "{entry_id}"
      endpoint: "{endpoint}"
    response_variable: answer
  - action: input_text.set_value
    target:
      entity_id: input_text.seen
    data:
      value: >
        {{ answer['{endpoint}'] | map(attribute='lastReportWatts') | sum }} W of
        {{ answer['{endpoint}'] | count }}
"""


async def test_automation_uses_the_reply(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A reply can be used in templates, under its endpoint."""
    entry = await load(hass, gateway)
    text = AUTOMATION.replace("{entry_id}", entry.entry_id)
    automation = parse_yaml(text.replace("{endpoint}", INVERTERS))
    assert await async_setup_component(
        hass, "input_text", {"input_text": {"seen": {"max": 255}}}
    )
    assert await async_setup_component(hass, "automation", {"automation": automation})
    hass.bus.async_fire("noon")
    await hass.async_block_till_done(wait_background_tasks=True)
    inverters = gateway.device.documents[INVERTERS]
    state = hass.states.get("input_text.seen")
    assert isinstance(state, State)
    watts = sum(inverter["lastReportWatts"] for inverter in inverters)
    assert state.state == f"{watts} W of {len(inverters)}"
    assert gateway.journal.count() == 1


async def test_failed_call_stops_the_automation(
    hass: HomeAssistant, gateway: GatewaySimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """A failed read ends the run with its words in the log, and no traceback."""
    entry = await load(hass, gateway)
    text = AUTOMATION.replace("{entry_id}", entry.entry_id)
    automation = parse_yaml(text.replace("{endpoint}", "/ivp/no/such"))
    assert await async_setup_component(
        hass, "input_text", {"input_text": {"seen": {"initial": "untouched"}}}
    )
    assert await async_setup_component(hass, "automation", {"automation": automation})
    hass.bus.async_fire("noon")
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hass.states.get("input_text.seen")
    assert isinstance(state, State)
    assert state.state == "untouched"
    assert "has no endpoint /ivp/no/such on its firmware" in caplog.text
    assert "Traceback" not in caplog.text
    assert PASSWORD not in caplog.text
