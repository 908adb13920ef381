"""What the tests of this folder share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
import json
from pathlib import Path
import re
import socket
import struct
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.enphase_envoy_raw_data.flows import exchange
from custom_components.enphase_envoy_raw_data.gateway import Identity
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from custom_components.enphase_envoy_raw_data.recording import made
from gateway_simulator import SECRETS_SEEN, GatewaySimulator, faults
from tests.listening import listening

DOMAIN = "enphase_envoy_raw_data"
FOLDER = Path(__file__).parents[2] / "custom_components" / DOMAIN
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations/en.json").read_bytes())

EMAIL = "owner@example.com"
PASSWORD = "correct horse battery"

INVERTERS = "/api/v1/production/inverters"
TARIFF = "/admin/lib/tariff"
CHECK = "/auth/check_jwt"

# An open placeholder, Python's None or tuple, a translation key without words.
_TECHNICAL = re.compile(r"\{\w*\}|\bNone\b|Traceback|\('|^[a-z]+(_[a-z]+)*$")

# Firmware with a token login has it; every gateway has /info.
SET_UP = ["/info", CHECK]


def title_of(gateway: GatewaySimulator) -> str:
    """Return the title that the gateway's entry has."""
    return f"Envoy-raw-data {gateway.serial}"


def unique_id_of(gateway: GatewaySimulator) -> str:
    """Return the unique id that the gateway's entry has."""
    return f"enphase_envoy_raw_data_for_{gateway.serial}"


def entry_data(gateway: GatewaySimulator, **changes: Any) -> dict[str, Any]:
    """Return the data of an entry that is set up already."""
    data = {
        "host": gateway.host,
        "name": title_of(gateway),
        "username": EMAIL if gateway.token_login else "installer",
        "password": PASSWORD if gateway.token_login else "",
        "token": gateway.token() if gateway.token_login else "",
        "use_manual_token": False,
    }
    return data | changes


def by_hand(gateway: GatewaySimulator, **changes: Any) -> dict[str, Any]:
    """Return the data of an entry whose token was entered by hand."""
    given = {"username": "", "password": "", "use_manual_token": True}
    return entry_data(gateway, **(given | changes))


def make_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, data: dict[str, Any] | None = None
) -> MockConfigEntry:
    """Return an entry that Home Assistant knows and has not set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data=entry_data(gateway) if data is None else data,
        title=title_of(gateway),
        unique_id=unique_id_of(gateway),
        version=1,
    )
    entry.add_to_hass(hass)
    return entry


def exchange_gateway(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Make an entry another gateway's, as the repair does."""
    other = Identity(
        serial="122000009999",
        firmware="8.3.5433",
        part_number="800-00654-r08",
        metered=True,
        needs_token=True,
    )
    exchange(hass, entry, {**entry.data, "token": ""}, other)


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Try to set an entry up and return it, whatever came of it."""
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def load(
    hass: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> MockConfigEntry:
    """Return an entry that is loaded; the gateway's journal starts anew."""
    entry = make_entry(hass, gateway, entry_data(gateway, **changes))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    gateway.journal.clear()
    return entry


async def call(hass: HomeAssistant, action: str, **fields: Any) -> Any:
    """Call an action and return its whole reply."""
    return await hass.services.async_call(
        DOMAIN, action, fields, blocking=True, return_response=True
    )


REHEARSED = "01KB3W9V6M4Q2Z8T5R7Y1X0N3C"
"""ID of the write that `note_rehearsed` notes."""


def note_rehearsed(entry: MockConfigEntry, endpoint: str, sent: Any) -> None:
    """Have in the record of an entry that a POST was rehearsed."""
    client = entry.runtime_data.client
    entry.runtime_data.log.writes.append(
        {
            "id": REHEARSED,
            "at": "2026-03-09T12:00:00+00:00",
            "method": "POST",
            "endpoint": endpoint,
            "status": 200,
            "duration": 0.1,
            "firmware": client.identity.firmware,
            "serial": client.identity.serial,
            "verified": None,
            "rehearsed": True,
            "user": None,
            "senders": [],
            "form": False,
            "after": None,
            "cut": [],
            "sent": sent,
            "before": None,
            "content_type": "",
            "merge": False,
            "merge_add": False,
            "asked": sent,
        }
    )


async def read(
    hass: HomeAssistant, entry: MockConfigEntry, endpoint: str, **fields: Any
) -> Any:
    """Return what `read_data` has for the endpoint."""
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=endpoint,
        **fields,
    )
    assert list(reply) == [endpoint]
    return reply[endpoint]


async def send(
    hass: HomeAssistant, entry: MockConfigEntry, endpoint: str, **fields: Any
) -> Any:
    """Return what `send_data` has for the endpoint; the risk is acknowledged."""
    reply = await call(
        hass,
        "send_data",
        **{
            "config_entry_id": entry.entry_id,
            "endpoint": endpoint,
            "method": "PUT",
            "risk_acknowledged": True,
            "test_mode": False,
        }
        | fields,
    )
    if fields.get("test_mode"):
        # Whoever reads it sees that first.
        assert next(iter(reply)) == "test_mode"
        del reply["test_mode"]
        reply.pop("warnings", None)
    assert list(reply) == [endpoint]
    return reply[endpoint]


def answer_calls(gateway: GatewaySimulator, text: str) -> None:
    """Have the gateway answer this to all that it is asked after the set-up."""
    gateway.faults.add(
        lambda request: request.path not in SET_UP, faults.Fixed(200, text)
    )


async def refusal(
    awaitable: Awaitable[Any], key: str, *, callers_mistake: bool = False
) -> str:
    """Return the words of the error that a call ends with, which must be whole."""
    with pytest.raises(HomeAssistantError) as caught:
        await awaitable
    kind = ServiceValidationError if callers_mistake else HomeAssistantError
    error = caught.value
    assert (error.translation_key, type(error)) == (key, kind), str(error)
    assert error.translation_domain == DOMAIN
    return whole(str(error), error.translation_placeholders)


def whole(text: str, placeholders: dict[str, str] | None = None) -> str:
    """Return words for a person if nothing in them is left open or technical."""
    own = text
    # One may be part of another, so the longest goes first.
    for given in sorted(filter(None, (placeholders or {}).values()), key=len)[::-1]:
        own = own.replace(given, "")
    assert not _TECHNICAL.search(own), text
    assert "eyJ" not in text
    assert not [secret for secret in SECRETS_SEEN if len(secret) > 6 and secret in text]
    return text


def record_one_page(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have recordings ask for one page, and keep them in a folder of the test."""
    page = catalogue().of("/ivp/meters")
    monkeypatch.setattr(made, "_catalogue", lambda: ([page], "0"))
    monkeypatch.setattr(made, "recordings_folder", lambda _: folder / "recordings")


def reauths(hass: HomeAssistant) -> list[Any]:
    """Return the flows under way that ask for a new login."""
    flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return [flow for flow in flows if flow["context"]["source"] == "reauth"]


async def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **time: float
) -> None:
    """Let time pass, and wait for what is done then."""
    freezer.tick(timedelta(**time))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@asynccontextmanager
async def raw_server(
    answer: bytes = b"", *, silent: bool = False, reset: bool = False
) -> AsyncIterator[str]:
    """Run something that is no gateway; yield its host and port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if reset:
            linger = struct.pack("ii", 1, 0)
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
            return
        while silent and await reader.read(1024):
            pass
        await reader.read(1024)
        writer.write(answer)
        writer.close()

    async with listening(serve) as host:
        yield host


async def disable(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Disable the entry."""
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )


async def remove(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Remove the entry."""
    await hass.config_entries.async_remove(entry.entry_id)
