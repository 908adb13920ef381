"""What the pages say of Home Assistant itself is what it does."""

from typing import Any

from homeassistant import config_entries
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import MAJOR_VERSION, MINOR_VERSION
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
import voluptuous as vol

from gateway_simulator import GatewaySimulator

from .home_assistant import ACTION, entry_of, make_entry
from .pages import ROOT, examples, section, table

TROUBLES = ROOT / "docs/troubleshooting.md"

OLD = (MAJOR_VERSION, MINOR_VERSION) < (2026, 10)
"""Of the two that all tests run on, the older one."""

VERSION = "2026.3.4" if OLD else "2026.10.4"

FORGETS = "reply: {}"

BAD_INPUT = "from_json got invalid input"


async def _run(hass: HomeAssistant, sequence: Any) -> Any:
    """Return the response of a script."""
    script = {"example": {"sequence": sequence}}
    assert await async_setup_component(hass, "script", {"script": script})
    return await hass.services.async_call(
        "script", "example", {}, blocking=True, return_response=True
    )


@pytest.mark.parametrize(
    ("page", "stale"),
    [
        (
            "actions",
            {"answered": ["/ivp/ensemble/relay"] * 2 + ["/ivp/ensemble/secctrl"]},
        ),
        ("writes", {"done": ["NC1", "NC9"]}),
    ],
)
async def test_an_old_reply_stays(
    hass: HomeAssistant, page: str, stale: dict[str, list[str]]
) -> None:
    """Without the line that the page shows, the reply before is taken for a new one."""
    (text,) = (
        one.block.text
        for one in examples()
        if one.block.page.stem == page and FORGETS in one.block.text
    )
    async with GatewaySimulator("8.2") as gateway:
        text = text.replace("YOUR_ENTRY_ID", await entry_of(hass, gateway))
        config: Any = parse_yaml(text.replace(FORGETS, "other: {}"))
        assert await _run(hass, config["sequence"]) == stale


@pytest.mark.parametrize(
    ("variable", "template", "says"),
    [
        ("now", "{{ now().hour }}", "'dict' object is not callable"),
        ("reply", "{{ now().hour }}", None),
        (
            "reply",
            "{{ (reply['/api/v1/production'] | from_json).wattsNow }}",
            BAD_INPUT,
        ),
        ("reply", "{{ reply['/api/v1/production'].wattsNow }}", None),
    ],
)
async def test_in_a_template(
    hass: HomeAssistant, variable: str, template: str, says: str | None
) -> None:
    """A variable `now` hides the function, and a reply is no text to be decoded."""
    async with GatewaySimulator("8.2") as gateway:
        call = {
            "action": f"{ACTION}.read_data",
            "data": {
                "config_entry_id": await entry_of(hass, gateway),
                "endpoint": "/api/v1/production",
            },
            "response_variable": variable,
        }
        uses = {"variables": {"result": {"value": template}}}
        stop = {"stop": "done", "response_variable": "result"}
        if says is None:
            assert "value" in await _run(hass, [call, uses, stop])
            return
        with pytest.raises(HomeAssistantError, match=says):
            await _run(hass, [call, uses, stop])
    assert f"| {says} |" in section(TROUBLES, "## Words of Home Assistant itself")


async def test_reload_ends_the_wait(hass: HomeAssistant) -> None:
    """Home Assistant waits for up to ten minutes; Reload sets the entry up at once."""
    longest = getattr(config_entries, "SETUP_RETRY_MAX_WAIT", None)
    assert longest == (None if OLD else 10 * 60)
    async with GatewaySimulator("8.2") as gateway:
        entry = make_entry(hass, gateway)
        await gateway.stop()
        await hass.config_entries.async_setup(entry.entry_id)
        states = [entry.state]
        await gateway.start()
        states.append(entry.state)
        assert await hass.config_entries.async_reload(entry.entry_id)
        states.append(entry.state)
    waits = ConfigEntryState.SETUP_RETRY
    assert states == [waits, waits, ConfigEntryState.LOADED]


@pytest.mark.parametrize(
    ("fields", "meaning"),
    [
        ({"endpoint": "/info", "form_cache": True}, "A field is misspelled."),
        ({}, "A field is missing."),
    ],
)
async def test_words_about_fields(
    hass: HomeAssistant, fields: dict[str, Any], meaning: str
) -> None:
    """The page has the words of each version."""
    async with GatewaySimulator("8.2") as gateway:
        data = {"config_entry_id": await entry_of(hass, gateway), **fields}
        with pytest.raises(vol.Invalid) as caught:
            await hass.services.async_call(
                ACTION, "read_data", data, blocking=True, return_response=True
            )
    rows = table(section(TROUBLES, "## Words of Home Assistant itself"))
    (shown,) = (row["You see"] for row in rows if row["It means"] == meaning)
    assert any(str(caught.value).startswith(words) for words in shown.split("<br>"))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("A field is wrong or missing", {"endpoint": "/info", "form_cache": True}),
        ("Refused before anything was sent", {"endpoint": "info"}),
        ("Everything else", {"endpoint": "/no/such/page"}),
    ],
)
async def test_errors_over_rest(
    hass: HomeAssistant, hass_client: Any, *, kind: str, fields: dict[str, Any]
) -> None:
    """The page has the status of each version, and says whether our words are there."""
    assert await async_setup_component(hass, "api", {})
    client = await hass_client()
    async with GatewaySimulator("8.2") as gateway:
        data = {"config_entry_id": await entry_of(hass, gateway), **fields}
        url = f"/api/services/{ACTION}/read_data?return_response"
        reply = await client.post(url, json=data)
        has_words = "endpoint" in await reply.text()
    rows = table(section(ROOT / "docs/migrating.md", "### Over the REST API"))
    (row,) = (row for row in rows if row["Error"] == kind)
    words = "the error's words" if has_words else "without the error's words"
    assert row[f"On {VERSION}"] == f"{reply.status}, {words}"
