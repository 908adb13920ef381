"""Habits of real gateways that mislead, each on at least one replica.

Here a page says something else than the truth, or in an odd way; `test_truth.py` has
all that fits.
"""

from dataclasses import replace
from datetime import UTC, datetime
import json

import aiohttp
import pytest
from replica_maker import device_data, statistics

from gateway_simulator import GatewaySimulator, replica_names

from .helpers import ask, raw
from .pages import SITE, Pages

_TOKENS = [name for name in replica_names() if SITE[name].version >= (7,)]
_METERED = [name for name in replica_names() if SITE[name].meters]
_QUARTER = 900
_DAY = 86400
# Watt-hours after which inverters' lifetime starts anew: 2^32 joules.
_WRAP = 2**32 / 3600


@pytest.mark.parametrize("name", ["3.7", "3.9", "3.18"])
def test_no_type_of_inverters_before_4_10(name: str) -> None:
    """Who picks rows by their type finds none."""
    rows = Pages(name)["/api/v1/production/inverters"]
    assert rows
    assert all("devType" not in row for row in rows)


@pytest.mark.parametrize("name", [name for name in _METERED if name != "8.3-stale"])
def test_watts_now_are_of_a_quarter_hour(name: str) -> None:
    """On metered gateways they are a mean, and not what the meter shows."""
    pages = Pages(name)
    now = pages["/api/v1/production"]["wattsNow"]
    assert abs(now - pages.eim("production")["wNow"]) > 0.1
    if "/ivp/pdm/device_data" in pages and name != "8.3":
        [meter] = [row for row in pages.devices() if row["sn"].endswith("EIM1")]
        assert sum(channel["watts"]["now"] for channel in meter["channels"]) == now
        for channel in meter["channels"]:
            assert channel["lastReading"]["endDate"] % _QUARTER == 0
            assert pages.truth["time"] - channel["lastReading"]["endDate"] <= _QUARTER
    if "/ivp/pdm/energy" in pages:
        assert pages["/ivp/pdm/energy"]["production"]["eim"]["wattsNow"] == now


def test_statistics_that_stand_still() -> None:
    """They say what was true days ago, while the meters run."""
    pages = Pages("8.3-stale")
    truth = pages.truth
    summary = pages["/api/v1/production"]
    assert summary["wattHoursToday"] == 0 < truth["production"]["today"]
    assert summary["wattsNow"] > truth["production"]["watts"]
    assert summary["wattHoursLifetime"] < truth["production"]["lifetime"]
    ends = [
        channel["lastReading"]["endDate"]
        for device in pages.devices()
        if device["active"]
        for channel in device["channels"]
    ]
    assert all(6 < (truth["time"] - end) / _DAY < 7 for end in ends)
    meter = pages.reading("production")
    assert meter["timestamp"] == truth["time"]
    assert meter["activePower"] == truth["production"]["watts"]


def test_total_is_net_and_today_is_lifetime() -> None:
    """8.3.5433 mixes its numbers up; the meter itself has the truth."""
    pages = Pages("8.3-stale")
    total, net = pages.eim("total-consumption"), pages.eim("net-consumption")
    for key in ("wNow", "whLifetime"):
        assert total[key] == net[key]
    assert total["wNow"] == pages.truth["grid"]["watts"]
    house = pages.reading("total-consumption")
    assert house["activePower"] == pages.truth["house"]["watts"] > total["wNow"] + 1000
    assert total["pwrFactor"] > 1
    made = pages.eim("production")
    assert made["whToday"] == made["whLastSevenDays"] == made["whLifetime"]


@pytest.mark.parametrize("name", ["7.3", "7.6", "7.6-no-meters"])
def test_lifetime_of_inverters_wraps(name: str) -> None:
    """Up to 8.2.127 it starts anew after 1.19 MWh; other pages go on."""
    pages = Pages(name)
    true = sum(one["lifetime"] for one in pages.truth["inverters"])
    shown = pages["/production.json"]["production"][0]["whLifetime"]
    assert shown < _WRAP < true
    assert (true - shown) / _WRAP == pytest.approx(
        round((true - shown) / _WRAP), abs=1e-5
    )
    assert pages["/api/v1/production"]["wattHoursLifetime"] == true


@pytest.mark.parametrize("name", ["5.0", "8.2", "8.3"])
def test_lifetime_of_inverters_elsewhere(name: str) -> None:
    """Older and newer firmware counts on."""
    pages = Pages(name)
    true = sum(one["lifetime"] for one in pages.truth["inverters"])
    assert pages["/production.json"]["production"][0]["whLifetime"] == true > _WRAP


@pytest.mark.parametrize("name", ["4.10", "7.6", "8.2", "8.2-three-phase", "8.3"])
def test_lifetime_of_net_consumption(name: str) -> None:
    """Up to 4 it is what came in; from 7.3 on less what went out, and may fall."""
    pages = Pages(name)
    grid = pages.truth["grid"]
    shown = pages.eim("net-consumption")
    if name == "4.10":
        assert shown["whLifetime"] == grid["imported"]
    else:
        assert shown["whLifetime"] == grid["imported"] - grid["exported"] < 0
    assert shown["whToday"] == shown["whLastSevenDays"] == 0


@pytest.mark.parametrize("name", ["7.6", "8.2", "8.2-three-phase", "8.3"])
def test_week_of_consumption_is_less_than_today(name: str) -> None:
    """The week of total consumption means nothing."""
    total = Pages(name).eim("total-consumption")
    assert 0 < total["whLastSevenDays"] < total["whToday"]


def test_night() -> None:
    """Production is a little below zero, and all inverters seem to be gone."""
    pages = Pages("8.3-closing")
    assert -9 < pages.eim("production")["wNow"] < -1
    assert pages["/api/v1/production"]["wattsNow"] == -4
    panels = [row for row in pages.devices() if row["devName"] == "pcu"]
    assert panels
    assert all(row["active"] and row["modGone"] for row in panels)
    assert all(row["modGone"] for row in pages.devices() if row["devName"] == "eim")


def test_inactive_meter_repeats_the_production() -> None:
    """Only its count tells that it is none."""
    pages = Pages("7.3")
    total, made = pages.eim("total-consumption"), pages.eim("production")
    assert total["activeCount"] == 0
    assert made["activeCount"] == 1
    assert total["wNow"] == made["wNow"]
    assert total["whToday"] == total["whLifetime"]
    assert pages.truth["house"] is None


def test_no_consumption_without_meters() -> None:
    """The key itself is missing."""
    for name in ("5.0", "7.6-no-meters"):
        pages = Pages(name)
        assert pages["/production.json"].keys() == {"production", "storage"}
        assert pages["/ivp/meters"] == pages["/ivp/meters/readings"] == []


@pytest.mark.parametrize("name", _METERED)
def test_three_channels_always(name: str) -> None:
    """Those without a phase carry noise, so their sum is not the total."""
    pages = Pages(name)
    for meter in pages["/ivp/meters"]:
        reading = pages.reading(meter["measurementType"])
        assert len(reading["channels"]) == 3
        unused = reading["channels"][meter["phaseCount"] :]
        for channel in unused:
            assert 1 < channel["voltage"] < 2
            assert channel["actEnergyRcvd"] > 0
        received = sum(channel["actEnergyRcvd"] for channel in reading["channels"])
        assert (received > reading["actEnergyRcvd"] + 1) is bool(unused)


def test_voltage_is_a_sum() -> None:
    """Three phases of 238 V are 715 V; two legs of 120 V are 241 V."""
    for name, volts in (("7.6", 715.5), ("8.2-three-phase", 715.5), ("8.2", 241.0)):
        assert Pages(name).reading("production")["voltage"] == pytest.approx(volts)


@pytest.mark.parametrize("name", ["8.3", "8.3-closing", "8.3-stale"])
def test_a_reading_without_a_meter(name: str) -> None:
    """It comes last, and all of it is zero."""
    pages = Pages(name)
    known = {meter["eid"] for meter in pages["/ivp/meters"]}
    *others, last = pages["/ivp/meters/readings"]
    assert {row["eid"] for row in others} == known
    assert last["eid"] not in known
    assert last["timestamp"] == last["activePower"] == 0
    assert {type(channel["timestamp"]) for channel in last["channels"]} == {
        float if name == "8.3-stale" else int
    }


def test_charge_in_the_inventory_lags() -> None:
    """With AC batteries it differs from the charge that is true."""
    pages = Pages("8.2-three-phase")
    shown = pages.groups("/ivp/ensemble/inventory")["ENCHARGE"]
    totals = pages["/ivp/ensemble/secctrl"]
    truth = pages.truth["storage"]
    assert {row["percentFull"] for row in shown} == {10}
    assert totals["ENC_agg_soc"] == truth["soc"] == 54
    assert totals["agg_soc"] == truth["soc_of_all"] < 54
    assert pages["/production.json"]["storage"][0]["percentFull"] == truth["acb_soc"]


@pytest.mark.parametrize("name", [name for name in _TOKENS if name != "7.3"])
def test_contacts_and_generator_without_hardware(name: str) -> None:
    """Their pages look as if all were there."""
    pages, site = Pages(name), SITE[name]
    rules = pages["/ivp/ss/dry_contact_settings"]["dry_contacts"]
    assert {rule["override"] for rule in rules} == {"false"}
    generator = pages["/ivp/ensemble/generator"]
    assert len(generator) == 9
    config = pages["/ivp/ss/gen_config"]
    assert bool(config) is site.generator
    older = site.version < (8, 2, 4264)
    assert generator["present"] == int(older or bool(config))
    if not site.controller:
        contacts = pages["/ivp/ensemble/dry_contacts"]["dry_contacts"]
        assert {contact["status"] for contact in contacts} == {"open"}
        assert pages["/ivp/ensemble/relay"]["mains_oper_state"] == "closed"


def test_words_of_the_generator() -> None:
    """A running one is "close"; one that stands still may have been told "on"."""
    running, still = Pages("8.2"), Pages("8.3")
    assert running["/ivp/ensemble/generator"]["oper_state"] == "close"
    assert still["/ivp/ensemble/generator"]["oper_state"] == "open"
    assert still["/ivp/ss/gen_mode"]["gen_cmd"] == "on"


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


def test_times_are_text_in_the_inventory() -> None:
    """Elsewhere they are numbers."""
    pages = Pages("8.3")
    row = pages.groups("/inventory")["PCU"][0]
    other = pages["/api/v1/production/inverters"][0]
    assert row["last_rpt_date"] == str(other["lastReportDate"])


def test_limit_of_the_details() -> None:
    """Meters, relays and removed inverters count among its fifty devices."""
    site = replace(SITE["8.2-three-phase"], inverter_count=48)
    page = device_data.device_data(site)
    names = [row["devName"] for row in page.values() if isinstance(row, dict)]
    assert names == ["pcu"] * 48 + ["eim"] * 2
    assert page["deviceCount"] == page["deviceDataLimit"] == 50
    assert site.relays
    assert list(page)[-2:] == ["deviceCount", "deviceDataLimit"]
    assert len(statistics.api_inverters(site)) == 50


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
