"""Merges, writes and proofs: nothing is lost but what was changed."""

from copy import deepcopy
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from tests.integration.helpers import call

from .gateway import MadeGateway
from .test_reads import load_as_installer

_WHOLE: Final = ("/ivp/ss/dpel", "/ivp/ss/gen_config", "/ivp/ss/gen_schedule")
"""Pages whose writes take the place of all that is there."""

_OPEN: Final[dict[str, Any]] = {
    "opened_pages": ["grid_profile", "production_mode", "firmware", "network"]
}


def writable(made: MadeGateway) -> dict[str, Any]:
    """Return the documents of a gateway that can be written, by endpoint."""
    return {
        endpoint: deepcopy(page.value)
        for endpoint, page in made.pages.items()
        if page.is_document
        and "?" not in endpoint
        and any(one.write for one in catalogue().of_page(endpoint))
    }


def leaves(value: Any, way: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Return every leaf of a document by the way to it; empty ones count."""
    if isinstance(value, dict) and value:
        steps = value.items()
    elif isinstance(value, list) and value:
        steps = enumerate(value)  # type: ignore[assignment] # the same to us
    else:
        return {way: value}
    found: dict[tuple[Any, ...], Any] = {}
    for key, inner in steps:
        found |= leaves(inner, (*way, key))
    return found


def patches(document: Any) -> list[tuple[tuple[Any, ...], Any, Any]]:
    """Return ways to leaves, with data that changes each, and its new value."""
    found = []
    for way, value in leaves(document).items():
        new = _other(value)
        if way and new is not None:
            data = _patch(document, way, new)
            if data is not None:
                found.append((way, data, new))
    return found


def _patch(document: Any, way: tuple[Any, ...], new: Any) -> Any:
    """Return data that names one leaf; None if its element can't be named."""
    if not way:
        return new
    step, *rest = way
    inner = _patch(document[step], tuple(rest), new)
    if inner is None or not isinstance(step, int):
        return inner if inner is None else {step: inner}
    if not (isinstance(inner, dict) and "id" in document[step]) or rest == ["id"]:
        return None
    return [{"id": document[step]["id"]} | inner]


def _other(value: Any) -> Any:
    """Return another value of the same kind; None if there is none."""
    match value:
        case bool():
            return not value
        case int():
            return 7 if value != 7 else 8
        case float():
            return 7.5
        case "true" | "false":
            return "true" if value == "false" else "false"
        case str() if value.isdigit():
            return "42"
        case str():
            return "other"
    return None


async def _call(
    hass: HomeAssistant, entry: MockConfigEntry, endpoint: str, **fields: Any
) -> Any:
    """Return the reply of `send_data`, or the error."""
    known = catalogue().of_page(endpoint)
    methods = [method for one in known for method in one.write_methods]
    given = {
        "config_entry_id": entry.entry_id,
        "endpoint": endpoint,
        "method": methods[0] if methods else "PUT",
        "merge": True,
        "risk_acknowledged": True,
    }
    try:
        return await call(hass, "send_data", **given | fields)
    except HomeAssistantError as err:
        return err


async def test_merge_in_test_mode(hass: HomeAssistant, made: MadeGateway) -> None:
    """Of each page, each leaf by itself: what would be sent has all the rest."""
    entry = await load_as_installer(hass, made)
    hass.config_entries.async_update_entry(entry, options=_OPEN)
    looked_at = 0
    for endpoint, document in writable(made).items():
        for way, data, new in patches(document)[:12]:
            reply = await _call(hass, entry, endpoint, data=data, test_mode=True)
            if isinstance(reply, HomeAssistantError):
                # Said before anything is sent, and why.
                assert reply.translation_key, (endpoint, way)
                assert reply.translation_key.startswith(
                    ("data_", "locked_", "not_allowed")
                ), (endpoint, way, reply)
                continue
            looked_at += 1
            _check_merged(endpoint, document, reply[endpoint], way, new)
    if made.token_login and writable(made) and made.firmware != "7.3.130":
        assert looked_at
    assert not made.journal.writes


def _check_merged(
    endpoint: str, before: Any, sent: Any, way: tuple[Any, ...], new: Any
) -> None:
    """Fail if what is sent has lost or changed anything else."""
    expected = leaves(before) | {way: new}
    if endpoint not in _WHOLE:
        # Only the top-level keys that are named.
        expected = {one: found for one, found in expected.items() if one[0] == way[0]}
    found = leaves(sent)
    assert {one: repr(value) for one, value in found.items()} == {
        one: repr(value) for one, value in expected.items()
    }, (endpoint, way)
    assert list(found) == list(expected), (endpoint, "order")


@pytest.mark.parametrize("seed", [1, 2], indirect=True)
async def test_write_and_verify(hass: HomeAssistant, made: MadeGateway) -> None:
    """The first write of each page is applied, shown, proven and recorded once."""
    entry = await load_as_installer(hass, made)
    hass.config_entries.async_update_entry(entry, options=_OPEN)
    for endpoint, document in writable(made).items():
        for way, data, new in patches(document)[:2]:
            made.journal.clear()
            reply = await _call(
                hass, entry, endpoint, data=data, verify=True, verify_seconds=1
            )
            writes = made.journal.writes
            assert len(writes) <= 1, endpoint
            if isinstance(reply, HomeAssistantError):
                assert not any(one.applied for one in writes), (endpoint, reply)
                continue
            shown = leaves(made.device.documents[endpoint]).get(way)
            is_there = repr(shown) == repr(new)
            assert reply["verification"]["verified"] is is_there, (endpoint, way)
            assert entry.runtime_data.log.writes[-1]["endpoint"] == endpoint


@pytest.mark.parametrize("seed", [1], indirect=True)
async def test_page_that_is_not_there(hass: HomeAssistant, made: MadeGateway) -> None:
    """Whoever writes to it is told so, also where a page says it with a success."""
    entry = await load_as_installer(hass, made)
    hass.config_entries.async_update_entry(entry, options=_OPEN)
    tried = 0
    for endpoint in ("/admin/lib/tariff", "/ivp/ss/pel_settings", "/ivp/peb/devstatus"):
        page = made.pages.get(endpoint)
        if page is not None and page.status == 200:
            continue
        for merge in (True, False):
            tried += 1
            reply = await _call(hass, entry, endpoint, data={"a": 1}, merge=merge)
            assert isinstance(reply, HomeAssistantError), (endpoint, reply)
            assert not any(one.applied for one in made.journal.writes)
    assert tried
