"""The options of an entry, as an owner sees and chooses them."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData, section
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import TEXTS, load, refusal

from ..support import (
    CHANGE,
    DPEL,
    GROUPS,
    OPTIONS,
    REHEARSAL,
    asked,
    choose,
    grouped,
    option_texts,
    outcome,
    over_http,
    write,
)

CHOSEN: dict[str, Any] = {
    "who_may_send": "everyone",
    "allowed_senders": ["automation.limit", "script.limit"],
    "in_sidebar": False,
    "opened_pages": ["/prov"],
    "allowed_endpoints": ["/ivp/*", "/prov"],
    "certificate": "refuse",
    "confirm_firmware": True,
    "event_bodies": True,
}

UNCHOSEN = {"rehearse": False, "rehearse_until": None, "rehearse_for": None}


def suggested(flow: Any) -> dict[str, Any]:
    """Return what a form shows before anybody types."""
    found: dict[str, Any] = {}
    for key, field in flow["data_schema"].schema.items():
        if isinstance(field, section):
            assert not field.options["collapsed"]
            found |= suggested({"data_schema": field.schema})
        else:
            found[str(key)] = (key.description or {}).get("suggested_value")
    return found


async def test_form(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It shows what counts now, and keeps what was chosen."""
    entry = await load(hass, gateway)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "init"
    facts = flow["description_placeholders"] or {}
    assert facts["gateway"] == entry.title
    assert facts["explorer_page"].startswith("/")
    assert suggested(flow) == OPTIONS | UNCHOSEN | {"allowed_endpoints": ""}
    await choose(hass, entry, **CHOSEN)
    assert dict(entry.options) == CHOSEN
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert suggested(flow) == CHOSEN | UNCHOSEN | {"allowed_endpoints": "/ivp/*\n/prov"}
    assert gateway.journal.requests == []


async def test_words(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Each group and field has a name and an explanation, each choice a name."""
    entry = await load(hass, gateway)
    flow: Any = await hass.config_entries.options.async_init(entry.entry_id)
    names = list(suggested(flow))
    # Home Assistant has the texts of groups behind all others.
    assert sorted(names) == sorted([*OPTIONS, *REHEARSAL])
    assert sorted(names) == sorted(option_texts("data"))
    assert set(names) == set(option_texts("data_description"))
    texts = TEXTS["options"]["step"]["init"]["sections"]
    assert set(texts) == set(GROUPS)
    for group in texts.values():
        assert set(group) == {"name", "description", "data", "data_description"}
    assert set(TEXTS["selector"]["who_may_send"]["options"]) == {
        "administrators",
        "everyone",
        "named",
        "nobody",
    }


async def test_no_reload(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """What is chosen counts for the next call; nothing is set up anew."""
    entry = await load(hass, gateway)
    runtime, client = entry.runtime_data, entry.runtime_data.client
    await choose(hass, entry, who_may_send="nobody")
    await hass.async_block_till_done()
    assert entry.runtime_data is runtime
    assert entry.runtime_data.client is client
    assert await outcome(write(hass, entry, data=CHANGE)) == "locked_for_everybody"
    assert gateway.journal.requests == []
    await choose(hass, entry)
    await write(hass, entry, data=CHANGE)
    assert len(gateway.journal.requests) == 1


async def test_each_gateway_has_its_own(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What counts for one gateway is nothing to another, nor is its record."""
    first = await load(hass, gateway)
    async with GatewaySimulator("8.2") as other:
        second = await load(hass, other)
        await choose(hass, first, who_may_send="nobody")
        assert await outcome(write(hass, first, data=CHANGE)) == "locked_for_everybody"
        await write(hass, second, data=CHANGE)
        assert (gateway.journal.writes, len(other.journal.writes)) == ([], 1)
        assert (first.runtime_data.refusals, second.runtime_data.refusals) == (1, 0)
        assert not first.runtime_data.log.writes
        assert len(second.runtime_data.log.writes) == 1


@pytest.mark.parametrize(
    "pattern", [" ", "*", "ivp/ss/*", "https://gateway/ivp", "/a b", "/../x", "//x"]
)
async def test_pattern_that_is_none(
    hass: HomeAssistant, gateway: GatewaySimulator, pattern: str
) -> None:
    """What can't be an endpoint is shown again, and nothing is stored."""
    entry = await load(hass, gateway)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    given = OPTIONS | {"allowed_endpoints": [DPEL, pattern], "event_bodies": True}
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], grouped(given)
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"pages": "not_a_pattern"}
    assert "not_a_pattern" in TEXTS["options"]["error"]
    assert suggested(result) == given | UNCHOSEN | {
        "allowed_endpoints": f"{DPEL}\n{pattern}"
    }
    assert not entry.options
    given["allowed_endpoints"] = [DPEL]
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], grouped(given)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert dict(entry.options) == given


@pytest.mark.parametrize(
    "wrong",
    [
        {"who_may_send": "the cat"},
        {"opened_pages": ["/ivp/ss/dpel"]},
        {"allowed_endpoints": 1},
        {"allowed_senders": ["light.kitchen"]},
        {"allowed_senders": "automation.limit"},
    ],
)
async def test_choice_that_is_none(
    hass: HomeAssistant, gateway: GatewaySimulator, wrong: dict[str, Any]
) -> None:
    """What the form doesn't offer can't be chosen."""
    entry = await load(hass, gateway)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(
            flow["flow_id"], grouped(OPTIONS | wrong)
        )
    assert not entry.options


async def test_kept_over_a_reload(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A read-only gateway stays one."""
    entry = await load(hass, gateway)
    await choose(hass, entry, who_may_send="nobody")
    await hass.config_entries.async_reload(entry.entry_id)
    gateway.journal.clear()
    await refusal(
        write(hass, entry, data=CHANGE), "locked_for_everybody", callers_mistake=True
    )
    assert asked(gateway) == []


@over_http
async def test_refusals_are_counted(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """Diagnostics tell how many writes the locks have refused."""
    assert await async_setup_component(hass, "diagnostics", {})
    entry = await load(hass, gateway)
    for _ in range(2):
        assert await outcome(write(hass, entry, "/prov", data={})) == "locked_page"
    await choose(hass, entry, who_may_send="nobody")
    assert await outcome(write(hass, entry, data={})) == "locked_for_everybody"
    await choose(hass, entry, allowed_endpoints=[DPEL])
    assert await outcome(write(hass, entry, data={})) == "locked_by_list"
    found: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found["refused_writes"] == 4
    assert found["writes"] == []
