"""Data is sent as it is, or refused before anything is sent."""

from collections.abc import Mapping
from datetime import date, datetime, time
import json
import math
from typing import Any
from urllib.parse import parse_qsl

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.writes.support import SETTINGS

from .strategies import DEEP, JSON_LIKE, KEYS, VALUES
from .support import answer

DATA: st.SearchStrategy[Any] = (
    st.dictionaries(KEYS, VALUES | DEEP, max_size=4)
    | st.lists(VALUES | DEEP, max_size=4)
    | VALUES
    | DEEP
    | JSON_LIKE
    | JSON_LIKE.map(lambda text: f"{{{text}}}")
    | VALUES.map(repr)
    | st.integers(1024, 1024 * 1024 + 9).map(lambda size: ["a" * size])
)


def sendable(value: Any, depth: int = 0) -> bool:
    """Tell by the rules of JSON, and by the documented bounds, if data can be sent."""
    match value:
        case _ if depth > 100:
            fits = False
        case None | bool() | date() | time():
            fits = True
        case int():
            fits = len(str(abs(value))) <= 100
        case float():
            fits = math.isfinite(value)
        case str():
            fits = not any("\ud800" <= character <= "\udfff" for character in value)
        case Mapping():
            fits = all(isinstance(key, str) and sendable(key) for key in value) and all(
                sendable(inner, depth + 1) for inner in value.values()
            )
        case list() | tuple():
            fits = all(sendable(item, depth + 1) for item in value)
        case _:
            fits = False
    return fits


def as_read(value: Any) -> Any:
    """Return data as a reader of its JSON gets it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {key: as_read(inner) for key, inner in value.items()}
        case list() | tuple():
            return [as_read(item) for item in value]
    return value


async def sent(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    **fields: Any,
) -> bytes | None:
    """Return the body that arrived, or None if the call was refused."""
    gateway.journal.clear()
    usual = {
        "config_entry_id": entry.entry_id,
        "endpoint": SETTINGS,
        "method": "POST",
        "risk_acknowledged": True,
    }
    if await answer(hass, "send_data", usual | fields) is None:
        assert not gateway.journal.requests
        return None
    (request,) = gateway.journal.requests
    assert (request.method, request.target) == ("POST", SETTINGS)
    return request.body


@given(data=DATA)
async def test_data_as_json(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, data: Any
) -> None:
    """Objects and lists of JSON's types arrive with every digit; nothing else does."""
    body = await sent(hass, gateway, entry, data=data)
    if isinstance(data, str):
        if body is not None:
            assert json.loads(body) == json.loads(data)
        return
    fits = isinstance(data, list | tuple | dict) and sendable(data)
    if fits and len(json.dumps(as_read(data), ensure_ascii=False).encode()) < 2**20:
        assert body is not None
    if body is not None:
        assert fits
        assert len(body) <= 2**20
        assert json.loads(body) == as_read(data)


@given(data=DATA)
async def test_data_as_form(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, data: Any
) -> None:
    """A form arrives with each name once and in order."""
    body = await sent(hass, gateway, entry, data=data, content_type="form")
    if body is None or isinstance(data, str):
        return
    pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(data))
    assert [name for name, _ in pairs] == list(data)
