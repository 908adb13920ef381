"""The file is offered to administrators, at a path that is signed."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, load
from tests.writes.support import over_http

pytestmark = over_http

FOLDER = "/api/enphase_envoy_raw_data/recordings"


@pytest.fixture
async def made(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    hass_ws_client: WebSocketGenerator,
) -> dict[str, Any]:
    """Return the reply to an administrator who records a gateway in the frontend."""
    assert await async_setup_component(hass, "http", {})
    entry = await load(hass, gateway)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": DOMAIN,
            "service": "record_gateway",
            "service_data": {"config_entry_id": entry.entry_id},
            "return_response": True,
        }
    )
    message = await client.receive_json()
    assert message["success"], message
    reply: dict[str, Any] = message["result"]["response"]
    return reply


async def test_signed_path(
    made: dict[str, Any],
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A browser gets the file by the link alone, and not without its signature."""
    # Home Assistant has no log of requests; that of the test's server has paths.
    caplog.set_level("WARNING", logger="aiohttp.access")
    browser = await hass_client_no_auth()
    path = made["download"]
    assert path.startswith(f"{FOLDER}/recording-8.3.5169-")
    reply = await browser.get(path)
    assert reply.status == HTTPStatus.OK
    assert await reply.read() == _content(made)
    name = Path(made["file"]).name
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert reply.headers["Content-Type"] == "application/zip"
    assert reply.headers["Cache-Control"] == "no-store"
    bare = await browser.get(path.partition("?")[0])
    assert bare.status == HTTPStatus.UNAUTHORIZED


def _content(made: dict[str, Any]) -> bytes:
    """Return the bytes of the file."""
    return Path(made["file"]).read_bytes()


async def test_administrators_only(
    made: dict[str, Any],
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    """A user who is logged in is not enough."""
    path = made["download"].partition("?")[0]
    administrator = await hass_client()
    assert (await administrator.get(path)).status == HTTPStatus.OK
    other = await hass_client(hass_read_only_access_token)
    assert (await other.get(path)).status == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    "name",
    [
        "recording-8.3.5169-00000000.zip",
        "..%2f..%2fsecrets.yaml",
        "..%2frecording-8.3.5169-00000000.zip",
        "secrets.yaml",
        "recording-8.3.5169-0000000g.zip",
    ],
)
async def test_nothing_else(
    made: dict[str, Any],
    configuration: Path,
    hass_client: ClientSessionGenerator,
    name: str,
) -> None:
    """No other file is sent, wherever a name leads."""
    (configuration / "secrets.yaml").write_text("password: 1")
    (Path(made["file"]).parent / "secrets.yaml").write_text("password: 2")
    administrator = await hass_client()
    reply = await administrator.get(f"{FOLDER}/{name}")
    # The web server refuses by itself what climbs.
    assert reply.status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST)
