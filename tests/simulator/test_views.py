"""Pages that show a part of another page."""

import json

import aiohttp

from gateway_simulator import GatewaySimulator

from .helpers import ask


async def test_parts_of_pages(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Single meters, reports and devices have addresses of their own."""
    meters = (await ask(client, gateway, "/ivp/meters")).json()
    eid = meters[0]["eid"]

    async def part(target: str) -> object:
        return (await ask(client, gateway, target)).json()

    assert await part(f"/ivp/meters/{eid}") == meters[0]
    readings = await part("/ivp/meters/readings")
    assert isinstance(readings, list)
    assert await part(f"/ivp/meters/readings/{eid}") == readings[0]
    assert await part(f"/ivp/meters/cts/{eid}")
    reports = await part("/ivp/meters/reports/")
    assert isinstance(reports, list)
    assert await part("/ivp/meters/reports/production") == reports[0]
    assert await part("/ivp/meters/reports/consumption") == reports[1:]
    devices = await part("/ivp/eh/devs")
    assert isinstance(devices, list)
    assert await part(f"/ivp/eh/devs/{devices[3]['eid']}") == [devices[3]]
    assert (await ask(client, gateway, "/ivp/eh/devs/5")).status == 404
    assert (await ask(client, gateway, "/ivp/meters/reports/other")).status == 404


async def test_lines_only_with_details(client: aiohttp.ClientSession) -> None:
    """/production has no phases, and its twin has them if asked."""
    async with GatewaySimulator("7.6") as gateway:
        plain = (await ask(client, gateway, "/production")).json()
        suffixed = (await ask(client, gateway, "/production.json")).json()
        detailed = (await ask(client, gateway, "/production.json?details=1")).json()
        assert "lines" not in json.dumps(plain)
        assert plain == suffixed
        assert len(detailed["production"][1]["lines"]) == 3
