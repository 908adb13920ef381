"""Gateways that answer as no replica does: recorded, told and served page by page."""

import json
from pathlib import Path
from typing import Any

import aiohttp
from homeassistant.core import HomeAssistant
from yarl import URL

from custom_components.enphase_envoy_raw_data.gateway import read_recorded
from gateway_simulator import GatewaySimulator, faults, read_recording
from tests.integration.helpers import load

from .support import opened, record

NAME = "Rosebottom"


def odd_pages(serial: str) -> dict[str, faults.Fixed]:
    """Return what a gateway may answer, with its serial and a name in odd spots."""
    twice = f'{{"type": "{NAME}", "type": "{NAME} II", "soc": 12, "soc": 13}}'
    html = f"<html><head><title>{NAME} {serial}</title></head><body>Page Not Found"
    return {
        # JSON that begins with a mark, has keys twice, and ends with a blank line.
        "/ivp/meters": faults.Fixed(
            200, f'\ufeff[{{"eid": 1627390225, "id": "{serial}"}}]'
        ),
        "/ivp/ss": faults.Fixed(200, twice + "\n\n", {"Content-Type": "text/html"}),
        # HTML under a JSON label, with success: firmware 3 has it for what is missing.
        "/home": faults.Fixed(200, html, {"Content-Type": "application/json"}),
        # XML with all in attributes, labelled as a form.
        "/ivp/ui": faults.Fixed(
            200,
            f"<?xml version='1.0'?>"
            f"<a sn='{serial}' ssid='Production' eid='1627390225'/>",
            {"Content-Type": "application/x-www-form-urlencoded"},
        ),
        "/ivp/sc/status": faults.Fixed(200, b""),
        "/inv": faults.Fixed(204),
        "/production": faults.Fixed(
            301, b"", {"Location": f"http://envoy-{serial}.{NAME}.lan/error"}
        ),
        "/ivp/peb/reportsettings": faults.Fixed(
            503, f"busy, {NAME}", {"Retry-After": "30", "X-Owner": NAME}
        ),
        "/ivp/ensemble/power": faults.Fixed(
            401,
            "",
            {
                "WWW-Authenticate": "\u00b6\t\u00ff\u00fe",
                "Set-Cookie": "a=" + "b" * 900,
            },
        ),
        # Latin-1, not labelled, and half a document.
        "/ivp/ensemble/status": faults.Fixed(
            200, '{"name": "M\u00fcller'.encode("latin-1")
        ),
        "/ivp/ensemble/generator": faults.Fixed(200, json.dumps(NAME)),
    }


async def bytes_of(gateway: GatewaySimulator, endpoint: str) -> tuple[int, bytes]:
    """Return status and body of a page for an installer."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            URL(gateway.url + endpoint, encoded=True),
            headers={"Authorization": f"Bearer {gateway.token('installer')}"},
            ssl=False,
            allow_redirects=False,
        ) as reply,
    ):
        return reply.status, await reply.read()


async def test_odd_pages(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Each is in the file with its status, kind and layout; nobody's name is."""
    odd = odd_pages(gateway.serial)
    for endpoint, fault in odd.items():
        gateway.faults.add(endpoint, fault)
    entry = await load(hass, gateway, token=gateway.token("installer"))
    reply = await record(hass, entry)
    path = Path(reply["file"])
    file = opened(path)
    assert NAME not in file.text
    assert gateway.serial not in file.text
    assert "ller" not in file.body("/ivp/ensemble/status").decode()
    pages: dict[str, dict[str, Any]] = file.pages
    assert {endpoint: pages[endpoint]["status"] for endpoint in odd} == {
        endpoint: fault.status for endpoint, fault in odd.items()
    }
    told = {endpoint: file.body(endpoint).decode() for endpoint in odd}
    assert told["/ivp/meters"].startswith('\ufeff[{"eid": ')
    assert told["/ivp/ss"].count('"type": "') == 2
    assert told["/ivp/ss"].endswith('"soc": 12, "soc": 13}\n\n')
    assert told["/home"].startswith("<html><head><title>")
    assert told["/home"].endswith("Page Not Found")
    assert "Production" not in told["/ivp/ui"]
    number = json.loads(told["/ivp/meters"][1:])[0]["eid"]
    assert f"eid='{number}'" in told["/ivp/ui"]
    # The simulator serves it, and so does a practice, byte by byte.
    recorded = await hass.async_add_executor_job(read_recorded, path)
    async with GatewaySimulator(read_recording(path)) as served:
        for endpoint, fault in odd.items():
            body = told[endpoint].encode()
            assert await bytes_of(served, endpoint) == (fault.status, body), endpoint
            page = recorded.page(endpoint)
            assert page is not None
            assert (page.status, page.body) == (fault.status, body), endpoint
