"""A recording of each replica of ours, served by the simulator: page by page alike."""

import json
from pathlib import Path
from typing import Any
import xml.etree.ElementTree as ET

import aiohttp
from homeassistant.core import HomeAssistant
import pytest
from yarl import URL

from gateway_simulator import GatewaySimulator, read_recording, replica_names
from tests.integration.helpers import TARIFF, call, load

from .support import opened, record

# Objects whose keys are numbers of devices.
_NUMBERED = 6


def shape(value: Any) -> Any:
    """Return a document without its values; a key that is a number is one of many."""
    if isinstance(value, dict):
        return [
            ("#" * len(key) if key[1:].isdigit() and len(key) > _NUMBERED else key)
            + f": {shape(inner)}"
            for key, inner in value.items()
        ]
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str):
        return f"text of {len(value)}" if value.isdigit() else "text"
    return type(value).__name__


def outline(body: bytes) -> Any:
    """Return what a page looks like without what it says."""
    try:
        return shape(json.loads(body))
    except ValueError:
        pass
    text = body.decode()
    if text.lstrip().startswith("<?xml"):
        root = ET.fromstring(text)  # noqa: S314 - it is ours
        return [(one.tag, sorted(one.attrib)) for one in root.iter()]
    return [line[: len(line) - len(line.lstrip()) + 1] for line in text.splitlines()]


async def pages_of(
    gateway: GatewaySimulator, endpoints: list[str], role: str
) -> dict[str, tuple[Any, ...]]:
    """Return what a gateway answers, without what it says."""
    found = {}
    async with aiohttp.ClientSession() as session:
        middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        headers = {}
        if gateway.token_login:
            headers = {"Authorization": f"Bearer {gateway.token(role)}"}
        else:
            digest = aiohttp.DigestAuthMiddleware(
                "installer", gateway.passwords["installer"]
            )
            middlewares = (digest,)
        for endpoint in endpoints:
            async with session.get(
                URL(gateway.url + endpoint, encoded=True),
                headers=headers,
                ssl=False,
                allow_redirects=False,
                middlewares=middlewares,
            ) as reply:
                told = {
                    name: value
                    for name, value in reply.headers.items()
                    if name not in ("Content-Length", "Date", "WWW-Authenticate")
                }
                found[endpoint] = (reply.status, told, outline(await reply.read()))
    return found


@pytest.mark.parametrize("gateway", replica_names(), indirect=True)
async def test_pages_are_alike(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Statuses, headers and shapes are those of the gateway; its secrets are gone."""
    changes = {"token": gateway.token("installer")} if gateway.token_login else {}
    entry = await load(hass, gateway, **changes)
    reply = await record(hass, entry)
    assert {page["left_out"] for page in reply["pages"]} == {None}
    path = Path(reply["file"])
    endpoints = [page["endpoint"] for page in reply["pages"]]
    recording = read_recording(path)
    async with GatewaySimulator(recording) as served:
        assert served.firmware == gateway.firmware
        assert served.serial != gateway.serial
        ours = await pages_of(gateway, endpoints, "installer")
        theirs = await pages_of(served, endpoints, "installer")
    for endpoint in endpoints:
        assert theirs[endpoint] == ours[endpoint], endpoint
    told = opened(path).text
    for secret in _secrets(gateway):
        assert secret not in told, secret


def _secrets(gateway: GatewaySimulator) -> set[str]:
    """Return what the pages of a replica tell of its owner."""
    found = {gateway.serial, gateway.serial[-6:], *gateway.passwords.values()}

    def look(key: str, value: Any) -> None:
        if isinstance(value, dict):
            for inner_key, inner in value.items():
                look("eid" if inner_key.isdigit() else key, inner_key)
                look(inner_key, inner)
        elif isinstance(value, list):
            for inner in value:
                look(key, inner)
        elif (
            str(value).isdigit()
            and (
                len(str(value)) == 12
                or (key in ("eid", "ce", "chaneid") and value > "9")
            )
        ) or (key in ("mac", "load_name", "timezone", "profile_name") and value):
            found.add(str(value))

    for document in gateway.device.documents.values():
        look("", json.loads(json.dumps(document), parse_int=str))
    # These are the same on every gateway that has meters.
    everywhere = {"704643328", "704643584"} | {
        str(0x6A000100 + channel) for channel in range(0x11, 0x2F)
    }
    return {secret for secret in found if len(secret) > 5} - everywhere


async def test_a_recording_can_be_recorded_and_written(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """The integration takes it for a gateway: login, reads, writes and faults."""
    entry = await load(hass, gateway)
    first = Path((await record(hass, entry))["file"])
    async with GatewaySimulator(read_recording(first)) as served:
        other = await load(hass, served)
        settings = served.device.documents[TARIFF]["tariff"]["storage_settings"]
        assert settings["reserved_soc"] != 42
        await call(
            hass,
            "send_data",
            config_entry_id=other.entry_id,
            endpoint=TARIFF,
            method="PUT",
            data={"tariff": {"storage_settings": {"reserved_soc": 42.0}}},
            merge=True,
            verify=True,
            risk_acknowledged=True,
            test_mode=False,
        )
        assert [request.applied for request in served.journal.writes] == [True]
        read = await call(
            hass, "read_data", config_entry_id=other.entry_id, endpoint=TARIFF
        )
        assert read[TARIFF]["tariff"]["storage_settings"]["reserved_soc"] == 42
        again = await record(hass, other)
    assert again["answered"] == 94
