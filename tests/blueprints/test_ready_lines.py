"""Each ready line is right on every replica, or gives nothing, and is never wrong."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import GatewaySimulator

from .bench import DOMAIN, RELAY, Bench
from .lines import TRUE, Line, Truth, ready_lines
from .said import REPLICAS, VALUES, read_said, write_said

_WHOLE = 1.0
"""Watt-hours: some pages cut what is behind the point."""

LINES = ready_lines()

every_replica = pytest.mark.parametrize(
    ("gateway", "name"), [(name, name) for name in REPLICAS], indirect=["gateway"]
)


@pytest.fixture
async def bench(hass: HomeAssistant, bench: Bench, gateway: GatewaySimulator) -> Bench:
    """Return the bench with an owner's login, where there are roles."""
    if gateway.token_login:
        token = gateway.token("owner")
        data = {**bench.entry.data, "token": token}
        hass.config_entries.async_update_entry(bench.entry, data=data)
        await hass.config_entries.async_reload(bench.entry.entry_id)
    return bench


@pytest.fixture(autouse=True)
def now(gateway: GatewaySimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let templates believe that it is the moment that the replica shows."""
    moment = datetime.fromtimestamp(gateway.truth["time"], dt_util.UTC)
    monkeypatch.setattr(dt_util, "now", lambda *_: moment + timedelta(seconds=30))


async def _read(bench: Bench, lines: list[Line]) -> dict[str, str | None]:
    """Return what sensors and helpers show for lines, None for nothing."""
    numbers = [line for line in lines if not line.is_text]
    texts = [line for line in lines if line.is_text]
    await bench.show(
        *(
            bench.sensor(f"line {place}", line.endpoint, line.select, **line.inputs)
            for place, line in enumerate(numbers)
        )
    )
    await _keep(bench, texts)
    pages = {page for line in lines for page in line.endpoint}
    bench.gateway.journal.clear()
    await bench.pass_time(minutes=5, seconds=1)
    # An automation that found nothing goes on waiting, so there is no end to wait for.
    await bench.until(lambda: pages <= _asked(bench))
    await asyncio.sleep(0.2)
    shown = {
        line.name: bench.state(f"sensor.line_{place}").state
        for place, line in enumerate(numbers)
    } | {
        line.name: bench.state(f"input_text.line_{place}").state
        for place, line in enumerate(texts)
    }
    return {
        name: None if state in ("unknown", "unavailable") else state
        for name, state in shown.items()
    }


def _asked(bench: Bench) -> set[str]:
    """Return the pages that the gateway was asked for."""
    return {request.target for request in bench.gateway.journal.requests}


async def _keep(bench: Bench, lines: list[Line]) -> None:
    """Make the automations that keep texts in helpers."""
    hass = bench.hass
    helpers: dict[str, Any] = {f"line_{place}": {} for place in range(len(lines))}
    assert await async_setup_component(hass, "input_text", {"input_text": helpers})
    automations = [
        {
            "alias": "try" if place == 0 else f"try {place}",
            "use_blueprint": {
                "path": f"{DOMAIN}/value_to_helper.yaml",
                "input": {
                    "gateway": bench.entry.entry_id,
                    "endpoint": line.endpoint,
                    "select": line.select,
                    "helper": f"input_text.line_{place}",
                },
            },
        }
        for place, line in enumerate(lines)
    ]
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: automations})


def _outcome(line: Line, shown: str | None, truth: Truth) -> str:
    """Return whether a line is right, gives nothing, or is wrong."""
    if shown is None:
        return "nothing"
    true: Any = line.true(truth)
    if line.is_text:
        right = shown == true
    else:
        near = _WHOLE if line.inputs["unit"] == "Wh" else 0.001
        right = true is not None and abs(float(shown) - true) < near
    return "right" if right else f"wrong: {shown}, not {true}"


@every_replica
async def test_lines(
    *,
    bench: Bench,
    gateway: GatewaySimulator,
    name: str,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    notifications: list[ServiceCall],
) -> None:
    """All lines at once, with one call for each page and nothing in the log."""
    shown = await _read(bench, LINES)
    said = {
        line.name: _outcome(line, shown[line.name], gateway.truth) for line in LINES
    }
    wrong = {what: word for what, word in said.items() if word.startswith("wrong")}
    assert wrong == {}
    assert gateway.journal.writes == []
    assert "ERROR" not in [record.levelname for record in caplog.records]
    page = read_said(VALUES)
    if request.config.getoption("update_snapshots"):
        page = {
            line.name: page.get(line.name, {}) | {name: said[line.name]}
            for line in LINES
        }
        write_said(VALUES, page)
    assert said == {what: column[name] for what, column in page.items()}


def test_each_line_is_right_somewhere() -> None:
    """A line that gives nothing anywhere is of no use."""
    said = read_said(VALUES)
    for line in LINES:
        assert "right" in said[line.name].values(), line.name
        assert said[line.name].keys() == set(REPLICAS)


def test_each_truth_has_a_line() -> None:
    """What the tests know how to check is what the page has."""
    assert {line.name for line in LINES} == set(TRUE)


@pytest.mark.parametrize("gateway", ["8.2", "8.3"], indirect=True)
@pytest.mark.parametrize("position", ["open", "closed"])
async def test_grid_relay_that_moves(bench: Bench, position: str) -> None:
    """The line about the grid follows the relay."""
    (line,) = [line for line in LINES if "on the grid" in line.name]
    await bench.hass.services.async_call(
        DOMAIN,
        "send_data",
        {
            "config_entry_id": bench.entry.entry_id,
            "endpoint": RELAY,
            "method": "POST",
            "data": {"mains_admin_state": position},
            "risk_acknowledged": True,
        },
        blocking=True,
    )
    assert await _read(bench, [line]) == {line.name: position}


_START: dict[str, Any] = {
    "/api/v1/production": {
        "wattHoursToday": 0,
        "wattHoursSevenDays": 0,
        "wattHoursLifetime": 0,
        "wattsNow": 0,
    },
    "/api/v1/production/inverters": [],
}


@pytest.mark.parametrize("gateway", ["3.9", "7.6-no-meters"], indirect=True)
async def test_first_minutes(bench: Bench, gateway: GatewaySimulator) -> None:
    """What a gateway shows right after its start is no value at all."""
    gateway.device.documents |= _START
    shown = await _read(bench, LINES)
    assert {name for name, value in shown.items() if value is not None} == set()
