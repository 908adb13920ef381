"""Each ready line is right on every replica, or gives nothing, and is never wrong."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import GatewaySimulator
from scripts.lib.replica_answers import replicas

from .bench import DOMAIN, RELAY, Bench
from .lines import TRUE, ready_lines
from .reading import outcome, read_lines
from .said import REPLICAS, VALUES, read_said, write_said

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
    shown = await read_lines(bench, LINES)
    said = {line.name: outcome(line, shown[line.name], gateway.truth) for line in LINES}
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
    assert await read_lines(bench, [line]) == {line.name: position}


@pytest.mark.parametrize(
    ("gateway", "name"),
    [(name, name) for name in ("3.9", "7.6-no-meters", "8.2", "8.3")],
    indirect=["gateway"],
)
async def test_first_minutes(
    bench: Bench, gateway: GatewaySimulator, name: str
) -> None:
    """What a gateway shows right after its start is no value at all."""
    started = {
        path: page.content
        for path, page in replicas("just-started")[name].pages.items()
        if page.content != gateway.device.documents.get(path, page.content)
    }
    assert len(started) == _ZEROS[name]
    gateway.device.documents |= started
    lines = [line for line in LINES if {*map(_path, line.endpoint)} <= started.keys()]
    shown = await read_lines(bench, lines)
    assert {name for name, value in shown.items() if value is not None} == set()


_ZEROS = {"3.9": 2, "7.6-no-meters": 4, "8.2": 7, "8.3": 9}
"""How many pages a start changes."""


def _path(endpoint: str) -> str:
    """Return an endpoint without its query."""
    return endpoint.partition("?")[0]
