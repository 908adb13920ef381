"""Each ready line is right or gives nothing, whatever habit a gateway has.

Every line is judged on every replica with every habit, by the rules of the blueprints.
That these rules are the blueprints' own is shown in Home Assistant: with each habit,
its sensors and helpers show on one replica what the rules say.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

from homeassistant.util import dt as dt_util
import pytest
from replica_maker.habits import HABITS

from gateway_simulator import GatewaySimulator
from gateway_simulator.replica import Replica
from scripts.lib.replica_answers import lay_habit, reader, replicas

from .bench import Bench
from .lines import Line, ready_lines
from .reading import outcome, read_lines, would_show

LINES = ready_lines()

_OFF = "meters-off"
"""A habit in which /api/v1/production is wrong and looks right."""

type Case = tuple[str, str]
"""A habit, and a replica that has it."""


def _in_home_assistant(habit: str) -> str:
    """Return the replica on which a habit is tried: with AC batteries, if it can be."""
    fitting = [*replicas(habit)]
    return next((name for name in ("8.3", "8.2") if name in fitting), fitting[-1])


CASES = [(habit.name, _in_home_assistant(habit.name)) for habit in HABITS]
# Without AC batteries in the list of inverters, and without meters.
CASES += [
    ("just-started", "8.2"),
    ("just-started", "7.6-no-meters"),
    ("stands-still", "7.6-no-meters"),
    ("meters-off", "8.2-three-phase"),
]


@pytest.fixture
async def gateway(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[GatewaySimulator]:
    """Return a gateway that runs and has a habit."""
    habit, name = request.param
    folder = tmp_path / "replica"
    folder.mkdir()
    lay_habit(habit, name, folder)
    async with GatewaySimulator(folder) as simulator:
        yield simulator


def _is_answer(line: Line, habit: str | None, replica: Replica) -> bool:
    """Return whether the page offers a line for a gateway with that habit.

    It says that lines without meters are not for gateways with meters. Only where
    those are off does it matter; otherwise they have to be right or give nothing.
    """
    has_meters = "/ivp/meters" in replica.pages and replica.pages["/ivp/meters"].content
    return not (line.name.endswith("without meters") and habit == _OFF and has_meters)


@pytest.mark.parametrize("role", ["owner", "installer"])
@pytest.mark.parametrize("habit", [None, *(each.name for each in HABITS)])
def test_no_line_is_wrong(habit: str | None, role: str) -> None:
    """Not on any replica, whatever habit it has."""
    wrong = {}
    for name, replica in replicas(habit).items():
        read, truth = reader(replica, role), replica.truth
        for line in LINES:
            shown = would_show(line, read, truth["time"] + 30)
            said = outcome(line, shown, truth)
            if said.startswith("wrong") and _is_answer(line, habit, replica):
                wrong[name, line.name] = said
    assert wrong == {}


def test_the_weakest_panel_is_one_that_reports() -> None:
    """One that never has is no reason to give nothing."""
    weakest = [line for line in LINES if "eakest" in line.name]
    assert weakest
    for name, replica in replicas("inverter-unheard").items():
        if not any(one["watts"] for one in replica.truth["inverters"]):
            continue
        read, truth = reader(replica, "installer"), replica.truth
        for line in weakest:
            shown = would_show(line, read, truth["time"] + 30)
            assert outcome(line, shown, truth) == "right", (name, line.name)


@pytest.mark.parametrize(
    ("gateway", "case"), [(c, c) for c in CASES], indirect=["gateway"]
)
async def test_rules_are_those_of_the_blueprints(
    bench: Bench,
    gateway: GatewaySimulator,
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Home Assistant shows what the rules say, and nothing that is wrong."""
    now = gateway.truth["time"] + 30
    moment = datetime.fromtimestamp(now, dt_util.UTC)
    monkeypatch.setattr(dt_util, "now", lambda *_: moment)
    shown = await read_lines(bench, LINES)
    habit, name = case
    replica = replicas(habit)[name]
    read = reader(replica, "installer")
    for line in LINES:
        state = shown[line.name]
        assert _shown(line, state) == would_show(line, read, now), line.name
        if _is_answer(line, habit, replica):
            said = outcome(line, state, gateway.truth)
            assert not said.startswith("wrong"), line.name


def _shown(line: Line, state: str | None) -> Any:
    """Return a state as the value of its line."""
    return state if state is None or line.is_text else float(state)
