"""Whatever is found in place of the record, or keeps it from being stored."""

import json
import logging
from pathlib import Path
import shutil
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, call, load, make_entry, refusal
from tests.writes.support import CHANGE, SETTINGS, write

OURS: Final = f"custom_components.{DOMAIN}"

ROW: Final[dict[str, Any]] = {
    "id": "01J00000000000000000000000",
    "at": "2025-11-28T10:00:00+00:00",
    "method": "PUT",
    "endpoint": "/home",
    "status": 200,
    "duration": 0.1,
    "firmware": "8.3.5433",
    "serial": "122330008303",
    "verified": None,
    "user": None,
    "sent": {},
    "before": None,
    "after": None,
}

ODD_ID: Final = "01J00000000000000000000001"

ODD_VALUES: Final[dict[str, list[object]]] = {
    "at": [None, 5],
    "cut": [None, 5, "before", [5], [[]], {}],
    "duration": ["0.1", None],
    "endpoint": [5, []],
    "form": [None, "x", 1],
    "id": [None, 5, []],
    "method": [None, ["PUT"]],
    "refused": [None, "yes"],
    "senders": [None, 5, "script.x", [5], [[]], {}],
    "status": ["200", 200.5, True, -200, []],
    "user": [5, []],
    "verified": ["yes", 1, []],
}
"""What has no place in a row, by the key under which it stands."""

ODD_DATA: Final[dict[str, Any]] = {
    "a list": [],
    "a text": "writes",
    "a number": 17,
    "no keys": {},
    "no firmware": {"writes": []},
    "no writes": {"firmware": {}},
    "writes are nothing": {"writes": None, "firmware": {}},
    "writes are a text": {"writes": "many", "firmware": {}},
    "writes are an object": {"writes": {"1": ROW}, "firmware": {}},
    "firmware is nothing": {"writes": [], "firmware": None},
    "firmware is a list": {"writes": [], "firmware": ["/home"]},
    "a firmware is a number": {"writes": [], "firmware": {SETTINGS: 8}},
    "an empty row": {"writes": [{}], "firmware": {}},
    "a row is a text": {"writes": ["PUT /home"], "firmware": {}},
    "a row without a time": {
        "writes": [{key: ROW[key] for key in ROW if key != "at"}],
        "firmware": {},
    },
    "a row with an odd endpoint": {
        "writes": [ROW | {"endpoint": None}],
        "firmware": {},
    },
    "a row with an odd status": {"writes": [ROW | {"status": "ok"}], "firmware": {}},
}


def stored(data: object, version: int = 1) -> str:
    """Return a file of Home Assistant's storage."""
    return json.dumps({"version": version, "minor_version": 1, "key": "", "data": data})


ODD_FILES: Final[dict[str, str | None]] = {
    **{name: stored(data) for name, data in ODD_DATA.items()},
    "another version": stored({"writes": [], "firmware": {}}, 2),
    "no version": '{"data": {"writes": [], "firmware": {}}}',
    "a list of its own": "[]",
    "no JSON": "writes:\n  - PUT /home\n",
    "empty": "",
    "not UTF-8": "\udcff\udcfe",
    "a folder": None,
}

_SET_ASIDE_BY_HOME_ASSISTANT: Final = ("no JSON", "empty", "not UTF-8")


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Return the file of the record."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}"))


def recorded(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is in the file of the record."""
    data: dict[str, Any] = json.loads(file_of(hass, entry).read_bytes())["data"]
    return data


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what we have complained about; nobody else has about us."""
    found = [
        record
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name.startswith(OURS)
    ]
    assert not [record for record in found if record.levelno > logging.WARNING]
    assert not [record for record in found if record.exc_info]
    return [record.getMessage() for record in found]


def take_folder_away(hass: HomeAssistant) -> Path:
    """Have a file in place of the folder with all that is stored; return it."""
    folder = Path(hass.config.path(".storage"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("no folder")
    return folder


@pytest.mark.parametrize("name", ODD_FILES)
async def test_odd_file(
    real: HomeAssistant,
    gateway: GatewaySimulator,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    """It is set aside with one warning, and writes are recorded as ever."""
    content = ODD_FILES[name]
    entry = make_entry(real, gateway)
    file = file_of(real, entry)
    file.parent.mkdir(exist_ok=True)
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert await real.config_entries.async_setup(entry.entry_id)
    await write(real, entry, data=CHANGE)
    assert [one.applied for one in gateway.journal.writes] == [True]
    assert [row["endpoint"] for row in recorded(real, entry)["writes"]] == [SETTINGS]
    found = await async_get_config_entry_diagnostics(real, entry)
    assert len(found["writes"]) == 1
    if name in _SET_ASIDE_BY_HOME_ASSISTANT:
        # It says so itself.
        assert list(file.parent.glob(f"{file.name}.corrupt.*"))
        assert warnings(caplog) == []
        return
    aside = file.with_name(f"{file.name}.unreadable")
    assert aside.is_dir() if content is None else aside.exists()
    if content is not None:
        assert aside.read_bytes() == content.encode("utf-8", "surrogateescape")
    (warning,) = warnings(caplog)
    assert str(aside) in warning
    assert await real.config_entries.async_reload(entry.entry_id)
    assert len(warnings(caplog)) == 1


async def test_the_rest_is_kept(
    real: HomeAssistant, gateway: GatewaySimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """One row that can't be read takes no other along."""
    entry = make_entry(real, gateway)
    file = file_of(real, entry)
    file.parent.mkdir(exist_ok=True)
    old = {key: ROW[key] for key in ROW if key != "id"}
    kept = {"writes": [{}, ROW, "x", old], "firmware": {"/home": "8.1", "/x": 1}}
    file.write_text(stored(kept))
    assert await real.config_entries.async_setup(entry.entry_id)
    assert entry.runtime_data.log.writes == [ROW, old]
    assert entry.runtime_data.log.firmware_at("/home") == "8.1"
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in ODD_VALUES.items() for value in values],
    ids=repr,
)
async def test_odd_value(
    real: HomeAssistant,
    gateway: GatewaySimulator,
    caplog: pytest.LogCaptureFixture,
    key: str,
    value: object,
) -> None:
    """A row with it is set aside, so that no action meets it."""
    entry = make_entry(real, gateway)
    file = file_of(real, entry)
    file.parent.mkdir(exist_ok=True)
    odd = ROW | {"id": ODD_ID, "before": {"a": 1}} | {key: value}
    file.write_text(stored({"writes": [ROW, odd], "firmware": {}}))
    assert await real.config_entries.async_setup(entry.entry_id)
    assert entry.runtime_data.log.writes == [ROW]
    assert len(warnings(caplog)) == 1
    about = {"config_entry_id": entry.entry_id}
    reply = await call(real, "list_writes", **about)
    assert [one["id"] for one in reply["writes"]] == [ROW["id"]]
    for named, error in (
        ({"write_id": ODD_ID}, "restore_not_recorded"),
        ({"endpoint": ROW["endpoint"]}, "restore_before_unknown"),
    ):
        restore = about | named | {"risk_acknowledged": True, "test_mode": True}
        await refusal(
            call(real, "restore_data", **restore), error, callers_mistake=True
        )
    assert gateway.journal.writes == []


@pytest.mark.parametrize("at", ["", "yesterday", "2026-02-30T10:00:00+00:00"])
async def test_a_refusal_at_no_moment(
    real: HomeAssistant, gateway: GatewaySimulator, at: str
) -> None:
    """When it was refused before is no reason not to send it."""
    entry = make_entry(real, gateway)
    file = file_of(real, entry)
    file.parent.mkdir(exist_ok=True)
    row = ROW | {"at": at, "method": "POST", "endpoint": SETTINGS, "status": 403}
    file.write_text(stored({"writes": [row], "firmware": {}}))
    assert await real.config_entries.async_setup(entry.entry_id)
    await write(real, entry, data=CHANGE)
    assert [one.applied for one in gateway.journal.writes] == [True]


WHOLE: Final = ROW | {
    "before": {"a": 1},
    "sent": {"a": 2},
    "after": {"a": 2},
    "verified": True,
    "cut": [],
    "form": False,
    "senders": [],
}


@pytest.mark.parametrize("missing", WHOLE)
async def test_a_key_that_is_missing(
    real: HomeAssistant, gateway: GatewaySimulator, missing: str
) -> None:
    """A row without it is set aside, or each action can do without."""
    entry = make_entry(real, gateway)
    file = file_of(real, entry)
    file.parent.mkdir(exist_ok=True)
    row = {key: value for key, value in WHOLE.items() if key != missing}
    file.write_text(stored({"writes": [row], "firmware": {}}))
    assert await real.config_entries.async_setup(entry.entry_id)
    reply = await call(real, "list_writes", config_entry_id=entry.entry_id)
    assert len(reply["writes"]) == len(entry.runtime_data.log.writes)
    if missing == "sent":
        assert reply["writes"][0]["can_be_restored"] is False
    assert await async_get_config_entry_diagnostics(real, entry)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (None, 0),
        (stored(None), 0),
        (stored({"writes": [ROW], "firmware": {"/home": "8.3"}}), 1),
    ],
)
async def test_no_record_is_no_trouble(
    real: HomeAssistant,
    gateway: GatewaySimulator,
    caplog: pytest.LogCaptureFixture,
    content: str | None,
    rows: int,
) -> None:
    """A file that isn't there, or is as it should be, is nothing to tell."""
    entry = make_entry(real, gateway)
    if content:
        file_of(real, entry).parent.mkdir(exist_ok=True)
        file_of(real, entry).write_text(content)
    assert await real.config_entries.async_setup(entry.entry_id)
    assert len(entry.runtime_data.log.writes) == rows
    assert warnings(caplog) == []
    assert not list(file_of(real, entry).parent.glob("*.unreadable"))


async def test_no_place_for_the_file(
    real: HomeAssistant, gateway: GatewaySimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """A write is told as it is, though nothing can be stored or deleted."""
    entry = await load(real, gateway)
    folder = take_folder_away(real)
    reply = await write(real, entry, data=CHANGE, verify="strict", merge=True)
    assert reply["verification"]["verified"]
    assert [one.applied for one in gateway.journal.writes] == [True]
    assert [row["verified"] for row in entry.runtime_data.log.writes] == [True]
    assert all("could not be stored" in text for text in warnings(caplog))
    # Once when the write is added, and once when it is verified.
    assert len(warnings(caplog)) == 2
    await real.config_entries.async_remove(entry.entry_id)
    assert len(warnings(caplog)) == 5
    for text in warnings(caplog)[2:]:
        assert "could not be deleted" in text
    folder.unlink()


async def test_the_guard_without_a_record(
    real: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What can't be stored counts until Home Assistant ends."""
    entry = await load(real, gateway)
    real.config_entries.async_update_entry(entry, options={"confirm_firmware": True})
    folder = take_folder_away(real)
    await write(real, entry, data=CHANGE)
    await real.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.log.firmware_at(SETTINGS) == gateway.firmware
    folder.unlink()
