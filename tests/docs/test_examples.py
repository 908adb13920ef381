"""Every YAML example is run in a real Home Assistant, and its answer compared."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
import json
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import json_bytes
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)
import yaml

from gateway_simulator import GatewaySimulator
from tests.fixtures import complaints
from tests.practice.support import practise

from .matching import difference
from .pages import BEFORE, CARD, CONFIGURATION, PAGES, ROOT, Example, blocks, examples

DOMAIN = "enphase_envoy_raw_data"
AUTOMATION = "automation"
SCRIPT = "script"

PLACEHOLDER = "YOUR_ENTRY_ID"
OTHER_PLACEHOLDER = "OTHER_ENTRY_ID"
"""The entry of a second gateway, of the same kind as the first."""

OTHER_SERIAL = "202248009999"

PRACTICE = "practice"
"""In place of a replica: the recording that comes with the integration."""

_STAND_IN = "8.2"
"""A gateway that is there meanwhile, and hears nothing."""

_WHO = "GET /info"

# Of a minute: on a busy machine, setting up an example takes some.
_LAST_SECONDS = 40
"""Of a minute; then a template example waits for the next one."""

# Actions of other integrations in examples: called, recorded, not carried out.
OTHER_ACTIONS = ("notify.send_message", "persistent_notification.create")

# What examples write to has to be there.
HELPERS = {
    "input_number": {
        "solar_today": {"min": 0, "max": 500, "step": 0.001},
        "solar_now": {"min": -100, "max": 100000},
    },
}


@pytest.fixture
async def gateway(example: Example) -> AsyncIterator[GatewaySimulator]:
    """Return the gateway that an example is about."""
    replica = _STAND_IN if example.replica == PRACTICE else example.replica
    async with GatewaySimulator(replica) as simulator:
        yield simulator


@pytest.fixture
async def other_gateway(example: Example) -> AsyncIterator[GatewaySimulator]:
    """Return a second gateway of that kind."""
    replica = _STAND_IN if example.replica == PRACTICE else example.replica
    simulator = GatewaySimulator(replica)
    simulator.set_serial(OTHER_SERIAL)
    async with simulator:
        yield simulator


@pytest.fixture
async def ids(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    other_gateway: GatewaySimulator,
    example: Example,
) -> dict[str, str]:
    """Return the loaded entries that an example speaks of, by placeholder."""
    gateways = {PLACEHOLDER: gateway, OTHER_PLACEHOLDER: other_gateway}
    return {
        placeholder: await _entry(hass, simulator, example)
        for placeholder, simulator in gateways.items()
        if placeholder == PLACEHOLDER or placeholder in example.block.text
    }


async def _entry(
    hass: HomeAssistant, gateway: GatewaySimulator, example: Example
) -> str:
    """Return the ID of a loaded entry, logged in as the example says."""
    if example.replica == PRACTICE:
        practice: str = (await practise(hass)).entry_id
        return practice
    by_token = gateway.token_login
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=f"Envoy-raw-data {gateway.serial}",
        unique_id=f"{DOMAIN}_for_{gateway.serial}",
        version=1,
        options={"rehearse": True} if example.rehearses else {},
        data={
            "host": gateway.host,
            "name": f"Envoy-raw-data {gateway.serial}",
            "username": "" if by_token else example.account,
            "password": "",
            "token": gateway.token(example.account) if by_token else "",
            "use_manual_token": by_token,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    gateway.journal.clear()
    entry_id: str = entry.entry_id
    return entry_id


@pytest.fixture
async def others(hass: HomeAssistant) -> dict[str, list[ServiceCall]]:
    """Return the calls of other actions, by action; helpers are there, too."""
    for domain, config in HELPERS.items():
        assert await async_setup_component(hass, domain, {domain: config})
    return {
        action: async_mock_service(hass, *action.split(".")) for action in OTHER_ACTIONS
    }


@pytest.mark.parametrize("example", examples(), ids=str)
async def test_example(
    *,
    hass: HomeAssistant,
    example: Example,
    gateway: GatewaySimulator,
    ids: dict[str, str],
    others: dict[str, list[ServiceCall]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The example works, and what the page shows is what comes."""
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")
    text = example.block.text
    assert PLACEHOLDER in text or "list_endpoints" in text
    text = _with_ids(text, ids)
    if example.at_its_time:
        moment = dt_util.utc_from_timestamp(gateway.truth["time"])
        monkeypatch.setattr(dt_util, "now", lambda *_: moment)
    config: Any = parse_yaml(text)
    answers = example.answers
    if "error" in answers:
        with pytest.raises(HomeAssistantError) as caught:
            await _run(hass, config)
        shown = " ".join(answers["error"].text.split())
        assert shown == str(caught.value)
    else:
        response = await _run(hass, config)
        assert bool(complaints(caplog)) == example.logs_the_error
        if "reply" in answers:
            came = json.loads(json_bytes(response))
            _same(parse_yaml(_with_ids(answers["reply"].text, ids)), came)
    if example.replica == PRACTICE:
        assert gateway.journal.count() == 0
    if "sent" in answers:
        (written,) = [item for item in gateway.journal.requests if item.body]
        _same(json.loads(answers["sent"].text), json.loads(written.body))
    if "outcome" in answers:
        outcome: Any = parse_yaml(answers["outcome"].text)
        _same(outcome, _outcome(hass, gateway, others, outcome))


def _with_ids(text: str, ids: dict[str, str]) -> str:
    """Return a text with the entries that it speaks of."""
    for placeholder, entry_id in ids.items():
        text = text.replace(placeholder, entry_id)
    return text


async def _run(hass: HomeAssistant, config: Any) -> Any:
    """Do what the block is for; return the response if there is one."""
    match config:
        case {"action": action, "data": data}:
            domain, name = action.split(".")
            return await hass.services.async_call(
                domain, name, data, blocking=True, return_response=True
            )
        case {"triggers": _, "actions": _}:
            assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: config})
            (entity_id,) = hass.states.async_entity_ids(AUTOMATION)
            assert hass.states.get(entity_id).state == "on"  # type: ignore[union-attr]
            await hass.services.async_call(
                AUTOMATION, "trigger", {"entity_id": entity_id}, blocking=True
            )
            await hass.async_block_till_done()
            return None
        case {"sequence": _} | {"use_blueprint": _}:
            if use := config.get("use_blueprint"):
                # Such looks take minutes; tests/blueprints has them.
                use["input"]["look_after"] = 0
            assert await async_setup_component(
                hass, SCRIPT, {SCRIPT: {"example": config}}
            )
            fields = {
                name: given["default"]
                for name, given in config.get("fields", {}).items()
            }
            return await hass.services.async_call(
                SCRIPT, "example", fields, blocking=True, return_response=True
            )
        case {"template": _}:
            # The clock itself is not to trigger it as well.
            if (second := dt_util.utcnow().second) >= _LAST_SECONDS:
                await asyncio.sleep(60 - second)
            assert await async_setup_component(hass, "template", config)
            await hass.async_block_till_done()
            async_fire_time_changed(
                hass, dt_util.utcnow() + timedelta(minutes=15), fire_all=True
            )
            await hass.async_block_till_done()
            return None
    raise AssertionError("this is no call, automation, script or configuration")


def _outcome(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    others: dict[str, list[ServiceCall]],
    shown: dict[str, Any],
) -> dict[str, Any]:
    """Return what the outcome block asks about."""
    came: dict[str, Any] = {}
    for key, value in shown.items():
        if key == "requests":
            received = [
                f"{item.method} {item.target}" for item in gateway.journal.requests
            ]
            # When the test moves the time on, the simulator ends connections, and a new
            # one begins with the question who is there.
            came[key] = [item for item in received if item != _WHO or _WHO in value]
        elif key in others:
            came[key] = [dict(call.data) for call in others[key]]
        else:
            state = hass.states.get(key)
            came[key] = state.state if state else None
    return came


def _same(shown: Any, came: Any) -> None:
    """Fail with the first difference."""
    found = difference(shown, came)
    assert found is None, found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_yaml_block_is_run_or_compared(page: Any) -> None:
    """A YAML block without a note would never be tested; what was before is YAML."""
    known = [
        block
        for example in examples()
        for block in (example.block, *example.answers.values())
    ]
    left = [
        block
        for block in blocks(page)
        if block.language in ("yaml", "yml") and block not in known
    ]
    for block in left:
        if block.note in (CARD, CONFIGURATION):
            continue
        assert block.note == BEFORE, block.place
        assert page.name == "migrating.md"
        assert yaml.compose(block.text), block.place


def test_there_are_examples() -> None:
    """Nothing is proven if none is found."""
    pages = {example.block.page.name for example in examples()}
    assert {"README.md", "actions.md", "recipes.md", "writes.md"} <= pages
    assert "blueprints.md" in pages


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "…": "more"}, {"a": 1}),
        ({"b": 1, "a": 1}, {"a": 1, "b": 1}),
        ([1, "… 2 more"], [1, 2]),
        ([1], [1, 2]),
        ("abc…", "abd"),
        ("abc", "abcd"),
        ({"age": "soon"}, {"age": 1.5}),
        ({"read_at": "2026-01-01T00:00:00+00:00"}, {"read_at": "today"}),
    ],
)
def test_differences_are_found(shown: Any, came: Any) -> None:
    """The comparison can fail."""
    assert difference(shown, came)


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ({"a": 1, "…": "more"}, {"a": 1, "b": 2}),
        ([1, "… 2 more"], [1, 2, 3]),
        ("abc…", "abcd"),
        ({"age": 0.1}, {"age": 1.5}),
    ],
)
def test_what_is_left_out_may_differ(shown: Any, came: Any) -> None:
    """The comparison knows what a page leaves out."""
    assert difference(shown, came) is None
