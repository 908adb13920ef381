"""Each blueprint on every replica as it comes: what it tells, and what it does."""

import asyncio
from collections.abc import Awaitable, Callable
from copy import deepcopy
from datetime import datetime, timedelta
import re
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from gateway_simulator import GatewaySimulator
from tests.restoring.clock import Clock

from .bench import DPEL, FIELDS, METERS, NAMES, TARIFF, Bench
from .field import meters_run, price_rises
from .said import BLUEPRINTS, REPLICAS, add_said, read_said

_QUICK = 0.02
"""Seconds to the looks at what came of a write."""

_LONGEST = 160
"""Characters of a cell."""

type Try = Callable[[Bench, list[ServiceCall]], Awaitable[str]]


def _words(bench: Bench, text: str) -> str:
    """Return a message without what differs between gateways, on one line."""
    text = text.removeprefix("TemplateNotFound: ")
    text = re.sub(rf"(^|\. ){bench.entry.title}", r"\1The gateway", text)
    text = text.replace(bench.entry.title, "the gateway").replace("|", "/")
    text = re.sub(r"(?<=: it answered with status \d{3}) and said.*", "", text)
    text = re.sub(r"\. (Check the spelling|It is known|The catalogue).*", "", text)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


async def _told(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Let the automation run, and return what it tells, or that it tells nothing."""
    await bench.start()
    # One that waits for something to change has no end.
    await bench.until(lambda: notifications or not bench.runs)
    return " ".join(_words(bench, call.data["message"]) for call in notifications)


async def _report(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Make the report of the day."""
    await bench.automate("inverter_report.yaml", count=0)
    return await _told(bench, notifications)


async def _energy(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Make the report of the day about energy."""
    await bench.automate("inverter_report.yaml", count=0, compared="energy")
    return await _told(bench, notifications)


async def _silent(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Watch the inverters eight hours after sunrise."""
    rising = dt_util.now() + timedelta(hours=16)
    bench.hass.states.async_set(
        "sun.sun", "above_horizon", {"next_rising": rising.isoformat()}
    )
    await bench.automate("silent_inverter.yaml")
    return await _told(bench, notifications) or "nothing to tell"


async def _price(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Let the price be negative, and rise again."""
    hass, documents = bench.hass, bench.gateway.device.documents
    before = deepcopy(documents.get(DPEL))
    await bench.automate(
        "negative_price.yaml",
        price="sensor.price",
        look_after=_QUICK,
        risk_acknowledged=True,
    )
    hass.states.async_set("sensor.price", "-1")
    await bench.until(lambda: bench.runs)
    await bench.until(lambda: notifications or not bench.runs)
    if not bench.sent():
        return _words(bench, notifications[0].data["message"])
    limited = deepcopy(documents[DPEL])
    assert limited != before
    await bench.until(lambda: not bench.runs)
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(dt_util, "utcnow", clock.now)
        await price_rises(bench, clock)
    assert documents[DPEL] == before
    effect = [_words(bench, call.data["message"]) for call in notifications]
    return " ".join(["Limited, and all is restored.", *effect])


async def _reserve(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Set the reserve of the season."""
    await bench.automate(
        "battery_reserve.yaml",
        at="00:00:00",
        look_again=_QUICK,
        low=25,
        risk_acknowledged=True,
    )
    told = await _told(bench, notifications)
    if not bench.sent():
        return told
    tariff = bench.gateway.device.documents[TARIFF]["tariff"]
    reserve = tariff["storage_settings"]["reserved_soc"]
    return " ".join([f"The reserve is {reserve:.0f} %.", told]).strip()


async def _copy(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Copy both pages."""
    events = async_capture_events(bench.hass, "enphase_envoy_raw_data_copy")
    await bench.automate("nightly_copy.yaml")
    told = await _told(bench, notifications)
    whole = [event.data["copy"]["complete"] for event in events]
    return f"{whole.count(True)} of {len(whole)} pages are copied. {told}".strip()


def _script(name: str) -> Try:
    """Return what runs a script as a usual call does."""
    looks = {
        "battery.yaml": "look_again",
        "limit_power.yaml": "look_after",
        "production.yaml": "look_after",
    }

    async def run(bench: Bench, notifications: list[ServiceCall]) -> str:
        inputs: dict[str, Any] = {looks[name]: _QUICK} if name in looks else {}
        await bench.make(name, verify_seconds=0, **inputs)
        try:
            await bench.run(**FIELDS[name])
        except HomeAssistantError as err:
            assert not any(request.applied for request in bench.gateway.journal.writes)
            return _words(bench, str(err))
        assert len(bench.sent()) == 1
        told = [_words(bench, call.data["message"]) for call in notifications]
        return " ".join(["Written and verified.", *told])

    return run


TRIES: dict[str, Try] = {
    "Daily inverter report": _report,
    "Daily inverter report, energy": _energy,
    "Silent inverter": _silent,
    "Negative price": _price,
    "Battery reserve": _reserve,
    "Nightly copy": _copy,
} | {f"Script `{name}`": _script(name) for name in NAMES}


@pytest.fixture(autouse=True)
def now(gateway: GatewaySimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let templates believe that it is the moment that the replica shows."""
    moment = datetime.fromtimestamp(gateway.truth["time"], dt_util.UTC)
    moment += timedelta(seconds=30)
    monkeypatch.setattr(
        dt_util, "now", lambda zone=None: moment.astimezone(zone or dt_util.UTC)
    )


@pytest.mark.parametrize(
    ("gateway", "name"), [(name, name) for name in REPLICAS], indirect=["gateway"]
)
@pytest.mark.parametrize("what", TRIES)
async def test_said(
    *,
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    request: pytest.FixtureRequest,
    name: str,
    what: str,
) -> None:
    """What comes of it is what the page says; the meters run meanwhile."""
    meters = gateway.device.documents.get(METERS)
    production = gateway.truth["production"]["watts"]
    if isinstance(meters, list) and meters:
        meters_run(bench, "production", production)
    words = await TRIES[what](bench, notifications)
    await asyncio.sleep(0)
    if request.config.getoption("update_snapshots"):
        add_said(BLUEPRINTS, what, name, words)
    assert read_said(BLUEPRINTS)[what][name] == words


def test_the_page_has_them_all() -> None:
    """Nothing on the page is left over."""
    said = read_said(BLUEPRINTS)
    assert said.keys() == set(TRIES)
    assert all(column.keys() == set(REPLICAS) for column in said.values())
