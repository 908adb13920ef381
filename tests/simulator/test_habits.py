"""Habits of real gateways that mislead, each on at least one replica.

Here a page says something else than the truth, or in an odd way; `test_truth.py` has
all that fits.
"""

from dataclasses import replace

import pytest
from replica_maker.energy import device_data, statistics

from gateway_simulator import replica_names

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


def test_times_are_text_in_the_inventory() -> None:
    """Elsewhere they are numbers."""
    pages = Pages("8.3")
    row = pages.groups("/inventory")["PCU"][0]
    other = pages["/api/v1/production/inverters"][0]
    assert row["last_rpt_date"] == str(other["lastReportDate"])


@pytest.mark.parametrize(
    ("inverters", "shown"),
    [
        (16, ["pcu"] * 16 + ["eim"] * 2 + ["nsrb"]),
        (47, ["pcu"] * 47 + ["eim"] * 2 + ["nsrb"]),
        (48, ["pcu"] * 48 + ["eim"] * 2),
        (60, ["pcu"] * 50),
    ],
)
def test_limit_of_the_details(inverters: int, shown: list[str]) -> None:
    """Meters, relays and removed inverters count among its fifty devices."""
    site = replace(SITE["8.2-three-phase"], inverter_count=inverters)
    page = device_data.device_data(site)
    names = [row["devName"] for row in page.values() if isinstance(row, dict)]
    assert names == shown
    assert page["deviceCount"] == len(shown)
    assert page["deviceDataLimit"] == 50
    assert list(page)[-2:] == ["deviceCount", "deviceDataLimit"]
    assert len(statistics.api_inverters(site)) == inverters + len(site.acbs)
