"""Adding a recording in the place of a gateway, and choosing another one."""

import asyncio
from http import HTTPStatus
import io
from pathlib import Path

import aiohttp
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.enphase_envoy_raw_data.recording import BUNDLED_FILE
from tests.integration.dialog import Dialog
from tests.integration.helpers import DOMAIN, TEXTS

from .support import KEPT, keep, page, practise, recording, zipped

OTHER = "recording-7.6.175-89abcdef.zip"
TITLE = "Practice (recording)"


def copies(configuration: Path) -> list[str]:
    """Return the names of the recordings that were copied."""
    return sorted(one.name for one in (configuration / DOMAIN).glob("practice/*"))


def choices(dialog: Dialog) -> dict[str, str]:
    """Return the recordings that the form offers."""
    selector = dialog.result["data_schema"].schema["recording"]
    return {one["value"]: one["label"] for one in selector.config["options"]}


async def test_the_bundled_one(hass: HomeAssistant, configuration: Path) -> None:
    """Two clicks, and it answers."""
    dialog = await Dialog.start(hass)
    assert dialog.options == {
        "enter": "Add a gateway",
        "practise": "Practise on a recording",
    }
    await dialog.choose("practise")
    assert dialog.fields == ["recording"]
    assert choices(dialog) == {
        "bundled": "The recording that comes with the integration: firmware 8.2.4382"
    }
    result = await dialog.submit(recording="bundled")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert (entry.title, dict(entry.data)) == (TITLE, {"recording": "bundled"})
    assert entry.state is ConfigEntryState.LOADED
    told = TEXTS["config"]["create_entry"][result["description"]]
    told = told.format(**result["description_placeholders"])
    assert "firmware 8.2.4382, account installer" in told
    assert "read_data" in told
    assert copies(configuration) == []


async def test_one_that_was_made_here(hass: HomeAssistant, configuration: Path) -> None:
    """It is copied, since only the latest five are kept."""
    kept = keep(configuration)
    keep(configuration, OTHER, b"no recording any more")
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    assert list(choices(dialog)) == ["bundled", KEPT]
    assert "firmware 8.2.4382, account installer" in choices(dialog)[KEPT]
    result = await dialog.submit(recording=KEPT)
    entry = result["result"]
    (copy,) = copies(configuration)
    assert dict(entry.data) == {"recording": copy}
    kept.unlink()
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    await hass.config_entries.async_remove(entry.entry_id)
    assert copies(configuration) == []


async def test_two_side_by_side(hass: HomeAssistant, configuration: Path) -> None:
    """Each recording once, and each entry with a title of its own."""
    first = await practise(hass)
    keep(configuration)
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    result = await dialog.submit(recording="bundled")
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "practised_already",
    )
    assert result["description_placeholders"] == {"title": first.title}
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    result = await dialog.submit(recording=KEPT)
    assert result["result"].title == f"{TITLE} 2"
    assert result["result"].state is ConfigEntryState.LOADED


async def test_it_went_while_the_form_was_open(
    hass: HomeAssistant, configuration: Path
) -> None:
    """The form says so, and offers what is left."""
    kept = keep(configuration)
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    kept.unlink()
    await dialog.submit(recording=KEPT)
    assert dialog.errors == {"recording": "recording_gone"}
    assert list(choices(dialog)) == ["bundled"]
    result = await dialog.submit(recording="bundled")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_it_can_not_be_copied(hass: HomeAssistant, configuration: Path) -> None:
    """A folder that can't be written is told with the system's words."""
    keep(configuration)
    (configuration / DOMAIN / "practice").write_text("a file in its place")
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    await dialog.submit(recording=KEPT)
    assert dialog.errors == {"recording": "recording_unreadable"}
    assert "File exists" in dialog.complaint


async def test_another_recording(hass: HomeAssistant, configuration: Path) -> None:
    """Reconfigure is for that; the entry stays, and the old copy goes."""
    keep(configuration)
    small = recording((page("/home", 2), b'{"a": 1}'), firmware="D7.6.175")
    keep(configuration, OTHER, zipped(small))
    entry = await practise(hass)
    dialog = await Dialog.reconfigure(hass, entry)
    assert dialog.result["step_id"] == "practise"
    result = await dialog.submit(recording=KEPT)
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "recording_changed",
    )
    (first,) = copies(configuration)
    assert dict(entry.data) == {"recording": first}
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(recording=OTHER)
    (second,) = copies(configuration)
    assert first != second
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.client.identity.firmware == "7.6.175"
    assert entry.unique_id == f"enphase_envoy_raw_data_practice_{second}"
    assert entry.title == TITLE
    # The same once more changes nothing.
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(recording=OTHER)
    assert copies(configuration) == [second]
    assert entry.state is ConfigEntryState.LOADED


async def _upload(client_of: ClientSessionGenerator, content: bytes) -> str:
    """Send a file to Home Assistant, as the form in a browser does."""
    client = await client_of()
    form = aiohttp.FormData()
    form.add_field("file", io.BytesIO(content), filename="recording.zip")
    reply = await client.post("/api/file_upload", data=form)
    assert reply.status == HTTPStatus.OK
    name: str = (await reply.json())["file_id"]
    # The transports of connections close one round later.
    await asyncio.sleep(0)
    return name


@pytest.mark.usefixtures("socket_enabled")
async def test_a_file(
    hass: HomeAssistant, configuration: Path, hass_client: ClientSessionGenerator
) -> None:
    """What was made elsewhere is sent with the form, and what is none is refused."""
    assert await async_setup_component(hass, "file_upload", {})
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    assert dialog.fields == ["recording", "file"]
    odd = await _upload(hass_client, b"no zip")
    await dialog.submit(recording="bundled", file=odd)
    assert dialog.errors == {"file": "recording_no_recording"}
    # Home Assistant deletes what was taken.
    await dialog.submit(recording="bundled", file=odd)
    assert dialog.errors == {"file": "recording_gone"}
    large = await _upload(hass_client, bytes(9 * 1024 * 1024))
    await dialog.submit(recording="bundled", file=large)
    assert dialog.errors == {"file": "recording_too_large"}
    assert copies(configuration) == []
    good = await _upload(hass_client, BUNDLED_FILE.read_bytes())
    result = await dialog.submit(recording="bundled", file=good)
    entry: MockConfigEntry = result["result"]
    assert dict(entry.data) == {"recording": copies(configuration)[0]}
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
async def test_title_in_the_language_of_the_system(
    hass: HomeAssistant, configuration: Path, language: str
) -> None:
    """It says that it is a recording in each of them."""
    hass.config.language = language
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    result = await dialog.submit(recording="bundled")
    title = result["result"].title
    assert "(" in title
    assert title != TITLE
