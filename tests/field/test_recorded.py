"""Recordings, diagnostics and the Explorer: nothing of the house, and all the rest."""

from itertools import chain
import json
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_bytes
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.enphase_envoy_raw_data.gateway import probable
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from tests.integration.explorer.support import opened as opened_page
from tests.integration.helpers import read
from tests.recording.support import opened, record
from tests.recording.test_replay import outline
from tests.writes.support import outcome, over_http

from .gateway import MadeGateway
from .test_reads import is_missing, load_as_installer
from .test_writes import leaves

_SERIAL_LENGTH: Final = 12
_WORDS: Final = ("Grüße von nebenan", "太陽", 'says \\"no\\"', "back\\\\slash")
"""Texts that somebody could have entered."""


def _keys(value: Any) -> set[str]:
    """Return all keys of a document."""
    if isinstance(value, dict):
        return {*value, *chain.from_iterable(map(_keys, value.values()))}
    if isinstance(value, list):
        return set(chain.from_iterable(map(_keys, value)))
    return set()


def serials(made: MadeGateway) -> set[str]:
    """Return every serial in the pages, and the gateway's own."""
    found = {made.serial}
    for page in made.pages.values():
        if page.is_document:
            texts = {*_keys(page.value), *map(str, leaves(page.value).values())}
            found |= {
                text
                for text in texts
                if text.isdigit() and len(text) == _SERIAL_LENGTH and text.strip("0")
            }
    return found


@pytest.mark.parametrize("seed", [1, 2], indirect=True)
async def test_recording(
    hass: HomeAssistant, configuration: Path, made: MadeGateway
) -> None:
    """Each page is in the file as it is laid out, and none says whose it is."""
    entry = await load_as_installer(hass, made)
    token = entry.data["token"]
    reply = await record(hass, entry)
    file = opened(Path(reply["file"]))
    secrets = serials(made) | {made.host} | ({token} if token else set())
    assert [one for one in secrets if one in file.text] == []
    assert [one for one in _WORDS if one in file.text] == []
    for endpoint, page in made.pages.items():
        told = file.pages.get(endpoint)
        if told is None or told["status"] in (None, 401):
            continue
        assert told["status"] == page.status, endpoint
        if page.is_json:
            assert outline(file.body(endpoint)) == outline(page.body), endpoint
    assert not made.journal.writes


@pytest.mark.parametrize("seed", [1], indirect=True)
async def test_diagnostics(hass: HomeAssistant, made: MadeGateway) -> None:
    """Whole, and without any serial or token, whatever was read before."""
    entry = await load_as_installer(hass, made)
    for endpoint in made.pages:
        await outcome(read(hass, entry, endpoint))
    found = await async_get_config_entry_diagnostics(hass, entry)
    text = json_bytes(found).decode()
    told = json.loads(text)
    assert told
    secrets = serials(made) | ({entry.data["token"]} if made.token_login else set())
    assert [one for one in secrets if one in text] == []


@over_http
@pytest.mark.parametrize("seed", [1], indirect=True)
async def test_explorer(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, made: MadeGateway
) -> None:
    """The page shows the gateway, and its probe tells of each endpoint."""
    entry = await load_as_installer(hass, made)
    page = await opened_page(hass, hass_ws_client)
    assert (await page.ask("catalogue", language="en"))["success"]
    assert (await page.ask("search", text="battery"))["success"]
    await page.start("probe", entry_id=entry.entry_id)
    assert (await page.hear())["success"]
    total = (await page.event())["total"]
    assert total == sum(map(probable, catalogue().endpoints))
    steps = [await page.event() for _ in range(total)]
    assert await page.event() == {"ended": True, "error": None}
    by_path = {step["path"]: step for step in steps}
    for endpoint, one in made.pages.items():
        if (step := by_path.get(endpoint)) and step["status"] != 401:
            assert step["answered"] is not is_missing(one), endpoint
            assert step["status"] == one.status, endpoint
