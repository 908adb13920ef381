"""The nightly copy of endpoints."""

from datetime import timedelta
import json
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from gateway_simulator import faults

from .bench import Bench

_NAME = "nightly_copy.yaml"
_EVENT = "enphase_envoy_raw_data_copy"
_TOTAL = "/api/v1/production"
_INVERTERS = "/api/v1/production/inverters"


@pytest.fixture
async def file(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the file of a notification entity of the File integration."""
    path = tmp_path / "kept/copy.jsonl"
    path.parent.mkdir()
    path.write_text("{}\n")
    entry = MockConfigEntry(
        domain="file",
        title="copy",
        version=2,
        data={"platform": "notify", "name": "copy", "file_path": str(path)},
        options={},
    )
    entry.add_to_hass(hass)
    hass.config.allowlist_external_dirs = {str(path.parent)}
    assert await async_setup_component(hass, "notify", {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.get("notify.copy"), hass.states.async_entity_ids()
    return path


def _of(bench: Bench, endpoint: str, **changes: Any) -> dict[str, Any]:
    """Return the copy of an endpoint, without its time."""
    return {
        "gateway": bench.entry.title,
        "endpoint": endpoint,
        "complete": True,
        "error": None,
        "reply": bench.gateway.device.documents.get(endpoint),
    } | changes


def _recent(copy: dict[str, Any]) -> dict[str, Any]:
    """Return a copy without its time, which has to be now."""
    at = dt_util.parse_datetime(copy["time"])
    assert at is not None
    assert abs(dt_util.utcnow() - at) < timedelta(seconds=30)
    return {name: value for name, value in copy.items() if name != "time"}


def _added(file: Path) -> list[dict[str, Any]]:
    """Return what was added to the file, without the times."""
    first, *lines = file.read_text().splitlines()
    assert first == "{}"
    return [_recent(json.loads(line)) for line in lines]


async def _copy(hass: HomeAssistant, bench: Bench, **inputs: Any) -> list[Any]:
    """Run the automation and return what its events have."""
    events = async_capture_events(hass, _EVENT)
    await bench.automate(_NAME, **inputs)
    await bench.trigger()
    assert bench.gateway.journal.writes == []
    return [_recent(event.data["copy"]) for event in events]


async def test_events(hass: HomeAssistant, bench: Bench) -> None:
    """Each endpoint is an event, in their order."""
    copies = await _copy(hass, bench)
    assert copies == [_of(bench, _TOTAL), _of(bench, _INVERTERS)]


async def test_file(hass: HomeAssistant, bench: Bench, file: Path) -> None:
    """Each endpoint is a line of JSON, and the lines of other nights stay."""
    given = {"file": "notify.copy", "event": False, "endpoints": [_TOTAL, _INVERTERS]}
    assert await _copy(hass, bench, **given) == []
    await bench.trigger()
    expected = [_of(bench, _TOTAL), _of(bench, _INVERTERS)]
    assert _added(file) == expected * 2


@pytest.mark.parametrize(
    "text",
    ["", "1,2", "{'a': None}", 'it\'s <a b="c"/> {{ 1 + 1 }}', "two\nlines ünd €"],
)
async def test_text(hass: HomeAssistant, bench: Bench, file: Path, text: str) -> None:
    """A page of text arrives as it is, whatever it looks like."""
    bench.gateway.faults.add("/home", faults.Fixed(200, text))
    copies = await _copy(hass, bench, endpoints=["/home"], file="notify.copy")
    assert copies == [_of(bench, "/home", reply=text)]
    assert _added(file) == copies


async def test_one_fails(hass: HomeAssistant, bench: Bench, file: Path) -> None:
    """An endpoint that fails has its error, and the others follow."""
    pages = [_TOTAL, "/ivp/none", _INVERTERS]
    copies = await _copy(hass, bench, endpoints=pages, file="notify.copy")
    assert [copy["complete"] for copy in copies] == [True, False, True]
    assert copies[1]["reply"] is None
    assert "has no endpoint /ivp/none on its firmware" in copies[1]["error"]
    assert _added(file) == copies


async def test_gateway_is_off(hass: HomeAssistant, bench: Bench) -> None:
    """The copy says why there is none."""
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    await bench.gateway.stop()
    (copy,) = await _copy(hass, bench, endpoints=[_TOTAL])
    assert copy["complete"] is False
    assert "can't be reached at" in copy["error"]


async def test_gateway_is_not_loaded(hass: HomeAssistant, bench: Bench) -> None:
    """Home Assistant was started without the gateway."""
    await hass.config_entries.async_unload(bench.entry.entry_id)
    first, second = await _copy(hass, bench)
    assert first["error"] == second["error"]
    assert first["error"] == "The log of Home Assistant says why."


async def test_large(hass: HomeAssistant, bench: Bench, file: Path) -> None:
    """What templates can't handle is said, and what they just can is copied."""
    page = bench.gateway.device.documents
    page[_TOTAL] = {"text": '"' * 124_000}
    page[_INVERTERS] = {"text": "x" * 250_000}
    page["/home"] = [1] * 100_000  # templates put a space behind each comma
    pages = [_TOTAL, _INVERTERS, "/home"]
    copies = await _copy(hass, bench, file="notify.copy", endpoints=pages)
    assert copies[0] == _of(bench, _TOTAL)
    for copy, size in zip(copies[1:], (250_012, 300_000), strict=True):
        assert copy["error"].endswith(f"it has {size} characters.")
    assert _added(file) == copies


@pytest.mark.parametrize(
    "inputs", [{"endpoints": []}, {"event": False}, {"event": False, "file": []}]
)
async def test_nothing_to_do(
    hass: HomeAssistant,
    bench: Bench,
    notifications: list[ServiceCall],
    inputs: dict[str, Any],
) -> None:
    """An automation that could do nothing says so."""
    assert await _copy(hass, bench, **inputs) == []
    (told,) = notifications
    assert "choose at least one endpoint" in told.data["message"]
    assert bench.gateway.journal.requests == []


async def test_file_can_not_be_written(
    hass: HomeAssistant, bench: Bench, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The error of the file is in the log, and the event is there."""
    shutil.rmtree(file.parent)
    copies = await _copy(hass, bench, file="notify.copy", endpoints=[_TOTAL])
    assert copies == [_of(bench, _TOTAL)]
    assert str(file) in caplog.text


async def test_time(hass: HomeAssistant, bench: Bench) -> None:
    """It is made at night."""
    events = async_capture_events(hass, _EVENT)
    await bench.automate(_NAME)
    night = dt_util.start_of_local_day() + timedelta(days=1, hours=3, minutes=30)
    async_fire_time_changed(hass, night + timedelta(seconds=1))
    await bench.settled()
    assert len(events) == 2
