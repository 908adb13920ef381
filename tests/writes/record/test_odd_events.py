"""The logbook and the recorder take any event that has our name."""

from collections.abc import Callable
from typing import Any

from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.enphase_envoy_raw_data.logbook import (
    LONGEST_TEXT,
    async_describe_events,
)
from custom_components.enphase_envoy_raw_data.restoring import EVENT_RESTORED
from gateway_simulator import GatewaySimulator
from tests.bad_input.strategies import VALUES
from tests.integration.helpers import DOMAIN, load

from ..support import (
    REFUSED,
    SENT,
    SETTINGS,
    TESTED,
    choose,
    hear,
    outcome,
    over_http,
    write,
)
from .test_logbook import lines, mock_recorder_before_hass

__all__ = ["mock_recorder_before_hass"]

KEYS = (
    *("entry", "gateway", "user", "endpoint", "method"),
    *("status", "duration", "verified", "lock", "body"),
    *("outcome", "planned", "paths"),
)

USUAL = {
    "gateway": "Envoy-raw-data 1",
    "method": "PUT",
    "endpoint": SETTINGS,
    "status": 200,
    "verified": True,
}

type Describe = Callable[[Event], dict[str, Any]]


@pytest.fixture
async def described(hass: HomeAssistant) -> dict[str, Describe]:
    """Return what describes each event, as the logbook gets it."""
    assert await async_setup_component(hass, DOMAIN, {})
    found: dict[str, Describe] = {}

    def describe(domain: str, event_type: str, how: Describe) -> None:
        assert domain == DOMAIN
        found[event_type] = how

    async_describe_events(hass, describe)
    assert set(found) == {SENT, REFUSED, TESTED, EVENT_RESTORED}
    return found


def _check(line: dict[str, Any]) -> None:
    """Check that a line can be shown."""
    assert set(line) == {"name", "message", "icon"}
    for text in line.values():
        assert isinstance(text, str)
        assert text
        assert "common." not in text
        assert len(text) < 3 * LONGEST_TEXT
        text.encode()


@given(
    data=st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), VALUES)
    | st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, VALUES)),
    kept=st.sets(st.sampled_from(sorted(USUAL))),
)
async def test_anything(
    described: dict[str, Describe], data: dict[str, Any], kept: set[str]
) -> None:
    """Missing keys, other types, texts without end: there is a line for each."""
    event_data = {**data, **{key: USUAL[key] for key in kept}}
    for event_type, describe in described.items():
        _check(describe(Event(event_type, event_data)))


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({}, "Envoy-raw-data 1", f"accepted PUT {SETTINGS}, verified"),
        (
            {"gateway": None},
            "Enphase Envoy Raw Data",
            f"accepted PUT {SETTINGS}, verified",
        ),
        (
            {"gateway": ""},
            "Enphase Envoy Raw Data",
            f"accepted PUT {SETTINGS}, verified",
        ),
        ({"verified": "yes"}, "Envoy-raw-data 1", f"accepted PUT {SETTINGS}"),
        ({"status": None}, "Envoy-raw-data 1", "was sent PUT {}, outcome unknown"),
        ({"status": 10**5000}, "Envoy-raw-data 1", "was sent PUT {}, outcome unknown"),
        ({"method": None}, "Envoy-raw-data 1", "the event does not say with what"),
        (
            {"endpoint": [SETTINGS]},
            "Envoy-raw-data 1",
            "the event does not say with what",
        ),
        ({"endpoint": "/" + "x" * 999}, "Envoy-raw-data 1", "xxx…, verified"),
        ({"gateway": "\ud800"}, "\\ud800", "accepted"),
    ],
)
async def test_as_much_as_there_is(
    described: dict[str, Describe], changes: dict[str, Any], name: str, words: str
) -> None:
    """What can be told is told."""
    line = described[SENT](Event(SENT, USUAL | changes))
    _check(line)
    assert line["name"] == name
    assert words.format(SETTINGS) in line["message"]


@pytest.mark.parametrize(
    "planned",
    [
        *["2026-02-30T10:00:00+00:00", "2026-01-01T25:00:00Z", "2026-01-01T12:00:00"],
        *["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
    ],
)
async def test_a_moment_that_is_none(
    described: dict[str, Describe], planned: str
) -> None:
    """The line says what came of it all the same."""
    told = {"endpoint": SETTINGS, "outcome": "restored", "paths": ["a"]}
    line = described[EVENT_RESTORED](Event(EVENT_RESTORED, told | {"planned": planned}))
    _check(line)
    assert SETTINGS not in line["message"]


@over_http
@pytest.mark.usefixtures("recorder_mock")
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"gateway": 5, "status": "x"},
        {"method": ["PUT"], "endpoint": {}, "status": 200},
        {"gateway": "x" * 40_000},
    ],
    ids=["empty", "other_types", "other_shapes", "too_large"],
)
async def test_in_a_real_logbook(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, data: dict[str, Any]
) -> None:
    """Whatever somebody fires, the logbook shows what else there is."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert await async_setup_component(hass, "logbook", {})
    hass.bus.async_fire(SENT, data)
    hass.bus.async_fire(REFUSED, data)
    hass.bus.async_fire(TESTED, data)
    hass.bus.async_fire(SENT, USUAL)
    found = await lines(hass, hass_ws_client)
    assert len(found) == 4
    assert found[3]["message"] == f"accepted PUT {SETTINGS}, verified"


LARGE: dict[str, Any] = {
    "text": {"note": "x" * 100_000},
    "quotes": {"note": '"\\' * 50_000},
    "letters": {"note": "é" * 50_000},
    "many": {f"key {number}": number for number in range(8_000)},
}


@over_http
@pytest.mark.usefixtures("recorder_mock")
@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("refused", [False, True])
async def test_a_large_write(
    hass: HomeAssistant,
    recorder_mock: Any,
    gateway: GatewaySimulator,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
    *,
    kind: str,
    refused: bool,
) -> None:
    """With data in events, it has its line, stored and live, and no complaint."""
    assert await async_setup_component(hass, "logbook", {})
    entry: MockConfigEntry = await load(hass, gateway)
    who = "nobody" if refused else "administrators"
    await choose(hass, entry, event_bodies=True, who_may_send=who)
    heard = hear(hass)
    live = await hass_ws_client(hass)
    await live.send_json_auto_id(
        {
            "type": "logbook/event_stream",
            "start_time": dt_util.utcnow().isoformat(),
        }
    )
    assert (await live.receive_json())["success"]
    endpoint = f"{SETTINGS}?x={'y' * 2000}"
    await outcome(write(hass, entry, endpoint, data=LARGE[kind]))
    (event,) = heard
    assert event.data["body_cut"] is True
    assert isinstance(event.data["body"], str)
    (line,) = await lines(hass, hass_ws_client)
    words = "is locked for" if refused else "accepted"
    assert line["message"].startswith(f"{words} POST {SETTINGS}?x=yyy")
    shown: list[Any] = []
    while not any(one.get("domain") == DOMAIN for one in shown):
        shown = (await live.receive_json())["event"]["events"]
    assert "Traceback" not in caplog.text
    # Home Assistant's own event about the call has all of it, and is another matter.
    assert f"{REFUSED if refused else SENT} exceed" not in caplog.text


async def test_a_small_body_is_whole(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """As long as it fits, it is the data itself."""
    entry = await load(hass, gateway)
    await choose(hass, entry, event_bodies=True)
    heard = hear(hass)
    data = {"note": "x" * 20_000}
    await outcome(write(hass, entry, data=data))
    assert heard[0].data["body"] == data
    assert "body_cut" not in heard[0].data
