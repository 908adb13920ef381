"""Anything in any field is used or refused in words; nothing crashes."""

from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import (
    FOLDER,
    INVERTERS,
    REHEARSED,
    note_rehearsed,
    record_one_page,
)
from tests.writes.support import SETTINGS

from .strategies import DEEP, JSON_LIKE, VALUES
from .support import answer

ANYTHING = VALUES | DEEP | JSON_LIKE

# What makes each action work, so that the field at hand decides.
CALLS: dict[str, dict[str, Any]] = {
    "list_endpoints": {"search": "inverters"},
    "list_writes": {},
    "record_gateway": {},
    "read_data": {"endpoint": INVERTERS},
    "restore_data": {
        "endpoint": SETTINGS,
        "risk_acknowledged": True,
        "verify_seconds": 0,
    },
    "send_rehearsed": {
        "write_id": REHEARSED,
        "risk_acknowledged": True,
        "test_mode": True,
    },
    "send_data": {
        "endpoint": SETTINGS,
        "method": "POST",
        "data": {"a": 1},
        "risk_acknowledged": True,
        "verify_seconds": 0,
    },
}


def _fields() -> dict[str, list[str]]:
    """Return the fields of every action, as the forms have them."""
    actions = yaml.safe_load((FOLDER / "services.yaml").read_text())
    return {
        action: [
            inner
            for name, field in form["fields"].items()
            for inner in field.get("fields", [name])
        ]
        for action, form in actions.items()
    }


FIELDS = _fields()
ALL_FIELDS = [field for fields in FIELDS.values() for field in fields]


@pytest.fixture(autouse=True)
def short_recordings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have recordings ask for one page."""
    record_one_page(monkeypatch, tmp_path)


@pytest.fixture(autouse=True)
def rehearsed(entry: MockConfigEntry) -> None:
    """Have something that was rehearsed."""
    note_rehearsed(entry, SETTINGS, {"a": 1})


@pytest.mark.parametrize("action", FIELDS)
@given(data=st.data(), value=ANYTHING)
async def test_anything_in_a_field(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    action: str,
    data: st.DataObject,
    value: Any,
) -> None:
    """A call is carried out, or refused before anything is sent."""
    gateway.journal.clear()
    usual = {"config_entry_id": entry.entry_id, **CALLS[action]}
    field = data.draw(st.sampled_from(FIELDS[action]))
    if await answer(hass, action, {**usual, field: value}) is None:
        assert not gateway.journal.requests


@pytest.mark.parametrize("action", CALLS)
@given(fields=st.dictionaries(st.sampled_from(ALL_FIELDS), ANYTHING))
async def test_anything_in_all_fields(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    action: str,
    fields: dict[str, Any],
) -> None:
    """Fields of the other action and several bad ones at once are refused, too."""
    gateway.journal.clear()
    usual = {"config_entry_id": entry.entry_id, **CALLS[action]}
    if await answer(hass, action, {**usual, **fields}) is None:
        assert not gateway.journal.requests


@given(name=st.text(max_size=20), value=VALUES)
async def test_unknown_fields(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    name: str,
    value: Any,
) -> None:
    """A misspelled field is refused, not ignored."""
    gateway.journal.clear()
    usual = {"config_entry_id": entry.entry_id, **CALLS["send_data"]}
    assert await answer(hass, "send_data", {f"{name} ": value, **usual}) is None
    assert not gateway.journal.requests
