"""The replicas agree with themselves and with what they were made from."""

import json
from pathlib import Path
from typing import Any

import pytest
from replica_maker.__main__ import files, write
from replica_maker.sites import SITES

from gateway_simulator import GatewaySimulator, UnknownReplicaError, replica_names
from gateway_simulator.replica import read_replica

_REPLICAS = Path(__file__).parents[2] / "simulator" / "gateway_simulator" / "replicas"
_METERED = ["4.10", "5.0", "7.6", "8.2", "8.3"]
_WITHOUT_TYPES = ["3.7", "3.9", "3.18"]


def documents(name: str) -> dict[str, Any]:
    """Return the documents of a replica by path."""
    return {path: page.content for path, page in read_replica(name).pages.items()}


def eim(document: Any, kind: str) -> Any:
    """Return the entry of one meter in /production."""
    return next(
        entry
        for entry in document["production"] + document["consumption"]
        if entry.get("measurementType") == kind
    )


def test_names() -> None:
    """They are in the order of the firmware."""
    assert replica_names() == [
        *("3.7", "3.9", "3.18", "4.10", "5.0", "7.3", "7.6", "8.2", "8.3")
    ]
    with pytest.raises(UnknownReplicaError, match=r"no replica 1\.0; there are 3"):
        read_replica("1.0")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_files_are_what_the_maker_writes(site: Any) -> None:
    """Whoever changes a description must write the files again."""
    folder = _REPLICAS / site.name
    found = {path.name: path.read_text() for path in folder.iterdir()}
    assert found == files(site)


def test_maker_writes_anew(tmp_path: Path) -> None:
    """What was there before goes."""
    (tmp_path / "8.3").mkdir()
    (tmp_path / "8.3" / "left_over.json").write_text("{}")
    write(tmp_path)
    assert not (tmp_path / "8.3" / "left_over.json").exists()
    assert read_replica(tmp_path / "8.3").serial == read_replica("8.3").serial


@pytest.mark.parametrize("name", replica_names())
def test_inverters_agree(name: str) -> None:
    """The same inverters make the same power on every page."""
    pages = documents(name)
    rows = pages["/api/v1/production/inverters"]
    solar = [row for row in rows if row.get("devType", 1) == 1]
    serials = [row["serialNumber"] for row in solar]
    assert len(set(serials)) == len(serials)
    watts = sum(row["lastReportWatts"] for row in solar)
    summary = pages["/api/v1/production"]
    assert summary["wattsNow"] == watts
    if name in _WITHOUT_TYPES:
        return
    for path in ("/production", "/production.json"):
        entry = pages[path]["production"][0]
        assert entry["type"] == "inverters"
        assert entry["activeCount"] == len(solar)
        assert entry["wNow"] == watts
        assert entry["whLifetime"] == summary["wattHoursLifetime"]
    groups = {group["type"]: group["devices"] for group in pages["/inventory"]}
    assert [device["serial_num"] for device in groups["PCU"]] == serials
    acbs = [row["serialNumber"] for row in rows if row["devType"] == 11]
    assert [device["serial_num"] for device in groups["ACB"]] == acbs
    assert pages["/production"]["storage"][0]["activeCount"] == len(acbs)
    counts = pages["/home"]["comm"]
    assert counts["pcu"]["num"] == len(solar)
    assert counts["acb"]["num"] == len(acbs)
    kinds = ("pcu", "acb", "nsrb", "esub", "encharge")
    assert counts["num"] == sum(counts[kind]["num"] for kind in kinds)


@pytest.mark.parametrize("name", ["7.3", "7.6", "8.2", "8.3"])
def test_lists_of_devices_agree(name: str) -> None:
    """Every list has the same inverters and meters."""
    pages = documents(name)
    rows = pages["/api/v1/production/inverters"]
    every = [row["serialNumber"] for row in rows]
    solar = [row["serialNumber"] for row in rows if row["devType"] == 1]
    register = pages["/ivp/eh/devs"]
    by_kind = {
        kind: [entry for entry in register if entry["dev_type"] == kind]
        for kind in ("pcu", "eim")
    }
    assert [entry["serial_num"] for entry in by_kind["pcu"]] == every
    assert [entry["eid"] for entry in by_kind["eim"]] == [
        meter["eid"] for meter in pages["/ivp/meters"]
    ]
    assert len({entry["eid"] for entry in register}) == len(register)
    assert [row["serial_num"] for row in pages["/inv"]["rows"]] == solar
    assert pages["/inv"]["numrows"] == str(len(solar))
    assert list(pages["/installer/agf/inverters_status"]) == solar
    assert list(pages["/installer/pcu_comm_check"]) == solar
    states = pages["/ivp/peb/devstatus"]
    assert [row[0] for row in states["pcu"]["values"]] == solar
    assert states["counters"]["pcu"]["expected"] == len(solar)


@pytest.mark.parametrize("name", ["8.2", "8.3"])
def test_device_data_agrees(name: str) -> None:
    """It shows the same inverters, but only fifty of them."""
    pages = documents(name)
    data = pages["/ivp/pdm/device_data"]
    devices = [value for value in data.values() if isinstance(value, dict)]
    rows = [row for row in pages["/api/v1/production/inverters"] if row["devType"] == 1]
    assert data["deviceDataLimit"] == 50
    assert data["deviceCount"] == len(rows)
    assert len(devices) == min(50, len(rows))
    for device, row in zip(devices, rows, strict=False):
        channel = device["channels"][0]
        assert device["sn"] == row["serialNumber"]
        assert channel["watts"] == {
            "now": row["lastReportWatts"],
            "nowUsed": 0,
            "max": row["maxReportWatts"],
        }
        reading = channel["lastReading"]
        assert reading["endDate"] == row["lastReportDate"]
        watts = reading["joulesProduced"] / reading["duration"]
        assert watts == row["lastReportWatts"]
    if len(devices) == len(rows):
        summary = pages["/api/v1/production"]
        for ours, theirs in (("today", "Today"), ("week", "SevenDays")):
            total = sum(device["channels"][0]["wattHours"][ours] for device in devices)
            assert total == summary[f"wattHours{theirs}"]
        joules = sum(
            device["channels"][0]["lifetime"]["joulesProduced"] for device in devices
        )
        assert joules == 3600 * summary["wattHoursLifetime"]


@pytest.mark.parametrize("name", _METERED)
def test_meters_agree(name: str) -> None:
    """Each meter shows the same on every page, and its phases add up."""
    pages = documents(name)
    kinds = {meter["eid"]: meter["measurementType"] for meter in pages["/ivp/meters"]}
    assert list(kinds.values()) == ["production", "net-consumption"]
    for reading in pages["/ivp/meters/readings"]:
        kind = kinds[reading["eid"]]
        shown = eim(pages["/production.json"], kind)
        assert reading["activePower"] == shown["wNow"]
        assert reading["actEnergyDlvd"] == shown["whLifetime"]
        assert reading["voltage"] == shown["rmsVoltage"]
        assert len(reading["channels"]) == len(shown["lines"])
        total = sum(channel["activePower"] for channel in reading["channels"])
        assert total == pytest.approx(reading["activePower"])
        for channel, line in zip(reading["channels"], shown["lines"], strict=True):
            assert channel["activePower"] == line["wNow"]
            assert channel["voltage"] == line["rmsVoltage"]
        if "/ivp/meters/reports" in pages:
            report = next(
                entry
                for entry in pages["/ivp/meters/reports"]
                if entry["reportType"] == kind
            )
            assert report["cumulative"]["currW"] == reading["activePower"]
            assert report["cumulative"]["whDlvdCum"] == reading["actEnergyDlvd"]
            assert str(reading["eid"]) in pages["/ivp/meters/cts"]
    made = eim(pages["/production"], "production")
    assert made["wNow"] == pages["/api/v1/production"]["wattsNow"]
    assert made["whLifetime"] == pages["/api/v1/production"]["wattHoursLifetime"]


def test_a_production_meter_alone() -> None:
    """It shows on every page of meters, and nothing is known of the use."""
    pages = documents("7.3")
    assert [meter["measurementType"] for meter in pages["/ivp/meters"]] == [
        "production"
    ]
    made = eim(pages["/production"], "production")
    assert made["wNow"] == pages["/api/v1/production"]["wattsNow"]
    assert pages["/production"]["consumption"] == []
    reports = [report["reportType"] for report in pages["/ivp/meters/reports"]]
    assert reports == ["production"]
    energy = pages["/ivp/pdm/energy"]
    assert energy["production"]["eim"]["wattsNow"] == made["wNow"]
    assert not any(energy["consumption"]["eim"].values())


@pytest.mark.parametrize("name", _METERED)
def test_consumption_agrees(name: str) -> None:
    """What is made, drawn and taken from batteries is what is used."""
    pages = documents(name)
    production = pages["/production"]
    made = eim(production, "production")["wNow"]
    net = eim(production, "net-consumption")["wNow"]
    total = eim(production, "total-consumption")["wNow"]
    stored = sum(
        device["real_power_mw"] / 1000
        for device in pages.get("/ivp/ensemble/power", {"devices:": []})["devices:"]
    )
    if name == "8.3":
        # A mistake of the newest firmware.
        assert total == net
    else:
        assert total == pytest.approx(made + net + stored)
    if "/ivp/livedata/status" in pages:
        live = pages["/ivp/livedata/status"]["meters"]
        powers = {
            kind: live[kind]["agg_p_mw"] / 1000
            for kind in ("pv", "grid", "storage", "load")
        }
        assert powers["pv"] == made
        assert powers["grid"] == pytest.approx(net)
        assert powers["storage"] == stored
        assert powers["load"] == pytest.approx(made + net + stored)


@pytest.mark.parametrize("name", ["7.6", "8.2", "8.3"])
def test_storage_agrees(name: str) -> None:
    """The same batteries hold the same energy on every page."""
    pages = documents(name)
    groups = {
        group["type"]: group["devices"] for group in pages["/ivp/ensemble/inventory"]
    }
    batteries = groups.get("ENCHARGE", [])
    assert pages["/home"]["comm"]["encharge"]["num"] == len(batteries)
    controllers = [device["serial_num"] for device in groups.get("ENPOWER", [])]
    serials = [device["serial_num"] for device in batteries]
    status = pages["/ivp/ensemble/status"]
    assert list(status["inventory"]["serial_nums"]) == serials + controllers
    assert status["secctrl"] == pages["/ivp/ensemble/secctrl"]
    totals = pages["/ivp/ensemble/secctrl"]
    capacity = sum(device["encharge_capacity"] for device in batteries)
    stored = sum(
        device["encharge_capacity"] * device["percentFull"] // 100
        for device in batteries
    )
    assert totals["Enc_max_available_capacity"] == capacity
    assert totals["ENC_agg_avail_energy"] == stored
    assert totals["ENC_agg_soc"] == (stored * 100 // capacity if capacity else 0)
    live = pages["/ivp/livedata/status"]["meters"]
    assert live["soc"] == totals["ENC_agg_soc"]
    tariff = pages["/admin/lib/tariff"]
    settings = tariff["tariff"].get("storage_settings")
    if settings:
        assert settings["reserved_soc"] == totals["configured_backup_soc"]
        assert settings["reserved_soc"] == tariff["schedule"]["reserved_soc"]
    if batteries:
        powers = pages["/ivp/ensemble/power"]["devices:"]
        assert [device["serial_num"] for device in powers] == serials
        assert [device["soc"] for device in powers] == [
            device["percentFull"] for device in batteries
        ]
    contacts = pages["/ivp/ensemble/dry_contacts"]["dry_contacts"]
    rules = pages["/ivp/ss/dry_contact_settings"]["dry_contacts"]
    assert [contact["id"] for contact in contacts] == [rule["id"] for rule in rules]
    assert bool(contacts) is bool(controllers)


async def test_a_folder_of_your_own(tmp_path: Path, client: Any) -> None:
    """A replica may lie anywhere and hold replies of any kind."""
    (tmp_path / "page.html").write_text("<h1>Hello</h1>")
    (tmp_path / "gone.json").write_text('{"err": "503"}')
    (tmp_path / "gateway.json").write_text(
        json.dumps(
            {
                "about": "Mine",
                "serial": "123456789012",
                "software": "D8.1.1",
                "info": {"device": {"pn": "800-1"}, "packages": {}},
                "endpoints": {
                    "/home": {"file": "page.html", "content_type": "text/html"},
                    "/ivp/gone": {"file": "gone.json", "status": 503},
                    "/ivp/odd": {"file": "page.html", "content_type": "text/html"},
                },
            }
        )
    )
    async with GatewaySimulator(tmp_path) as gateway:
        assert gateway.serial == "123456789012"
        assert gateway.replica == tmp_path.name
        async with client.get(f"{gateway.url}/home") as reply:
            assert await reply.text() == "<h1>Hello</h1>"
            assert reply.content_type == "text/html"
        header = {"Authorization": f"Bearer {gateway.token()}"}
        async with client.get(f"{gateway.url}/ivp/gone", headers=header) as reply:
            assert reply.status == 503
            assert await reply.read() == b'{\n    "err": "503"\n}'
        async with client.get(f"{gateway.url}/ivp/odd", headers=header) as reply:
            assert reply.headers["Content-Type"] == "text/html"
