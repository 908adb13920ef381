"""Habits that show in how a gateway answers, not in its documents alone."""

from datetime import UTC, datetime
import json

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator

from .helpers import ask, raw
from .pages import Pages

_DAY = 86400


@pytest.mark.parametrize("name", ["8.2-three-phase", "8.3-stale"])
async def test_schedule_is_blank(client: aiohttp.ClientSession, name: str) -> None:
    """While the cloud optimises, it is a default, made for each request."""
    async with GatewaySimulator(name) as gateway:
        tariff = (await ask(client, gateway, "/admin/lib/tariff")).json()
        first = datetime.now(UTC)
        gateway.advance(3600)
        later = (await ask(client, gateway, "/admin/lib/tariff")).json()["schedule"]
    schedule, settings = tariff["schedule"], tariff["tariff"]["storage_settings"]
    assert settings["opt_schedules"] is True
    assert settings["reserved_soc"] < schedule["reserved_soc"] == 30
    assert schedule["opt_schedules"] is False
    assert schedule["source"] == schedule["filename"] == schedule["version"] == ""
    when = datetime.fromisoformat(schedule["date"].replace(" UTC", "+00:00"))
    assert abs(first - when).total_seconds() < 5
    assert later["date"] != schedule["date"]


async def test_schedule_is_a_copy(client: aiohttp.ClientSession) -> None:
    """Otherwise it follows what is written to the settings."""
    async with GatewaySimulator("8.2") as gateway:
        tariff = (await ask(client, gateway, "/admin/lib/tariff")).json()
        assert tariff["schedule"]["reserved_soc"] == 30
        tariff["tariff"]["storage_settings"]["reserved_soc"] = 45.0
        body = {"tariff": tariff["tariff"]}
        await ask(client, gateway, "/admin/lib/tariff", method="PUT", json=body)
        after = (await ask(client, gateway, "/admin/lib/tariff")).json()
    assert after["schedule"] == tariff["schedule"] | {"reserved_soc": 45.0}


async def test_removed_inverters(client: aiohttp.ClientSession) -> None:
    """They stay in the details, and in the inventory if one asks for them."""
    pages = Pages("8.3-stale")
    gone = pages.truth["removed_inverters"]
    devices = [row for row in pages.devices() if not row["active"]]
    assert [row["sn"] for row in devices] == gone
    for row in devices:
        [channel] = row["channels"]
        assert row["modGone"]
        assert channel["lastReading"] == {}
        assert not any(channel["wattHours"].values())
    async with GatewaySimulator("8.3-stale") as gateway:
        usual = (await ask(client, gateway, "/inventory.json")).json()
        every = (await ask(client, gateway, "/inventory.json?deleted=1")).json()
    assert not {row["serial_num"] for row in usual[0]["devices"]} & {*gone}
    removed = [row for row in every[0]["devices"] if row["serial_num"] in gone]
    assert [row["admin_state"] for row in removed] == [3] * len(gone)
    assert not any({"producing", "operating"} & row.keys() for row in removed)
    assert {row["admin_state"] for row in usual[0]["devices"]} == {2}


@pytest.mark.parametrize("name", ["3.7", "3.9", "3.18"])
async def test_pages_for_people_of_firmware_3(name: str) -> None:
    """A missing one has status 200 and begins with spaces; 3.18 calls them JSON."""
    label = b"application/json" if name == "3.18" else b"text/html"
    async with GatewaySimulator(name) as gateway:
        head, _, body = (
            await raw(gateway, "GET /production HTTP/1.1\r\nConnection: close\r\n\r\n")
        ).partition(b"\r\n\r\n")
        assert b"Content-Type: " + label in head
        assert b"<table>" in body
        assert b"Since Installation" in body
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        async with aiohttp.ClientSession(middlewares=[login]) as client:
            reply = await ask(client, gateway, "/production.json")
    assert reply.status == 200
    assert reply.headers["Content-Type"].encode() == label
    assert reply.body.startswith(b"  ")
    assert b"Page Not Found" in reply.body


async def test_nonce_is_the_clock_of_firmware_3() -> None:
    """It is the gateway's own clock."""
    async with GatewaySimulator("3.9") as gateway:
        gateway.advance(_DAY)
        reply = await raw(
            gateway,
            "GET /api/v1/production/inverters HTTP/1.1\r\nConnection: close\r\n\r\n",
        )
    nonce = int(reply.partition(b'nonce="')[2].partition(b'"')[0])
    assert abs(nonce - _DAY - datetime.now(UTC).timestamp()) < 5


@pytest.mark.parametrize("user", ["envoy", "installer"])
@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        ("3.18", "/ivp/meters", b"Error: 401"),
        ("4.10", "/production", b"401 Unauthorized"),
        ("5.0", "/production", b"401 Unauthorized"),
    ],
)
async def test_pages_that_no_login_opens(
    client: aiohttp.ClientSession, name: str, path: str, body: bytes, user: str
) -> None:
    """The same login opens others."""
    async with GatewaySimulator(name) as gateway:
        login = aiohttp.DigestAuthMiddleware(user, gateway.passwords[user])
        reply = await ask(client, gateway, path, middlewares=[login])
        assert reply.status == 401
        assert body in reply.body
        other = "/production.json" if name != "3.18" else "/api/v1/production"
        assert (await ask(client, gateway, other, middlewares=[login])).status == 200


async def test_closes_each_connection() -> None:
    """One gateway does so after every reply, of errors and logins, too."""
    async with GatewaySimulator("8.3-closing") as gateway:
        login = f"Authorization: Bearer {gateway.token()}\r\n\r\n"
        for target in ("/info", "/auth/check_jwt", "/ivp/meters", "/ivp/nothing"):
            reply = await raw(gateway, f"GET {target} HTTP/1.1\r\n{login}")
            head = reply.partition(b"\r\n\r\n")[0]
            assert head.count(b"\r\nConnection: close") == 1
            assert b"keep-alive" not in head


async def test_export_limit_is_read_only(client: aiohttp.ClientSession) -> None:
    """A write is refused, also by an installer."""
    async with GatewaySimulator("8.3") as gateway:
        before = await ask(client, gateway, "/ivp/ss/pel_settings")
        body = json.dumps({"PEL": False})
        for method in ("PUT", "POST"):
            reply = await ask(
                client,
                gateway,
                "/ivp/ss/pel_settings",
                method=method,
                role="installer",
                data=body,
            )
            assert reply.status == 405
        assert not any(request.applied for request in gateway.journal.writes)
        after = await ask(client, gateway, "/ivp/ss/pel_settings")
    assert before.json()["PEL"] is True
    assert after.json() == before.json()
