"""Set-up and reads: what comes in is what a caller gets, or is told as it is."""

import json
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.json import json_bytes
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator
from tests.integration.dialog import Dialog
from tests.integration.helpers import EMAIL, PASSWORD, call, load, read
from tests.writes.support import outcome

from .gateway import MadeGateway
from .made import Made

_MISSING = {"refused_not_found", "refused_not_here"}
_NOT_ALLOWED = {"not_allowed", "not_allowed_installer", "not_allowed_local"}


async def load_as_installer(
    hass: HomeAssistant, made: MadeGateway, **data: Any
) -> MockConfigEntry:
    """Return a loaded entry that may read what there is."""
    login = {"token": made.token("installer")} if made.token_login else {}
    return await load(hass, made, **login | data)


def same(found: Any, expected: Any) -> bool:
    """Return whether two values are one, in type and order of keys as well."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, dict):
        return list(found) == list(expected) and all(
            same(found[key], expected[key]) for key in found
        )
    if isinstance(found, list):
        return len(found) == len(expected) and all(
            map(same, found, expected, strict=True)
        )
    # -0.0 is 0.0 for Python.
    return repr(found) == repr(expected)


def is_missing(page: Made) -> bool:
    """Return whether a page says that it isn't there."""
    return page.status == 404 or b"Page Not Found" in page.body


@pytest.mark.parametrize("seed", [1], indirect=True)
@pytest.mark.parametrize("login", ["owner", "installer", "account", "local"])
async def test_set_up(
    hass: HomeAssistant, made: MadeGateway, cloud: CloudSimulator, login: str
) -> None:
    """Each kind of login leads to an entry that reads; nothing is written."""
    given: dict[str, Any] = {"host": made.host, "use_manual_token": False}
    if not made.token_login:
        user = "installer" if login == "installer" else "envoy"
        given |= {"username": user, "password": made.passwords[user]}
    elif login in ("owner", "installer"):
        given |= {"token": made.token(login), "use_manual_token": True}
    else:
        given |= {"username": EMAIL, "password": PASSWORD}
    dialog = await Dialog.add(hass)
    if given["use_manual_token"]:
        await dialog.submit(host=made.host, use_manual_token=True)
    result = await dialog.submit(**given)
    if result["type"] is FlowResultType.MENU:
        result = await dialog.choose("use_token")
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors
    await hass.async_block_till_done()
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.client.identity.firmware == made.firmware
    assert not made.journal.writes
    assert same(await outcome(read(hass, entry, "/info")) is not None, expected=True)


async def test_each_page(hass: HomeAssistant, made: MadeGateway) -> None:
    """The value of the bytes, in type, order and digit; or why there is none."""
    entry = await load_as_installer(hass, made)
    for endpoint, page in made.pages.items():
        found = await outcome(read(hass, entry, endpoint))
        if isinstance(found, str) and found in _NOT_ALLOWED:
            assert page.status == 401 or made.firmware == "7.3.130", endpoint
        elif page.status == 404:
            assert found in _MISSING, (endpoint, found)
        elif page.is_json:
            assert same(found, page.value), (endpoint, found)
            # As automations, scripts and the frontend get it.
            assert json.loads(json_bytes(found)) == page.value
        else:
            assert found == page.body.decode(), endpoint


@pytest.mark.parametrize("seed", [1], indirect=True)
async def test_several_at_once(hass: HomeAssistant, made: MadeGateway) -> None:
    """One call for all pages that are there has each of them, in order."""
    entry = await load_as_installer(hass, made)
    endpoints = [
        endpoint
        for endpoint, page in made.pages.items()
        if page.is_document and made.firmware != "7.3.130"
    ]
    if not endpoints:
        # Nothing but refusals.
        return
    reply = await call(
        hass, "read_data", config_entry_id=entry.entry_id, endpoint=endpoints
    )
    assert list(reply) == endpoints
    for endpoint in endpoints:
        assert same(reply[endpoint], made.pages[endpoint].value), endpoint


async def test_metadata(hass: HomeAssistant, made: MadeGateway) -> None:
    """With metadata, the value is the same; the facts are those of the wire."""
    entry = await load_as_installer(hass, made)
    for endpoint, page in made.pages.items():
        reply = await outcome(
            call(
                hass,
                "read_data",
                config_entry_id=entry.entry_id,
                endpoint=endpoint,
                metadata=True,
            )
        )
        if isinstance(reply, str) or not page.is_json:
            continue
        assert same(reply[endpoint], page.value), endpoint
        facts = reply["metadata"][endpoint]
        assert facts["status"] == 200
        if page.recorded.status:
            assert facts["content_type"] == (page.recorded.content_type or "")
        assert json_bytes(reply)


@pytest.mark.parametrize("seed", [1], indirect=True)
async def test_probe(hass: HomeAssistant, made: MadeGateway) -> None:
    """Each page is told with its status, kind and size, or as not there."""
    entry = await load_as_installer(hass, made)
    reply = await call(
        hass, "list_endpoints", config_entry_id=entry.entry_id, probe=True
    )
    probed = {row["endpoint"]: row["probe"] for row in reply["endpoints"]}
    told = 0
    for endpoint, page in made.pages.items():
        if (row := probed.get(endpoint)) is None:
            continue
        told += 1
        if is_missing(page):
            assert row["answered"] is False, endpoint
            assert row["status"] == page.status
        elif row["status"] == 401:
            assert page.status == 401 or made.firmware == "7.3.130"
        else:
            assert (row["answered"], row["status"]) == (True, 200), endpoint
            assert row["kind"] == ("json" if page.is_json else "html")
            if row["bytes"] != len(page.body):
                assert f"{endpoint}?" in " ".join(made.pages), endpoint
    assert told >= len(made.pages) // 2
    assert not made.journal.writes
