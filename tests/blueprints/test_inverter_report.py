"""The daily report about inverters."""

from datetime import timedelta
import time
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from .bench import Bench

_NAME = "inverter_report.yaml"
_POWER = "/api/v1/production/inverters"
_ENERGY = "/ivp/pdm/device_data"
_TITLE = "Inverters of Envoy-raw-data"


def _inverter(serial: str, watts: int, *, age: float = 60, kind: int = 1) -> Any:
    """Return a row; the age of its report is in seconds."""
    return {
        "serialNumber": serial,
        "lastReportDate": int(time.time() - age),
        "devType": kind,
        "lastReportWatts": watts,
        "maxReportWatts": 350,
    }


_ROWS = [
    _inverter("101", 300),
    _inverter("102", 120),
    _inverter("103", 0, age=7200),
    _inverter("104", 200),
    _inverter("105", 1, kind=11),
]


async def _report(bench: Bench, told: list[ServiceCall], **inputs: Any) -> str:
    """Run the automation and return what it tells."""
    await bench.automate(_NAME, **inputs)
    await bench.trigger()
    (call,) = told
    assert call.data["title"].startswith(_TITLE)
    assert bench.gateway.journal.writes == []
    message: str = call.data["message"]
    return message


async def test_power(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The weakest are named, and so is who has not reported; batteries don't count."""
    bench.gateway.device.documents[_POWER] = _ROWS
    assert await _report(bench, notifications, count=2, names={"102": "Garage"}) == (
        "3 of 4 inverters reported in the last hour, together 620 W. "
        "Weakest: Garage 120 W, 104 200 W. No report: 103."
    )
    assert bench.gateway.journal.count() == 1


@pytest.mark.parametrize("gateway", ["3.7", "3.9", "3.18"], indirect=True)
async def test_rows_without_a_type(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Firmware before 4.10 has inverters alone, and doesn't say so."""
    rows = bench.gateway.device.documents[_POWER]
    assert all("devType" not in row for row in rows)
    for row in rows:
        row["lastReportDate"] = int(time.time())
    total = sum(row["lastReportWatts"] for row in rows)
    assert await _report(bench, notifications, count=0) == (
        f"{len(rows)} of {len(rows)} inverters reported in the last hour, "
        f"together {total} W."
    )


async def test_names_without_quotes(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """YAML makes a number of a serial without quotes; it is known all the same."""
    bench.gateway.device.documents[_POWER] = _ROWS[1:3]
    assert await _report(bench, notifications, names={102: "Garage", 103: "Shed"}) == (
        "1 of 2 inverters reported in the last hour, together 120 W. "
        "Weakest: Garage 120 W. No report: Shed."
    )


async def test_none_named(bench: Bench, notifications: list[ServiceCall]) -> None:
    """With no weakest inverters there is the sum alone."""
    bench.gateway.device.documents[_POWER] = [_inverter("101", 300)]
    assert await _report(bench, notifications, count=0) == (
        "1 of 1 inverters reported in the last hour, together 300 W."
    )


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_energy(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The energy of the day, of all channels of an inverter together.

    Neither a meter nor an inverter that was removed is one of them.
    """
    document = bench.gateway.device.documents[_ENERGY]
    every = [given for given in document.values() if isinstance(given, dict)]
    devices = [one for one in every if one["devName"] == "pcu" and one["active"]]
    assert len(devices) == len(every) - 3
    for device in devices:
        device["channels"][0]["lastReading"]["endDate"] = int(time.time())
    devices[0]["channels"] *= 2
    devices[0]["channels"][0]["wattHours"]["today"] = 90
    devices[1]["channels"] = []
    total = sum(
        channel["wattHours"]["today"]
        for device in devices
        for channel in device["channels"]
    )
    message = await _report(bench, notifications, compared="energy", count=1)
    assert message == (
        f"23 of 24 inverters reported today, together {total} Wh. "
        f"Weakest: 202248050001 180 Wh. No report: {devices[1]['sn']}."
    )


async def test_night(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Nobody has reported for hours."""
    for row in bench.gateway.device.documents[_POWER]:
        row["lastReportDate"] = int(time.time()) - 8 * 3600
    message = await _report(bench, notifications)
    assert message.startswith("None of ")
    assert message.endswith(
        " inverters has reported in the last hour. At night that is usual."
    )


async def test_list_that_stands_still(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """A night is not that long."""
    bench.gateway.device.documents[_POWER] = [
        _inverter("101", 300) | {"lastReportDate": int(time.time()) - days * 86400}
        for days in (5, 7)
    ]
    message = await _report(bench, notifications)
    assert message.startswith("None of 2 inverters has reported since 20")
    assert message.endswith("The gateway's list may stand still.")


async def test_no_inverters(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The list is empty, as it is after a restart of the gateway."""
    bench.gateway.device.documents[_POWER] = []
    assert await _report(bench, notifications) == (
        "The gateway lists no inverters with a report. After its restart, that takes "
        "some minutes."
    )


async def test_odd_rows(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Rows without numbers don't spoil the report of the others."""
    odd = [_inverter("1", 5) | {"lastReportWatts": None}]
    odd += [_inverter("2", 5) | {"lastReportDate": None}]
    bench.gateway.device.documents[_POWER] = [*odd, _inverter("3", 7)]
    assert await _report(bench, notifications) == (
        "1 of 3 inverters reported in the last hour, together 7 W. "
        "Weakest: 3 7 W. No report: 1, 2."
    )


@pytest.mark.parametrize("gateway", ["8.3"], indirect=True)
async def test_full_page(bench: Bench, notifications: list[ServiceCall]) -> None:
    """A page that holds no more devices does not pass for the whole roof."""
    for device in bench.gateway.device.documents[_ENERGY].values():
        if isinstance(device, dict):
            device["channels"][0]["lastReading"]["endDate"] = int(time.time())
    message = await _report(bench, notifications, compared="energy", count=0)
    assert message.startswith("50 of 50 inverters reported today, together ")
    assert message.endswith("The list of the gateway ends here, so there may be more.")


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """It is tried for a while, and then the owner hears that there is no report."""
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    await bench.gateway.stop()
    message = await _report(bench, notifications)
    assert message.startswith("There is no report. ")
    assert "can't be reached at" in message


async def test_gateway_is_not_loaded(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Home Assistant was started without the gateway."""
    await bench.gateway.stop()
    await bench.hass.config_entries.async_reload(bench.entry.entry_id)
    assert await _report(bench, notifications) == (
        "There is no report. The log of Home Assistant says why."
    )


async def test_own_actions(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """The owner's actions have the rows, too."""
    bench.gateway.device.documents[_POWER] = _ROWS
    told: list[Any] = []
    hass.bus.async_listen("told", lambda event: told.append(event.data["rows"]))
    tell = [{"event": "told", "event_data": {"rows": "{{ weakest }}"}}]
    await bench.automate(_NAME, count=1, tell=tell)
    await bench.trigger()
    ((row,),) = told
    assert (row["serial"], row["value"]) == ("102", 120)
    assert notifications == []


async def test_time(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """It comes at the time that was chosen, and at no other."""
    now = dt_util.now()
    soon = now.replace(hour=13, minute=0, second=0, microsecond=0)
    if soon < now + timedelta(minutes=1):
        soon += timedelta(days=1)
    await bench.automate(_NAME)
    async_fire_time_changed(hass, soon - timedelta(seconds=5))
    await bench.settled()
    assert notifications == []
    async_fire_time_changed(hass, soon + timedelta(seconds=1))
    await bench.settled()
    assert len(notifications) == 1
